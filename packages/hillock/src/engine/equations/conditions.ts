import { HillockError } from "../../base/error.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import type { System } from "./system.js";

type Check = (p: Float64Array) => void;

/** By system: sweeps of many samples ask again and again. */
const known = new WeakMap<System, Check>();

/**
 * Checks that the equations are those of the circuit at given free parameters `[free]`.
 * @returns a function that throws HillockError engine/other-equations if they are not
 */
export function checkConditions(system: System): Check {
  let check = known.get(system);
  if (!check) {
    check = createCheck(system);
    known.set(system, check);
  }
  return check;
}

function createCheck(system: System): Check {
  const { conditions, free } = system;
  if (conditions.length === 0) return () => {};
  const none = new Float64Array(0);
  const out = new Float64Array(conditions.length);
  const evaluate = compileExpressions(
    system,
    conditions.map(({ condition }) => condition),
  );
  return (p) => {
    evaluate(none, none, none, p, 0, none, out);
    const failed = conditions.findIndex(({ isTrue }, index) => (out[index] !== 0) !== isTrue);
    if (failed < 0) return;
    throw new HillockError({
      code: "engine/other-equations",
      problem: `${conditions[failed].element} has other equations here, or a parameter out of its range`,
      details: [`The equations were compiled for ${free.map(nameAndValue).join(", ")}.`],
      help: "sweep less far, or compile the circuit for values on this side",
    });
  };
}

function nameAndValue({ element, parameter, value }: System["free"][number]): string {
  return `${[element, parameter].filter((part) => part !== "").join(".")} = ${value}`;
}
