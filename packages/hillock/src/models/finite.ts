import { HillockError } from "../base/error.js";

/** What a number may be. */
export type NumberKind = "finite" | "not negative" | "positive";

/** Whether `value` is a finite number of its kind. */
export function isOfKind(value: number, kind: NumberKind): boolean {
  if (!Number.isFinite(value)) return false;
  if (kind === "positive") return value > 0;
  return kind === "finite" || value >= 0;
}

/**
 * Whether each of the named numbers of `record` is finite and of its kind.
 *
 * @param owner what the record describes, for the message
 * @throws HillockError `code` that names the first that is not
 */
export function checkNumbers<Name extends string>(
  owner: string,
  record: Readonly<Record<NoInfer<Name>, number>>,
  kinds: Readonly<Record<Name, NumberKind>>,
  code: string,
): void {
  for (const name of Object.keys(kinds) as Name[]) {
    if (isOfKind(record[name], kinds[name])) continue;
    throw new HillockError({
      code,
      place: name,
      problem: `${record[name]} is no ${name} of ${owner}: it has to be ${kinds[name] === "finite" ? "finite" : `finite and ${kinds[name]}`}.`,
      help: "Give a number in SI units; calcium of the differential equations is in mM.",
    });
  }
}
