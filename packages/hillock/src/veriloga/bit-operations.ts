import { constant } from "../expr/graph.js";
import { type Elaboration, settle } from "./elaboration.js";
import { fault, type Location } from "./source-text.js";
import { algebraicPart } from "./time-derivative.js";
import { integer, type Value } from "./value.js";

const shift = (count: number, within: (count: number) => number, beyond: number): number =>
  count >= 0 && count < 32 ? within(count) : beyond;

/** Operations on the 32 bits of integers, two's complement; those on one operand take it as the second. */
const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  "~": (_, b) => ~b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "~^": (a, b) => ~(a ^ b),
  "^~": (a, b) => ~(a ^ b),
  "<<": (a, b) => shift(b, (count) => a << count, 0),
  "<<<": (a, b) => shift(b, (count) => a << count, 0),
  ">>": (a, b) => shift(b, (count) => (a >>> count) | 0, 0),
  ">>>": (a, b) => shift(b, (count) => a >> count, a < 0 ? -1 : 0),
};

export const isBitOperator = (operator: string): boolean => Object.hasOwn(operations, operator);

/**
 * A bit operation on integers that parameters decide; the device holds for these parameters only.
 *
 * @throws HillockError on real operands, and on those that depend on unknowns
 */
export function bitOperation(e: Elaboration, operator: string, operands: readonly Value[], at: Location): Value {
  const numbers = operands.map((operand) => {
    if (operand.type !== "integer") {
      throw fault("not-an-integer", `the bit operation ${operator} takes integers`, at, {
        help: "for logic use &&, || and !; store a real in an `integer` variable first",
      });
    }
    const number = settle(e, algebraicPart(e, operand, at), at);
    if (number !== undefined) return number;
    throw fault(
      "unsupported",
      `the bit operation ${operator} on a value that depends on unknowns is not supported`,
      at,
      {
        help: "use it on constants and parameters; for logic use &&, || and !",
      },
    );
  });
  const [a, b] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  return integer(e.graph, constant(e.graph, operations[operator](a, b)));
}
