import { describe, expect, test } from "vitest";
import { analyse, compiled, largestError, runTransient, scaleOf, signalOf, theValue, valueAt } from "./run-netlist.js";

const sources = [
  ["one grounded source", "V1 a 0 PULSE(0 1 1u 1u 1u 4u 20u)", ["V1"]],
  [
    "a chain, one upside down",
    "V1 a 0 PULSE(0 1 1u 1u 1u 4u 20u)\nV2 c b 2\nV3 b a SIN(0 0.5 100k)\nV4 c d 1",
    ["V1", "V2", "V3", "V4"],
  ],
  ["written the other way round", "V1 0 a PULSE(0 1 1u 1u 1u 4u 20u)", ["V1"]],
] as const;

/** A load on the last node, with capacitors to every kind of node, so that rates of change count. */
const load = (node: string) => `R1 ${node} x 1k
C1 x 0 1n
C2 ${node} x 0.5n
C3 a 0 2n
D1 x y DM
R2 y a 500
.model DM D(IS=1e-14 CJO=100p)`;

/** The same circuit, with every source's current sensed by an F element of gain zero: no node is known. */
const sensed = (names: readonly string[]): string =>
  `${names.map((name) => `F${name} 0 fx ${name} 0`).join("\n")}\nRfx fx 0 1`;

describe.each(sources)("%s", (_, lines, names) => {
  const last = names.length > 1 ? "d" : "a";
  const circuit = `${lines}\n${load(last)}`;
  const saves = `.save v(x) v(y) v(${last}) ${names.map((name) => `i(${name})`).join(" ")}`;

  test("its nodes are not unknowns, unless a current is sensed", () => {
    const own = new Set(["a", ...(names.length > 1 ? ["b", "c", "d"] : [])]);
    const count = (netlist: string) =>
      compiled(netlist).system.unknowns.filter(({ name, kind }) => kind === "voltage" && own.has(name)).length;
    expect(count(circuit)).toBe(0);
    expect(count(`${circuit}\n${sensed(names)}`)).toBe(own.size);
  });

  test("the operating point and its currents are the same", () => {
    const plain = analyse(`${circuit}\n${saves}\n.op`);
    const full = analyse(`${circuit}\n${sensed(names)}\n${saves}\n.op`);
    for (const { name } of plain.waveforms.signals) expect(theValue(plain, name)).toBeCloseTo(theValue(full, name), 12);
  });

  test("a transient and its currents are the same", () => {
    const settings = { tolerance: 1e-6 };
    const plain = runTransient(`${circuit}\n${saves}\n.tran 0.1u 20u`, settings);
    const full = runTransient(`${circuit}\n${sensed(names)}\n${saves}\n.tran 0.1u 20u`, settings);
    const corners = [1e-6, 2e-6, 6e-6, 7e-6];
    for (const { name, unit } of plain.waveforms.signals) {
      const values = signalOf(plain, name);
      const size = Math.max(...values.map(Math.abs));
      expect(size).toBeGreaterThan(1e-4);
      scaleOf(plain).forEach((time, k) => {
        // Currents of sources jump at corners, where a time has two values.
        if (corners.some((corner) => Math.abs(time - corner) < 1e-9) || time === 0) return;
        // Currents of capacitors between sources are derivatives of what is solved for, and converge a power slower.
        const allowed = unit === "V" ? 3e-5 : 3e-3;
        expect(Math.abs(values[k] - valueAt(full, name, time)) / size).toBeLessThan(allowed);
      });
    }
  });
});

test("a source between two known nodes would fix them twice: it closes a loop", () => {
  expect(() => compiled("V1 a 0 1\nV2 b 0 2\nV3 a b 1\nR1 a 0 1")).toThrow("engine/voltage-loop");
});

test("the currents of a chain add up: each source carries what hangs on it and beyond", () => {
  const result = analyse("V1 a 0 1\nV2 b a 2\nR1 a 0 1k\nR2 b 0 1k\n.save i(V1) i(V2)\n.op");
  expect(theValue(result, "i(v2)")).toBeCloseTo(-3e-3, 14);
  expect(theValue(result, "i(v1)")).toBeCloseTo(-4e-3, 14);
});

test("a capacitor between two sources: a current that is a derivative, known in closed form", () => {
  const omega = 2 * Math.PI * 1e5;
  for (const extra of ["", "\nF1 0 fx V1 0\nF2 0 fx V2 0\nRfx fx 0 1"]) {
    const result = runTransient(
      `V1 a 0 SIN(0 1 100k)\nV2 b 0 SIN(0 2 100k 0 0 90)\nC1 a b 1n${extra}\n.save i(V1) i(V2)\n.tran 0.1u 20u`,
      { tolerance: 1e-6 },
    );
    const exact = (t: number): number => -1e-9 * omega * (Math.cos(omega * t) + 2 * Math.sin(omega * t));
    // A derivative is a power of the step less accurate than what is solved for, and no error is estimated of it.
    // The current at t = 0 is that of the operating point, where nothing changes.
    expect(largestError(result, "i(v1)", exact, 1e-12)).toBeLessThan(5e-6);
    expect(largestError(result, "i(v2)", (t) => -exact(t), 1e-12)).toBeLessThan(5e-6);
  }
});
