import { describe, expect, it } from "vitest";
import { compile } from "../../../src/engine/compile.js";
import { startingPoint } from "../../../src/engine/point.js";
import { compileAdjustable } from "../../../src/engine/quantities/index.js";
import { operatingPoint } from "../../../src/engine/static/operating-point.js";
import { flatten, parseNetlist } from "../../../src/netlist/index.js";
import { randomStream } from "../../../src/sampling/random-stream.js";

const text = `draws
.param lot={unif(1,0.1)} vdd={agauss(5,0.1,1)}
.func noisy(x) {gauss(x,0.1,2)}
.subckt cell a b params: scale=1
.param own={aunif(10,1)}
R1 a m {own*lot*scale*1k}
R2 m b {noisy(5k)+noisy(1k)*(lot > 1 ? 1 : limit(2,0.5))}
D1 m b DM
.model DM D(is={unif(1f,0.5)} n=1)
.ends
V1 in 0 {vdd}
X1 in out cell
X2 out 0 cell scale={unif(2,0.5)}
E1 e 0 out 0 {unif(2,0.1)}
I1 0 out pulse({aunif(1u,0.5u)} 1u)
B1 0 out I=1u*lot*v(out)
Re e 0 {agauss(agauss(1k,10,1),20,1)}
.op
.end
`;

describe("random numbers as quantities", () => {
  const circuit = parseNetlist(text, { file: "draws.cir" });
  const names: string[] = [];
  flatten(circuit, {
    draw: ({ name }) => {
      names.push(name);
      return 0;
    },
  });

  it("are those that flattening asks for", () => {
    expect(names.length).toBeGreaterThan(15);
    const adjustable = compileAdjustable(circuit, ["X1.scale"], { draws: names });
    const { normal } = randomStream(4);
    for (let k = 0; k < 10; k++) {
      const values = Float64Array.from([1, ...names], (_, index) => (index === 0 ? 1 : 0.5 * normal()));
      const flat = flatten(circuit, { draw: ({ name }) => values[1 + names.indexOf(name)] });
      const ours = adjustable.circuitAt(values);
      for (const [index, element] of flat.elements.entries()) expectClose(ours.elements[index], element);
      // The same currents with the values as symbols as with numbers.
      const here = adjustable.at(values);
      const point = startingPoint(here.compiled);
      here.set(point, values);
      const solved = operatingPoint(here.compiled, { from: point }).point.x;
      const expected = operatingPoint(compile(flat)).point.x;
      for (const [index, value] of expected.entries()) expect(solved[index]).toBeCloseTo(value, 8);
    }
  });

  it("are nominal at 0 and where they are not asked for", () => {
    const nominal = flatten(circuit);
    const adjustable = compileAdjustable(circuit, [], { draws: names });
    const at = adjustable.circuitAt(new Float64Array(names.length));
    for (const [index, element] of nominal.elements.entries()) expectClose(at.elements[index], element);
    const some = compileAdjustable(circuit, [], { draws: ["vdd"] }).circuitAt(Float64Array.of(2));
    expect(
      some.elements.filter((element, index) => JSON.stringify(element) !== JSON.stringify(nominal.elements[index])),
    ).toMatchObject([{ name: "V1", dc: 5.2 }]);
  });
});

/** Numbers alike to rounding, all else the same; formulas are left out, whose names stand for numbers. */
function expectClose(ours: unknown, theirs: unknown): void {
  if (typeof theirs === "number") {
    expect(Math.abs((ours as number) - theirs)).toBeLessThanOrEqual(1e-12 * Math.abs(theirs));
  } else if (typeof theirs === "object" && theirs !== null) {
    for (const [key, value] of Object.entries(theirs)) {
      if (key !== "formula") expectClose((ours as Record<string, unknown>)[key], value);
    }
  } else expect(ours).toBe(theirs);
}
