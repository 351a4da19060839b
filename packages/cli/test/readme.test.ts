import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { runHillock, scratchFolder } from "./run-hillock.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const pages = ["README.md", "SUPPORT.md", "CHANGELOG.md", "examples/README.md"].concat(
  ["numerics", "errors", "result-format", "adding-a-device", "adding-a-circuit"].map((name) => `docs/${name}.md`),
);

interface Block {
  readonly page: string;
  /** The line of its first fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page. */
function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  const lines = readFileSync(join(root, page), "utf8").split("\n");
  for (let first = 0; first < lines.length; first++) {
    const fence = /^```(\w*)/.exec(lines[first]);
    if (!fence) continue;
    const last = lines.indexOf("```", first + 1);
    blocks.push({ page, line: first + 1, language: fence[1], text: lines.slice(first + 1, last).join("\n") });
    first = last;
  }
  return blocks;
}

const blocks = pages.flatMap(blocksOf);
const placed = (language: string): [string, Block][] =>
  blocks
    .filter((block) => block.language === language)
    .map((block): [string, Block] => [`${block.page}:${block.line}`, block]);

/** A folder from which examples, documents and packages are reached as from the repository's. */
function tourFolder(): string {
  const folder = scratchFolder();
  for (const name of ["examples", "docs", "node_modules", "packages"])
    symlinkSync(join(root, name), join(folder, name));
  return folder;
}

/** Arguments of a command line; only single quotes are known. */
const words = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

/** Numbers depend on the machine's ngspice and on the version; words, signs and their order do not. */
const withoutNumbers = (line: string): string =>
  line
    .replace(/\d+(\.\d+)?(e[-+]?\d+)?/g, "#")
    .replace(/\s+/g, " ")
    .trim();

test.each(placed("sh"))("the commands of %s run", (_, block) => {
  const scripts = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;
  const folder = tourFolder();
  let printed = "";
  for (const line of block.text.split("\n")) {
    const command = line.replace(/\s*#.*$/, "");
    if (/^npm /.test(command)) {
      // The tests cannot run themselves; that there is such a script is all that can be checked.
      for (const [, name] of command.matchAll(/npm (?:run )?(?!ci|run)(\S+)/g)) expect(scripts).toHaveProperty(name);
      continue;
    }
    expect(command).toMatch(/^npx hillock /);
    const { status, stdout, stderr } = runHillock(folder, words(command).slice(2));
    const shown = blocks[blocks.indexOf(block) + 1];
    const isError = shown?.text.startsWith("netlist/");
    expect(status, stderr).toBe(isError ? 2 : 0);
    printed += isError ? stderr : stdout;
  }
  expectShown(block, printed);
});

/** What a `text` block right behind a command shows has to be what was printed, `...` standing for left-out lines. */
function expectShown(block: Block, printed: string, comparable = withoutNumbers): void {
  const shown = blocks[blocks.indexOf(block) + 1];
  if (shown?.page !== block.page || shown.language !== "text") return;
  const found = printed.split("\n").map(comparable);
  let next = 0;
  for (const line of shown.text.split("\n")) {
    if (line === "...") continue;
    const at = found.indexOf(comparable(line), next);
    expect(at, `"${line}" in\n${printed}`).toBeGreaterThanOrEqual(0);
    next = at + 1;
  }
}

test.each(placed("ts"))("the program of %s type-checks and runs", (_, block) => {
  const { text } = block;
  const folder = tourFolder();
  const file = join(folder, "program.mts");
  writeFileSync(file, text);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  };
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([file], options));
  expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  const { outputText } = ts.transpileModule(text, { compilerOptions: { ...options, module: ts.ModuleKind.ES2022 } });
  writeFileSync(join(folder, "program.mjs"), outputText);
  const { status, stdout, stderr } = spawnSync(process.execPath, ["program.mjs"], { cwd: folder, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).not.toBe("");
  expect(stdout).not.toMatch(/NaN|undefined/);
  // Programs print counts, which are the same everywhere.
  expectShown(block, stdout, (line) => line);
});

test.each(pages)("every link of %s leads somewhere", (page) => {
  const text = readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");
  for (const [, target] of text.matchAll(/\]\(([^()\s]+)\)/g)) {
    if (/^https?:/.test(target)) continue;
    const [path, anchor] = target.split("#");
    const file = path === "" ? join(root, page) : resolve(root, dirname(page), path);
    expect(existsSync(file), `${page} links to ${target}`).toBe(true);
    if (anchor) {
      const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading));
      expect(headings, `${page} links to ${target}`).toContain(anchor);
    }
  }
});

test("the sources and tests that docs/numerics.md names exist", () => {
  const text = readFileSync(join(root, "docs/numerics.md"), "utf8");
  const sources = [...text.matchAll(/`([a-z]+\/[\w/-]+\.ts)`/g)].map(([, path]) => `packages/hillock/src/${path}`);
  const tests = [...text.matchAll(/`npx vitest run ([^`]+)`/g)].flatMap(([, paths]) => paths.split(" "));
  expect(sources.length).toBeGreaterThan(10);
  expect(tests.length).toBeGreaterThan(3);
  expect([...sources, ...tests].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

/** The anchor of a heading. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replace(/ /g, "-");
