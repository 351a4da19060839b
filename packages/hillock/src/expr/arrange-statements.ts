import { type PriorityQueue, priorityQueue } from "../base/priority-queue.js";

/** A statement of generated text. */
export interface Statement {
  /** The variable that it gives a value; undefined if it stores elsewhere. */
  readonly declares?: string;
  /** JavaScript. With `declares` it assigns to that variable and leaves its declaration out. */
  readonly text: string;
  /** Conditions, outermost first, where alone the value matters: names of variables that are not 0, or are 0. */
  readonly guards: readonly StatementGuard[];
  /** It only reads an argument: rather than kept, the value is read again where another part needs it. */
  readonly isRead?: boolean;
  /** It comes after all others. */
  readonly isLast?: boolean;
}

export interface StatementGuard {
  readonly variable: string;
  readonly isTrue: boolean;
}

/** Statements to be carried out one after the other, in functions of their own. */
export interface ArrangedStatements {
  /** Bodies of the functions, in order. */
  readonly parts: readonly string[];
  /** How many numbers pass from one part to another; they do so in the array `shared`. */
  readonly sharedCount: number;
}

// The names that generated text gives to its variables.
const variableName = /\b[vuel]\d+\b/g;

/**
 * Puts statements in an order in which those under the same conditions stand together, in blocks, and divides them into
 * parts of at most `limit` statements each: V8 leaves functions beyond a size to its interpreter. A variable that a later
 * part needs is kept in `shared[k]`.
 *
 * @param statements each variable is given its value once
 */
export function arrangeStatements(statements: readonly Statement[], limit: number): ArrangedStatements {
  const uses = statements.map(({ text, declares, guards }) => {
    const names = new Set([...(text.match(variableName) ?? []), ...guards.map(({ variable }) => variable)]);
    if (declares !== undefined) names.delete(declares);
    return names;
  });
  const order = schedule(statements, uses);
  const count = Math.max(1, Math.ceil(order.length / limit));
  const size = Math.ceil(order.length / count);
  const parts = Array.from({ length: count }, (_, part) => order.slice(part * size, (part + 1) * size));

  const partOf = new Map<string, number>();
  parts.forEach((indices, part) => {
    for (const index of indices) {
      const { declares } = statements[index];
      if (declares !== undefined) partOf.set(declares, part);
    }
  });
  const reads = new Map(
    statements.flatMap(({ declares, text, isRead }) => (isRead && declares ? [[declares, text]] : [])),
  );
  const slotOf = new Map<string, number>();
  const imports = parts.map((indices, part) => {
    const names = new Set<string>();
    for (const index of indices) {
      for (const name of uses[index]) {
        if (partOf.get(name) === undefined || partOf.get(name) === part) continue;
        names.add(name);
        if (!reads.has(name) && !slotOf.has(name)) slotOf.set(name, slotOf.size);
      }
    }
    return names;
  });
  return {
    parts: parts.map((indices, part) => {
      const imported = [...imports[part]].map(
        (name) => `const ${reads.get(name) ?? `${name} = shared[${slotOf.get(name)}];`}`,
      );
      return [...imported, partText(statements, uses, indices, slotOf)].join("\n");
    }),
    sharedCount: slotOf.size,
  };
}

const guardsKey = (guards: readonly StatementGuard[]): string =>
  guards.map(({ variable, isTrue }) => `${variable}${isTrue ? "" : "!"}`).join(" ");

/**
 * An order of the statements in which each comes after those that it uses. What can be done under the present conditions
 * is done before they are left, and a block is entered only when nothing is left to do outside.
 */
