import { expect, test } from "vitest";
import { currentsAt, device, twoTerminal, valueAt } from "./device.js";

const schmitt = twoTerminal(
  `@(initial_step) closed = V(a,b) > VT ? 1 : 0;
   @(cross(V(a,b) - VT - VH, 1)) closed = 1;
   @(cross(V(a,b) - VT + VH, -1)) begin closed = 0; opened = opened + 1; end
   I(a,b) <+ V(a,b) / (closed ? 1 : 1M);`,
  "parameter real VT = 1; parameter real VH = 0.25; integer closed, opened;",
);

test("variables that a crossing assigns are states; the rest of the block reads them", () => {
  const device_ = device(schmitt);
  expect(device_.states.map(({ name }) => name)).toEqual(["closed", "opened"]);
  expect(currentsAt(device_, { a: 2 }, { states: [1, 0] })[0]).toBe(2);
  expect(currentsAt(device_, { a: 2 }, { states: [0, 0] })[0]).toBe(2e-6);
});

test("initial values may depend on the operating point; without @(initial_step) they are 0", () => {
  const switch_ = device(schmitt);
  const [closed, opened] = switch_.states;
  expect([0.9, 1.1].map((a) => valueAt(switch_, closed.initial, { unknowns: { a } }))).toEqual([0, 1]);
  expect(valueAt(switch_, opened.initial)).toBe(0);
});

test("events have their expression, direction and assignments", () => {
  const switch_ = device(schmitt);
  const [rising, falling] = switch_.events;
  expect([rising.direction, falling.direction]).toEqual([1, -1]);
  expect(valueAt(switch_, rising.expression, { unknowns: { a: 2 } })).toBe(0.75);
  expect(rising.assignments.map(({ state, value }) => [state, valueAt(switch_, value)])).toEqual([[0, 1]]);
  expect(falling.assignments.map(({ state, value }) => [state, valueAt(switch_, value, { states: [1, 4] })])).toEqual([
    [0, 0],
    [1, 5],
  ]);
});

test("a condition in an event leaves the state as it is where it says nothing", () => {
  const latch = device(twoTerminal("@(cross(V(a,b))) if (V(a) > 0) n = n + 1; I(a,b) <+ n;", "integer n = 3;"));
  const [{ direction, assignments }] = latch.events;
  expect(direction).toBe(0);
  expect(valueAt(latch, latch.states[0].initial)).toBe(3);
  const after = (a: number): number => valueAt(latch, assignments[0].value, { unknowns: { a }, states: [7] });
  expect([after(1), after(-1)]).toEqual([8, 7]);
});

test("what @(initial_step) computes from parameters is no state; from unknowns it is", () => {
  const source = twoTerminal(
    "@(initial_step) begin g = 1/R; v0 = V(a,b); end I(a,b) <+ g * (V(a,b) - v0);",
    "parameter real R = 4; real g, v0;",
  );
  const device_ = device(source);
  expect(device_.states.map(({ name }) => name)).toEqual(["v0"]);
  expect(currentsAt(device_, { a: 3 }, { states: [1] })[0]).toBe(0.5);
  expect(valueAt(device_, device_.states[0].initial, { unknowns: { a: 3 } })).toBe(3);
});

test("above() acts from the start where it is above", () => {
  const equations = device(twoTerminal("@(above(V(a,b) - 1)) n = n + V(a,b); I(a,b) <+ n;", "real n = 3;"));
  const [{ expression, direction, assignments }] = equations.events;
  expect([direction, valueAt(equations, expression, { unknowns: { a: 3 } })]).toEqual([1, 2]);
  expect(valueAt(equations, assignments[0].value, { unknowns: { a: 2 }, states: [4] })).toBe(6);
  const start = (a: number): number => valueAt(equations, equations.states[0].initial, { unknowns: { a } });
  expect([0.9, 1, 2].map(start)).toEqual([3, 4, 5]);
});

test("a periodic timer knows when it is due next, and passes zero every time", () => {
  const source = twoTerminal(
    "@(timer(START, PERIOD)) n = n + 1; I(a,b) <+ n;",
    "parameter real START = 1, PERIOD = 2; real n;",
  );
  const timer = (START: number) => {
    const equations = device(source, { parameters: { START } });
    const [{ expression, direction, assignments }] = equations.events;
    expect(direction).toBe(0);
    const states = equations.states.map(({ initial }) => valueAt(equations, initial));
    const passings: number[] = [];
    for (let round = 0; round < 4; round++) {
      const at = (time: number): number => valueAt(equations, expression, { states, time });
      const due = states[1];
      expect(at(due)).toBe(0);
      expect(Math.sign(at(due - 1))).toBe(round % 2 === 0 ? -1 : 1);
      passings.push(due);
      const after = assignments.map(({ value }) => valueAt(equations, value, { states, time: due }));
      for (const [k, { state }] of assignments.entries()) states[state] = after[k];
    }
    return { passings, count: states[0] };
  };
  expect(timer(1)).toEqual({ passings: [1, 3, 5, 7], count: 4 });
  expect(timer(0)).toEqual({ passings: [2, 4, 6, 8], count: 5 });
  expect(timer(-3)).toEqual({ passings: [1, 3, 5, 7], count: 5 });
});

test("analog initial is @(initial_step)", () => {
  const source = `module m(a); inout a; electrical a; real x; analog initial x = 2; analog I(a) <+ x; endmodule`;
  expect(currentsAt(device(source), {})).toEqual([2]);
});
