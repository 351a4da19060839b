import { expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { shippedModules } from "../../src/devices/modules.js";
import { compileAdjustable } from "../../src/engine/quantities/index.js";
import { simulate } from "../../src/engine/simulate.js";
import { operatingPoint } from "../../src/engine/static/operating-point.js";
import { type Include, parseNetlist, verilogASource } from "../../src/netlist/index.js";

const conductor = `// I = G V^2 + ddt(C V)
module conductor(p, n);
  inout p, n;
  electrical p, n;
  (* desc="transconductance", units="A/V^2" *) parameter real Gain = 1m from [0:inf);
  (* desc="capacitance", units="F" *) parameter real C0 = 0;
  aliasparam g = Gain;
  analog I(p,n) <+ Gain*V(p,n)*V(p,n) + ddt(C0*V(p,n));
endmodule
`;

const includeOf =
  (files: Readonly<Record<string, string>>): Include =>
  (name, from) => {
    const path = new URL(name, `file:///${from}`).pathname.slice(1);
    if (!Object.hasOwn(files, path)) throw new Error(`no file ${path}`);
    return files[path];
  };

const run = (body: string, files: Readonly<Record<string, string>> = { "conductor.va": conductor }) => {
  const include = includeOf(files);
  return simulate(parseNetlist(`title\n${body}\n`, { file: "x.cir", include }));
};

/** The current that V1 = 2 V drives through what is between a and ground. */
function currentThrough(body: string, files?: Readonly<Record<string, string>>): number {
  const [{ waveforms }] = run(`V1 a 0 2\n${body}\n.save i(v1)\n.op`, files);
  return -waveforms.signals[0].values[0];
}

function failure(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    if (isHillockError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

const failureOf = (body: string, files?: Readonly<Record<string, string>>) =>
  failure(() => currentThrough(`.hdl "conductor.va"\n${body}`, files));

test("a module of a file is a device of the netlist", () => {
  expect(currentThrough('.hdl "conductor.va"\n.model M conductor\nN1 a 0 M')).toBeCloseTo(4e-3, 12);
});

test("an element's parameters go before its model's, an alias and any case mean the same", () => {
  const model = '.hdl "conductor.va"\n.model M Conductor(GAIN=2m)';
  expect(currentThrough(`${model}\nN1 a 0 m`)).toBeCloseTo(8e-3, 12);
  expect(currentThrough(`${model}\nN1 a 0 M gain=3m`)).toBeCloseTo(12e-3, 12);
  expect(currentThrough(`${model}\nN1 a 0 M G={1m*5}`)).toBeCloseTo(20e-3, 12);
});

test("m devices in parallel carry m times the current, inside and out", () => {
  const model = '.hdl "conductor.va"\n.model M conductor';
  expect(currentThrough(`${model}\nN1 a 0 M m=3`)).toBeCloseTo(12e-3, 12);
  expect(currentThrough(".model R2 resistor(r=1k)\nN1 a 0 R2 m=4")).toBeCloseTo(8e-3, 9);
});

test("$mfactor is m, and m can be varied", () => {
  const asking = conductor.replace("<+ Gain", "<+ $mfactor*Gain");
  expect(currentThrough('.hdl "c.va"\n.model M conductor\nN1 a 0 M m=3', { "c.va": asking })).toBeCloseTo(36e-3, 12);
  const text = "t\nV1 a 0 2\n.model R1k resistor(r=1k)\nN1 a b R1k m=1\nR1 b 0 1k\n";
  const { compiled, quantities, set } = compileAdjustable(parseNetlist(text, { file: "x.cir" }), ["N1.m"]);
  expect(quantities[0].value).toBe(1);
  const { point } = operatingPoint(compiled, { adjust: (one) => set(one, Float64Array.of(3)) });
  // 1 kohm / 3 above 1 kohm.
  expect(point.x[0]).toBeCloseTo(1.5, 9);
});

test("a module with a parameter m of its own keeps it", () => {
  const own = conductor.replaceAll("Gain", "M");
  expect(currentThrough('.hdl "own.va"\n.model X conductor\nN1 a 0 X m=7', { "own.va": own })).toBeCloseTo(28, 9);
});

test("the library's modules need no file; a file's own module of that name goes before them", () => {
  expect(currentThrough(".model D1 diode(is=1e-14 n=2 rs=100)\nN1 a 0 D1")).toBeCloseTo(
    currentThrough(".model D1 D(is=1e-14 n=2 rs=100)\nD1 a 0 D1"),
    14,
  );
  const diode = conductor.replace("module conductor", "module diode");
  expect(currentThrough('.hdl "d.va"\n.model D1 diode\nN1 a 0 D1', { "d.va": diode })).toBeCloseTo(4e-3, 12);
});

test("every module of the library is known by its name", () => {
  for (const [name, { text }] of Object.entries(shippedModules)) {
    expect(text).toContain(`module ${name}(`);
    expect(failure(() => currentThrough(`.model X ${name}\nN1 a X`)).code).not.toBe("netlist/unknown-model-type");
  }
});

test("sources of two circuits do not mix, though their files have one name", () => {
  const body = '.hdl "conductor.va"\n.model M conductor\nN1 a 0 M';
  const twice = conductor.replace("<+ Gain", "<+ 2*Gain");
  expect(currentThrough(body)).toBeCloseTo(4e-3, 12);
  expect(currentThrough(body, { "conductor.va": twice })).toBeCloseTo(8e-3, 12);
  expect(currentThrough(body)).toBeCloseTo(4e-3, 12);
});

test("a file may include others, each relative to where it stands", () => {
  const files: Readonly<Record<string, string>> = {
    "va/top.va": '`include "disciplines.vams"\n`include "parts/body.inc"\n',
    "va/parts/body.inc": '`include "gain.inc"\n`include "../more.inc"\n',
    "va/parts/gain.inc": "`define GAIN 5m\n",
    "va/more.inc": conductor.replace("1m", "`GAIN"),
  };
  const include = includeOf(files);
  const text = 't\nV1 a 0 2\n.hdl "va/top.va"\n.model M conductor\nN1 a 0 M\n.save i(v1)\n.op\n';
  const circuit = parseNetlist(text, { file: "deck.cir", include });
  expect(Object.keys(circuit.verilogA[0].includes)).toEqual(["va/parts/body.inc", "va/parts/gain.inc", "va/more.inc"]);
  expect(simulate(circuit)[0].waveforms.signals[0].values[0]).toBeCloseTo(-20e-3, 12);
});

test("what is wrong in the file is shown there, with the device it was found for", () => {
  const wrong = conductor.replace("ddt(C0", "ddtt(C0");
  const { code, message } = failureOf(".model M conductor\nN1 a 0 M", { "conductor.va": wrong });
  expect(code).toMatch(/^veriloga\//);
  expect(message).toContain("conductor.va:8:");
  const range = failureOf(".model M conductor(gain=-1)\nN1 a 0 M");
  expect(range.code).toBe("veriloga/parameter-range");
  expect(range.message).toContain("conductor.va:5:");
  expect(range.message).toContain("x.cir:5");
});

test("what is wrong in the netlist is shown there", () => {
  const model = ".model M conductor";
  const unknown = failureOf(`${model}(gian=1)\nN1 a 0 M`);
  expect(unknown.code).toBe("devices/unknown-parameter");
  expect(unknown.message).toContain("x.cir:4:20");
  expect(unknown.message).toContain("did you mean gain?");
  expect(failureOf(`${model}\nN1 a 0 M c1=1`).message).toContain("did you mean c0?");
  expect(failureOf(`${model}(level=1)\nN1 a 0 M`).code).toBe("devices/unknown-parameter");
  expect(failureOf(`${model}(gain=1 g=2)\nN1 a 0 M`).code).toBe("netlist/duplicate-parameter");
  expect(failureOf(`${model}\nN1 a 0 M m=0`).code).toBe("netlist/impossible-value");

  const nodes = failureOf(`${model}\nN1 a b 0 M`);
  expect(nodes.code).toBe("devices/wrong-terminals");
  expect(nodes.message).toContain("Its ports are p n.");
  expect(nodes.message).toContain("x.cir:5:8");

  const type = failureOf(".model M condctor\nN1 a 0 M");
  expect(type.code).toBe("netlist/unknown-model-type");
  expect(type.message).toContain("x.cir:4:10");
  expect(failureOf(".model M conductr").code).toBe("netlist/unknown-model-type");
  const none = failureOf(`${model}\nN1 a 0 MM`);
  expect(none.code).toBe("netlist/unknown-model");
  expect(none.message).toContain("did you mean M?");
  expect(failureOf(`${model}\nD1 a 0 M`).code).toBe("netlist/wrong-model-type");
});

test("names that differ in case only cannot be told apart", () => {
  const two = conductor.replace("C0 = 0", "gain = 0").replaceAll("C0", "gain");
  const files = { "conductor.va": two };
  expect(failureOf(".model M conductor(gain=1)\nN1 a 0 M", files).code).toBe("devices/ambiguous-parameter");
  expect(currentThrough('.hdl "conductor.va"\n.model M conductor\nN1 a 0 M', files)).toBeCloseTo(4e-3, 12);
});

test("a port may stay unconnected if the module asks whether it is", () => {
  const three = (use: string) =>
    conductor
      .replaceAll("p, n;", "p, n, t;")
      .replace("(p, n)", "(p, n, t)")
      .replace("analog I(p,n)", `analog begin I(t,n) <+ V(t,n)*1u${use}; end\n analog I(p,n)`);
  const model = '.hdl "conductor.va"\n.model M conductor';
  const asked = { "conductor.va": three(" + ($port_connected(t) ? 0 : 1u)") };
  expect(currentThrough(`${model}\nN1 a 0 M`, asked)).toBeCloseTo(4e-3, 12);
  const { code } = failure(() => currentThrough(`${model}\nN1 a 0 M`, { "conductor.va": three("") }));
  expect(code).toBe("devices/wrong-terminals");
});

test("a file that includes itself ends in an error there", () => {
  const circle = { "a.va": '`include "b.inc"\n', "b.inc": `\`include "./a.va"\n${conductor}` };
  const { code, message } = failure(() => currentThrough('.hdl "a.va"\n.model M conductor\nN1 a 0 M', circle));
  expect(code).toBe("veriloga/include-too-deep");
  expect(message).toMatch(/^veriloga\/include-too-deep {2}(?:a\.va|b\.inc):1:10/);
});

test("two modules of one name, or none", () => {
  const files = { "a.va": conductor, "b.va": conductor, "c.va": "// module none\n" };
  const twice = failure(() => run('.hdl "a.va"\n.hdl "b.va"\nR1 a 0 1', files));
  expect(twice.code).toBe("netlist/duplicate-name");
  expect(twice.message).toContain("x.cir:3:6");
  expect(run('.hdl "a.va"\n.hdl "a.va"\nR1 a 0 1\nV1 a 0 1', files)).toHaveLength(1);
  expect(failure(() => run('.hdl "c.va"\nR1 a 0 1', files)).code).toBe("netlist/no-module");
  expect(failure(() => run('.hdl "d.va"\nR1 a 0 1', files)).code).toBe("netlist/include-not-found");
});

test("a circuit built in code brings its source along", () => {
  expect(verilogASource("conductor.va", conductor)).toEqual({ file: "conductor.va", text: conductor, includes: {} });
});
