/**
 * `constants.vams`: the names of the Verilog-AMS standard, with the exact values of the 2019 SI and the measured ones of
 * CODATA 2018.
 */
const constants: readonly (readonly [name: string, value: string])[] = [
  ["M_E", "2.7182818284590452354"],
  ["M_LOG2E", "1.4426950408889634074"],
  ["M_LOG10E", "0.43429448190325182765"],
  ["M_LN2", "0.69314718055994530942"],
  ["M_LN10", "2.30258509299404568402"],
  ["M_PI", "3.14159265358979323846"],
  ["M_TWO_PI", "6.28318530717958647693"],
  ["M_PI_2", "1.57079632679489661923"],
  ["M_PI_4", "0.78539816339744830962"],
  ["M_1_PI", "0.31830988618379067154"],
  ["M_2_PI", "0.63661977236758134308"],
  ["M_2_SQRTPI", "1.12837916709551257390"],
  ["M_SQRT2", "1.41421356237309504880"],
  ["M_SQRT1_2", "0.70710678118654752440"],
  ["P_Q", "1.602176634e-19"],
  ["P_C", "2.99792458e8"],
  ["P_K", "1.380649e-23"],
  ["P_H", "6.62607015e-34"],
  ["P_EPS0", "8.8541878128e-12"],
  ["P_U0", "1.25663706212e-6"],
  ["P_CELSIUS0", "273.15"],
];

const guarded = (name: string, lines: readonly string[]): string =>
  [`\`ifndef ${name}`, `\`define ${name} 1`, ...lines, "`endif", ""].join("\n");

/**
 * Text of a standard include file by its name, or undefined. The disciplines themselves are known without it
 * (disciplines.ts).
 */
export function standardInclude(name: string): string | undefined {
  if (/^disciplines?\.(vams|h|va)$/i.test(name)) return guarded("DISCIPLINES_VAMS", []);
  if (!/^constants?\.(vams|h|va)$/i.test(name)) return undefined;
  return guarded(
    "CONSTANTS_VAMS",
    constants.map(([macro, value]) => `\`define ${macro} ${value}`),
  );
}

/** Whether `name` is a macro of the standard constants file. */
export function isStandardConstant(name: string): boolean {
  return constants.some(([macro]) => macro === name);
}
