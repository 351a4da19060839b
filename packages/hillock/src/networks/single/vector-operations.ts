import { unsigned } from "../../expr/emit-webassembly-binary.js";
import { singleLog } from "./single-log.js";
import { singleLogistic } from "./single-logistic.js";
import { loopParameters, type Singles, type VectorLoop, vectorLoopCode } from "./vector-loop.js";

/** Arrays that are combined in one loop, at most: more would not fit into registers. */
export const mostCombined = 6;

/** An operation's arguments follow its number and its length: word 2, 3, ... */
const first = 2;

const times = ({ apply }: VectorLoop, a: Singles, b: Singles): Singles => apply("mul", a, b);
const plus = ({ apply }: VectorLoop, a: Singles, b: Singles): Singles => apply("add", a, b);

/** out = (begin or out) + sum of coefficient times array; arguments: out, begin, then array and coefficient of each. */
function combination(count: number, begins: boolean) {
  return (code: VectorLoop): void => {
    const out = code.array(first);
    const begin = begins ? code.parameter(first + 1) : code.read(out);
    const each = Array.from({ length: count }, (_, k) => first + 2 + 2 * k);
    const terms = each.map((k) => ({ array: code.array(k), by: code.parameter(k + 1) }));
    code.write(
      out,
      terms.reduce((total, { array, by }) => plus(code, total, times(code, code.read(array), by)), begin),
    );
  };
}

/** Adds the sums of products; arguments: one factor, then the other one and the sum of each. */
function products(count: number) {
  return (code: VectorLoop): void => {
    const factor = code.read(code.array(first));
    for (let k = 0; k < count; k++)
      code.sum(first + 2 + 2 * k, times(code, factor, code.read(code.array(first + 1 + 2 * k))));
  };
}

/** Weight w of an output; arguments: w, s, s (1 - s), h = w s (1 - s), sums of w, w s and h. */
function weighOutput(code: VectorLoop, weight: Singles, argument: number): void {
  const steep = times(code, weight, code.read(code.array(argument + 1)));
  code.sum(argument + 3, weight, 0);
  code.sum(argument + 3, times(code, weight, code.read(code.array(argument))), 1);
  code.sum(argument + 3, steep, 2);
  code.write(code.array(argument + 2), steep);
}

/** What a vector machine can do. */
const plainOperations = {
  /** Arguments: cell with the address of the next numbers, out. */
  spread: (code: VectorLoop) => code.write(code.array(first + 1), code.readSpread(first)),
  /** Natural logarithm; arguments: in, out. */
  log: (code: VectorLoop) => code.write(code.array(first + 1), singleLog(code, code.read(code.array(first)))),
  /** s = logistic(a u + b) and s (1 - s); arguments: u, a and b, s, s (1 - s). */
  bend: (code: VectorLoop) => {
    const [a, b] = [code.parameter(first + 1), code.parameter(first + 1, 1)];
    const { value, slope } = singleLogistic(code, plus(code, times(code, code.read(code.array(first)), a), b));
    code.write(code.array(first + 2), value);
    code.write(code.array(first + 3), slope);
  },
  /** h = w q with the sums of h and h u; arguments: w, q, h, u, sums. */
  steepen: (code: VectorLoop) => {
    const steep = times(code, code.read(code.array(first)), code.read(code.array(first + 1)));
    code.sum(first + 4, steep);
    code.sum(first + 4, times(code, steep, code.read(code.array(first + 3))), 1);
    code.write(code.array(first + 2), steep);
  },
  /** h = w q; arguments: w, q, h. */
  multiply: (code: VectorLoop) =>
    code.write(code.array(first + 2), times(code, code.read(code.array(first)), code.read(code.array(first + 1)))),
  /** Arguments: array, sum. */
  total: (code: VectorLoop) => code.sum(first + 1, code.read(code.array(first))),
  /** Begins the search for the largest output; arguments: largest, its number, s, base and reach, number. */
  begin: (code: VectorLoop) => {
    const [base, reach] = [code.parameter(first + 3), code.parameter(first + 3, 1)];
    code.write(code.array(first), plus(code, times(code, code.read(code.array(first + 2)), reach), base));
    code.write(code.array(first + 1), code.integerArgument(first + 4));
  },
  /** Goes on with it, with the same arguments. The first one of several that are equal stays. */
  search: (code: VectorLoop) => {
    const [largest, which] = [code.array(first), code.array(first + 1)];
    const [base, reach] = [code.parameter(first + 3), code.parameter(first + 3, 1)];
    const voltage = plus(code, times(code, code.read(code.array(first + 2)), reach), base);
    const known = code.read(largest);
    const isLarger = code.apply("gt", voltage, known);
    const number = code.select(code.integerArgument(first + 4), code.read(which), isLarger);
    code.write(largest, code.apply("most", known, voltage));
    code.write(which, number);
  },
  /**
   * Margin loss; arguments: s, base and reach of the right output, the largest wrong one, margin + threshold and margin, d loss / d
   * right, d loss / d wrong, sum.
   */
  judge: (code: VectorLoop) => {
    const [base, reach] = [code.parameter(first + 1), code.parameter(first + 1, 1)];
    const [least, most] = [code.parameter(first + 3), code.parameter(first + 3, 1)];
    const right = plus(code, times(code, code.read(code.array(first)), reach), base);
    const low = code.apply("sub", least, right);
    const high = plus(code, most, code.read(code.array(first + 2)));
    const zero = code.constant(0);
    code.write(code.array(first + 4), code.apply("and", code.apply("gt", low, zero), code.constant(-1)));
    code.write(code.array(first + 5), code.apply("and", code.apply("gt", high, zero), code.constant(1)));
    code.sum(first + 6, plus(code, code.apply("most", low, zero), code.apply("most", high, zero)));
  },
  /** Arguments: those of {@link weighOutput}. */
  right: (code: VectorLoop) => weighOutput(code, code.read(code.array(first)), first + 1),
  /** Arguments: weight of the largest wrong output, those of {@link weighOutput} without w, which output is it, this one's number. */
  wrong: (code: VectorLoop) => {
    const isIt = code.apply("equalIntegers", code.read(code.array(first + 5)), code.integerArgument(first + 6));
    weighOutput(code, code.apply("and", isIt, code.read(code.array(first))), first + 1);
  },
};

