import type { OperationCount } from "./limits.js";

/** A function that was made from text, and how often it was called. */
export interface GeneratedFunction {
  readonly source: string;
  calls: number;
}

/** Records every function made by `new Function` until `end`, and counts its calls; functions that it returns count for it. */
export function recordGeneratedCode(): { readonly end: () => readonly GeneratedFunction[] } {
  const original = globalThis.Function;
  const made: GeneratedFunction[] = [];
  const make = (texts: readonly string[]): unknown => {
    const entry: GeneratedFunction = { source: texts[texts.length - 1] ?? "", calls: 0 };
    made.push(entry);
    return counted(Reflect.construct(original, texts) as (...values: unknown[]) => unknown, entry);
  };
  globalThis.Function = new Proxy(original, {
    construct: (_, texts) => make(texts) as object,
    apply: (_, __, texts) => make(texts),
  });
  return {
    end() {
      globalThis.Function = original;
      return made;
    },
  };
}

function counted<F extends (...values: unknown[]) => unknown>(run: F, entry: GeneratedFunction): F {
  return ((...values: unknown[]) => {
    entry.calls++;
    const result = run(...values);
    return typeof result === "function" ? counted(result as F, entry) : result;
  }) as F;
}

/** Operations in a generated text, in which every binary operator stands between blanks. */
export function countOperations(source: string): OperationCount {
  const count = (pattern: RegExp): number => source.match(pattern)?.length ?? 0;
  return {
    multiplications: count(/ \* /g),
    additions: count(/ [+-] /g),
    divisions: count(/ \/ /g),
    inlined: count(/\belse \w+ = \$\w+\(/g),
    calls: count(/(?<![\w$.])(?!function\b|if\b|part\d|return\b|\$)[a-z]\w*\(/g),
  };
}
