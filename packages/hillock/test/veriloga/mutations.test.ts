import fc from "fast-check";
import { expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { instantiate } from "../../src/veriloga/instantiate.js";
import { readVerilogA } from "../../src/veriloga/read.js";
import { surroundings } from "./device.js";

const valid = `\`include "constants.vams"
\`define SQUARE(x) ((x)*(x))
module device(a, b, s);
  inout a, b, s; electrical a, b, s, x;
  ground gnd;
  branch (a, x) ax;
  (* desc="resistance", units="ohm" *) parameter real R = 1k from (0:inf) exclude 7;
  parameter integer N = 3 from [1:10];
  localparam real G = 1/R;
  real v, q; integer k, on;
  analog function real poly;
    input v, n; real v; integer n, j;
    begin
      poly = 0;
      for (j = 1; j <= n; j = j + 1) poly = poly + \`SQUARE(v) / j;
    end
  endfunction
  analog begin
    v = V(x,b);
    if (R > 0) I(ax) <+ V(ax) / R; else V(ax) <+ 0;
    case (N) 1: q = v; 2, 3: q = \`M_PI * poly(v, N); default: q = 0; endcase
    @(initial_step) on = 0;
    @(cross(v - 0.5, 1)) on = 1;
    if (v > 0 && on) I(x,b) <+ 1e-14 * (limexp(v / $vt) - 1);
    repeat (2) I(s,gnd) <+ G * V(s);
    V(s,b) <+ ddt(1m * I(s,b)) + ddx(v*v, V(x)) + (v < 0 ? -v : N*v);
    I(x,b) <+ ddt(q * 1p);
    $strobe("%g", v);
  end
endmodule
`;

const words = valid.match(/`?[A-Za-z_$][\w$]*|\d[\w.]*|<\+|&&|"[^"]*"|\s+|./g) as string[];

const names = [...words.keys()].filter((k) => /^[A-Za-z]\w*$/.test(words[k]));

/** One change of the source: a word dropped, doubled, replaced by another, a name by another, or a character put in. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant("drop"), at: fc.nat(words.length - 1), other: fc.nat(words.length - 1) }),
  fc.record({ kind: fc.constant("double"), at: fc.nat(words.length - 1), other: fc.nat(words.length - 1) }),
  fc.record({ kind: fc.constant("replace"), at: fc.nat(words.length - 1), other: fc.nat(words.length - 1) }),
  fc.record({ kind: fc.constant("replace"), at: fc.constantFrom(...names), other: fc.constantFrom(...names) }),
  fc.record({
    kind: fc.constantFrom(..."({[;:,`\"\\\n*/0.-é#'@<"),
    at: fc.nat(words.length - 1),
    other: fc.constant(0),
  }),
);

function mutate(mutations: readonly { kind: string; at: number; other: number }[]): string {
  const changed = [...words];
  for (const { kind, at, other } of mutations) {
    if (kind === "drop") changed[at] = "";
    else if (kind === "double") changed[at] = `${words[at]} ${words[at]}`;
    else if (kind === "replace") changed[at] = words[other];
    else changed[at] = kind + words[at];
  }
  return changed.join("");
}

/** "equations" or the code of the error; anything else thrown passes through. */
function outcome(source: string): string {
  try {
    const module = readVerilogA(source, { file: "mutated.va" });
    const connectedPorts = module.ports.length;
    const { currents, charges, unknowns } = instantiate(module, {
      parameters: {},
      connectedPorts,
      environment: surroundings,
    });
    expect([currents.length, charges.length]).toEqual([unknowns.length, unknowns.length]);
    return "equations";
  } catch (error) {
    if (!isHillockError(error)) throw error;
    expect(error.message).toMatch(/^veriloga\/[a-z-]+ {2}(mutated\.va|predefined macros):\d+:\d+\n/);
    return error.code;
  }
}

test("the source is valid as it stands", () => expect(outcome(valid)).toBe("equations"));

test("a changed source gives a device or an error of ours with its place, and neither hangs nor crashes", () => {
  const outcomes = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      const code = outcome(mutate(mutations));
      outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
    }),
    { numRuns: 1000 },
  );
  // The changes reach the whole reader, not only its parser.
  expect(outcomes.size).toBeGreaterThan(10);
  expect(outcomes.get("equations") ?? 0).toBeGreaterThan(30);
});

test.each([
  ["parentheses", `${"(".repeat(20_000)}1`],
  ["signs", `${"- ".repeat(20_000)}1`],
  ["conditions", `${"1 ? 2 : ".repeat(20_000)}1`],
])("%s nested thousands deep are an error", (_, expression) => {
  const source = valid.replace("1m * I(s,b)", expression);
  expect(outcome(source)).not.toBe("equations");
});

test("macros that multiply are stopped", () => {
  const doubling = Array.from({ length: 60 }, (_, k) => `\`define D${k + 1} \`D${k} \`D${k}`).join("\n");
  expect(outcome(`\`define D0 +1\n${doubling}\n${valid.replace("1m *", "1m `D60 *")}`)).toBe("veriloga/too-large");
  expect(outcome(`\`define D0\n${doubling}\n${valid.replace("1m *", "1m `D60 *")}`)).toBe("veriloga/too-large");
});

test("loops in loops are stopped", () => {
  const loops = "for (k = 0; k < 9000; k = k + 1) for (on = 0; on < 9000; on = on + 1) q = q + 1;";
  const source = valid.replace("@(initial_step) on = 0;", loops).replace("@(cross(v - 0.5, 1)) on = 1;", "");
  expect(outcome(source)).toBe("veriloga/too-long");
});
