/** Statements to be carried out one after the other, in functions of their own. */
export interface SplitStatements {
  /** Bodies of the functions, in order. */
  readonly parts: readonly string[];
  /** How many numbers pass from one part to another; they do so in the array `shared`. */
  readonly sharedCount: number;
}

// The names that generated code gives to its variables.
const variable = /\b[vuel]\d+\b/g;

/**
 * Divides generated statements into parts of at most `limit` statements each: V8 leaves functions beyond a size to its
 * interpreter. A variable that a later part needs is kept in `shared[k]`.
 *
 * @param statements complete statements; each variable is declared once, before it is used
 */
export function splitStatements(statements: readonly string[], limit: number): SplitStatements {
  const count = Math.max(1, Math.ceil(statements.length / limit));
  const size = Math.ceil(statements.length / count);
  const partOf = new Map<string, number>();
  const slotOf = new Map<string, number>();
  const imports: Set<string>[] = Array.from({ length: count }, () => new Set());
  statements.forEach((statement, index) => {
    const part = Math.floor(index / size);
    for (const name of statement.match(variable) ?? []) {
      const home = partOf.get(name);
      if (home === undefined) partOf.set(name, part);
      else if (home !== part) {
        imports[part].add(name);
        if (!slotOf.has(name)) slotOf.set(name, slotOf.size);
      }
    }
  });
  const parts = imports.map((names, part) => {
    const lines = [...names].map((name) => `const ${name} = shared[${slotOf.get(name)}];`);
    for (const statement of statements.slice(part * size, (part + 1) * size)) {
      lines.push(statement);
      const declared = /^(?:const|let) (\w+)/.exec(statement)?.[1];
      const slot = declared === undefined ? undefined : slotOf.get(declared);
      if (slot !== undefined) lines.push(`shared[${slot}] = ${declared};`);
    }
    return lines.join("\n");
  });
  return { parts, sharedCount: slotOf.size };
}
