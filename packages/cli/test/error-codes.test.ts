import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Functions that make an error from the end of its code: which layer, and which argument. */
const makers: Readonly<Record<string, { readonly layer: string; readonly argument: number }>> = {
  errorAt: { layer: "netlist", argument: 1 },
  errorOf: { layer: "netlist", argument: 2 },
  fault: { layer: "veriloga", argument: 0 },
  unusableFile: { layer: "input", argument: 1 },
};

/** Codes that a caller of a maker passes on in a variable or template, by file. */
const passedOn: Readonly<Record<string, readonly string[]>> = {
  "packages/hillock/src/netlist/formula/parse-formula.ts": ["netlist/ambiguous-formula", "netlist/malformed-formula"],
  "packages/cli/src/main.ts": [
    "usage/conflicting-option",
    "usage/excess-arguments",
    "usage/invalid-argument",
    "usage/missing-argument",
    "usage/missing-mandatory-option-value",
    "usage/option-missing-argument",
    "usage/unknown-command",
    "usage/unknown-option",
  ],
};

const isCode = (text: string): boolean => /^[a-z]+\/[a-z0-9-]+$/.test(text);

interface Found {
  readonly codes: ReadonlySet<string>;
  /** Places where the code is not to be read from the source. */
  readonly unclear: readonly string[];
}

/** The error codes in a file. */
function codesOf(file: string): Found {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const codes = new Set<string>();
  const unclear: string[] = [];
  const take = (layer: string, value: ts.Expression | undefined): void => {
    if (value && ts.isStringLiteralLike(value)) codes.add(layer + value.text);
    else if (value && ts.isConditionalExpression(value)) {
      take(layer, value.whenTrue);
      take(layer, value.whenFalse);
    } else unclear.push(relative(root, file));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text in makers) {
      const { layer, argument } = makers[node.expression.text];
      take(`${layer}/`, node.arguments[argument]);
    }
    if (ts.isStringLiteralLike(node) && isCode(node.text) && isCodeProperty(node.parent)) codes.add(node.text);
    if (ts.isPropertyAssignment(node) && node.name.getText() === "code" && ts.isTemplateExpression(node.initializer)) {
      unclear.push(relative(root, file));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { codes, unclear };
}

const isCodeProperty = (node: ts.Node): boolean => ts.isPropertyAssignment(node) && node.name.getText() === "code";

const sources = ["packages/hillock/src", "packages/cli/src"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => join(root, folder, file)),
);
const found = sources.map(codesOf);
const codes = [...new Set([...found.flatMap((each) => [...each.codes]), ...Object.values(passedOn).flat()])].sort();

/** Rows of the tables of docs/errors.md: code, cause, remedy. */
const rows = readFileSync(join(root, "docs/errors.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

test("every code that is not written out in the sources is known here", () => {
  const helpers = ["packages/hillock/src/netlist/netlist-error.ts", "packages/hillock/src/veriloga/source-text.ts"];
  const unclear = new Set(found.flatMap((each) => each.unclear).filter((file) => !helpers.includes(file)));
  expect([...unclear].sort()).toEqual(Object.keys(passedOn).sort());
});

test("docs/errors.md has every code, each once and in order, and no other", () => {
  expect(rows.map(([, code]) => code.replaceAll("`", ""))).toEqual(codes);
});

describe("docs/errors.md states cause and remedy", () => {
  test.each(rows.map(([, code, cause, remedy]) => [code, cause, remedy]))("%s", (_, cause, remedy) => {
    expect(cause.length).toBeGreaterThan(10);
    expect(remedy.length).toBeGreaterThan(5);
  });
});