function schedule(statements: readonly Statement[], uses: readonly ReadonlySet<string>[]): number[] {
  const definedBy = new Map<string, number>();
  statements.forEach(({ declares }, index) => {
    if (declares !== undefined) definedBy.set(declares, index);
  });
  const users: number[][] = statements.map(() => []);
  const missing = new Int32Array(statements.length);
  uses.forEach((names, index) => {
    for (const name of names) {
      const definition = definedBy.get(name);
      if (definition === undefined) continue;
      users[definition].push(index);
      missing[index]++;
    }
  });
  const keys = statements.map(({ guards }) => guardsKey(guards));
  const ready = new Map<string, PriorityQueue<number>>();
  const makeReady = (index: number): void => {
    let list = ready.get(keys[index]);
    if (!list) {
      list = priorityQueue((one, other) => one < other);
      ready.set(keys[index], list);
    }
    list.add(index);
  };
  const last = statements.flatMap(({ isLast }, index) => (isLast ? [index] : []));
  for (const index of last) missing[index]++;
  statements.forEach((_, index) => {
    if (missing[index] === 0) makeReady(index);
  });
  const order: number[] = [];
  let present = "";
  while (order.length < statements.length - last.length) {
    const index = ready.get(present)?.take();
    if (index === undefined) {
      ready.delete(present);
      present = nextKey(ready);
      continue;
    }
    order.push(index);
    for (const user of users[index]) if (--missing[user] === 0) makeReady(user);
  }
  return [...order, ...last];
}

/** A block is entered only when nothing is left to do outside: then more of it is ready. */
function nextKey(ready: ReadonlyMap<string, PriorityQueue<number>>): string {
  if (ready.has("")) return "";
  let best = "";
  let first = Number.POSITIVE_INFINITY;
  for (const [key, list] of ready) {
    const index = list.first() as number;
    if (index < first) {
      first = index;
      best = key;
    }
  }
  return best;
}

/** The body of one part. */
function partText(
  statements: readonly Statement[],
  uses: readonly ReadonlySet<string>[],
  indices: readonly number[],
  slotOf: ReadonlyMap<string, number>,
): string {
  // A variable that is used only in the block of its statement is declared there.
  const blockOf = new Map<string, number>();
  const hoisted = new Set<string>();
  let block = 0;
  let previous = "";
  for (const index of indices) {
    const { declares, guards } = statements[index];
    const key = guardsKey(guards);
    if (key !== previous) block++;
    previous = key;
    for (const name of uses[index]) {
      const home = blockOf.get(name);
      if (home !== undefined && home !== block) hoisted.add(name);
    }
    if (declares !== undefined && guards.length > 0) blockOf.set(declares, block);
  }
  const lines: string[] = [];
  if (hoisted.size > 0) lines.push(`let ${[...hoisted].map((name) => `${name} = 0`).join(", ")};`);
  let open: readonly StatementGuard[] = [];
  for (const index of indices) {
    const { declares, text, guards } = statements[index];
    lines.push(...moveTo(open, guards));
    open = guards;
    if (declares !== undefined && !hoisted.has(declares)) {
      lines.push(text.startsWith(`${declares} = `) ? `const ${text}` : `let ${declares};\n${text}`);
    } else lines.push(text);
    const slot = declares === undefined ? undefined : slotOf.get(declares);
    if (slot !== undefined) lines.push(`shared[${slot}] = ${declares};`);
  }
  lines.push(...moveTo(open, []));
  return lines.join("\n");
}

/** What closes the blocks of `from` and opens those of `to`. */
function moveTo(from: readonly StatementGuard[], to: readonly StatementGuard[]): string[] {
  let shared = 0;
  const same = (k: number): boolean => from[k].variable === to[k].variable && from[k].isTrue === to[k].isTrue;
  while (shared < from.length && shared < to.length && same(shared)) shared++;
  const lines: string[] = [];
  const otherwise = shared < from.length && shared < to.length && from[shared].variable === to[shared].variable;
  for (let k = from.length - 1; k >= shared; k--) if (k > shared || !otherwise) lines.push("}");
  for (let k = shared; k < to.length; k++) {
    if (k === shared && otherwise) lines.push("} else {");
    else lines.push(`if (${to[k].variable} ${to[k].isTrue ? "!==" : "==="} 0) {`);
  }
  return lines;
}