type CombinedName = `${"combine" | "addCombined" | "products"}${number}`;
export type OperationName = keyof typeof plainOperations | CombinedName;

/** By the order of their numbers. */
const operations = new Map<OperationName, (code: VectorLoop) => void>(
  Object.entries(plainOperations) as [keyof typeof plainOperations, (code: VectorLoop) => void][],
);
for (let count = 1; count <= mostCombined; count++) {
  operations.set(`combine${count}`, combination(count, true));
  operations.set(`addCombined${count}`, combination(count, false));
  operations.set(`products${count}`, products(count));
}
const names = [...operations.keys()];
export const operationNumber = (name: OperationName): number => names.indexOf(name);

/**
 * The module of a vector machine: its `run(from, to, size, shift, begin)` carries out the operations in memory between two addresses, each
 * its number, the length of its record in bytes, and its arguments. The memory is `host.memory`.
 */
export function vectorModule(): Uint8Array<ArrayBuffer> {
  const sized = (content: readonly number[]): number[] => [...unsigned(content.length), ...content];
  const list = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
  const section = (id: number, content: readonly number[]): number[] => [id, ...sized(content)];
  const text = (name: string): number[] => sized([...name].map((letter) => letter.charCodeAt(0)));
  const integers = (count: number): number[] => Array.from({ length: count }, () => 0x7f);
  const type = (count: number): number[] => [0x60, ...sized(integers(count)), 0];
  const count = names.length;
  const [from, to, size, shift, begin] = [0, 1, 2, 3, 4].map((local) => [0x20, local]);
  const call = [...from, ...size, ...shift, ...begin, ...from, 0x28, 2, 0, 0x11, 0, 0];
  const step = [...from, ...from, 0x28, 2, 4, 0x6a, 0x22, 0, ...to, 0x47, 0x0d, 0];
  const run = [0, 0x03, 0x40, ...call, ...step, 0x0b, 0x0b];
  const numbers = Array.from({ length: count }, (_, k) => unsigned(k)).flat();
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([type(loopParameters), type(loopParameters + 1)])),
    ...section(2, list([[...text("host"), ...text("memory"), 2, 0, 1]])),
    ...section(3, list([...names.map(() => [0]), [1]])),
    ...section(4, list([[0x70, 0, ...unsigned(count)]])),
    ...section(7, list([[...text("run"), 0, ...unsigned(count)]])),
    ...section(9, list([[0, 0x41, 0, 0x0b, ...unsigned(count), ...numbers]])),
    ...section(10, list([...[...operations.values()].map(vectorLoopCode), run].map(sized))),
  ]);
}
