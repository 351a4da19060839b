// Time per call of the elementary functions and of Math's, and of a kernel that calls or inlines 24 of them:
//   node bench/elementary.mjs [function ...]
// Medians of interleaved runs; one warm-up round is left out.
import { rolldown } from "rolldown";

const entry = `
export { elementary } from "./packages/hillock/src/expr/elementary.js";
export * from "./packages/hillock/src/expr/elementary/inline.js";`;

/** The functions as a user gets them: bundled. */
async function load() {
  const virtual = {
    name: "entry",
    resolveId: (id) => (id === "entry" ? `${process.cwd()}/entry.js` : null),
    load: (id) => (id.endsWith("/entry.js") ? entry : null),
  };
  const bundle = await rolldown({ input: "entry", plugins: [virtual], logLevel: "silent" });
  const { output } = await bundle.generate({ format: "esm" });
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}

const count = 1024;
/** Arguments spread over [low, high] in an order that no branch predictor learns. */
const spread = (low, high) =>
  Float64Array.from({ length: count }, (_, i) => low + ((high - low) * ((i * 2654435761) % 4294967296)) / 4294967296);

const cases = {
  exp: [spread(-40, 20)],
  expm1: [spread(-4, 4)],
  log: [spread(-28, 28).map(Math.exp)],
  log1p: [spread(-0.5, 8)],
  pow: [spread(0.01, 3), spread(-3, 3)],
  sin: [spread(-10, 10)],
  cos: [spread(-10, 10)],
  tan: [spread(-10, 10)],
  asin: [spread(-1, 1)],
  acos: [spread(-1, 1)],
  atan: [spread(-4, 4)],
  atan2: [spread(-4, 4), spread(1, -2)],
  sinh: [spread(-4, 4)],
  cosh: [spread(-4, 4)],
  tanh: [spread(-4, 4)],
  asinh: [spread(-4, 4)],
  acosh: [spread(1, 9)],
  atanh: [spread(-1, 1)],
};

/** Median time per call of each variant [ns]. Variants are functions that make `calls` calls. */
function measure(variants, calls) {
  const times = variants.map(() => []);
  for (let round = 0; round < 16; round++) {
    variants.forEach((variant, i) => {
      const start = process.hrtime.bigint();
      variant();
      if (round > 0) times[i].push(Number(process.hrtime.bigint() - start) / calls);
    });
  }
  return times.map((each) => each.sort((a, b) => a - b)[7]);
}

/** A loop of its own for each function, so that its call is compiled into it: V8 knows equal texts as one. */
function loopOver(name, call, f, [x, y]) {
  const loop = new Function(
    "f",
    `/* ${name} */ return (x, y) => { let sum = 0; for (let n = 0; n < 100; n++) for (let i = 0; i < ${count}; i++) sum += ${call}; return sum; };`,
  )(f);
  return () => loop(x, y);
}

const kernelSize = 24;
/** A kernel of 24 statements `v = f(a)` that all stay in use to its end, as in generated device equations. */
function kernel(statement, bindings, [x, y = x]) {
  const repeat = (text) => Array.from({ length: kernelSize }, (_, i) => text(i)).join("\n");
  const body = [
    repeat((i) => `const a${i} = x[${i}], b${i} = y[${i}];`),
    repeat((i) => statement(`v${i}`, `a${i}`, `b${i}`)),
    repeat((i) => `out[${i}] = v${i} * 2;`),
  ].join("\n");
  const run = new Function(...Object.keys(bindings), `return (x, y, out) => { ${body} };`)(...Object.values(bindings));
  const out = new Float64Array(kernelSize);
  const slices = Array.from({ length: 40 }, (_, i) => [x.slice(25 * i), y.slice(25 * i)]);
  return () => {
    for (let n = 0; n < 100; n++) for (const [a, b] of slices) run(a, b, out);
  };
}

const { elementary, inlineBindings, inlineExp, inlineLog } = await load();
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(cases);
const cell = (value) => value.toFixed(1).padStart(7);

console.log("ns per call, in a loop\n| function |  hillock |    Math |   ratio |");
for (const name of chosen) {
  const call = `${cases[name].length === 2 ? "(x[i], y[i])" : "(x[i])"}`;
  const variants = [
    loopOver(name, `f${call}`, elementary[name], cases[name]),
    loopOver(name, `Math.${name}${call}`, null, cases[name]),
  ];
  const [ours, theirs] = measure(variants, 100 * count);
  console.log(`| ${name.padEnd(8)} |  ${cell(ours)} | ${cell(theirs)} | ${(ours / theirs).toFixed(2).padStart(7)} |`);
}

console.log("\nns per call, in a kernel of 24 statements\n| function |  called | inlined |    Math |");
const inlined = { exp: inlineExp, log: inlineLog };
for (const name of ["exp", "log", "pow"].filter((name) => chosen.includes(name))) {
  const call = (callee) => (v, a, b) => `const ${v} = ${callee}(${name === "pow" ? `${a}, ${b}` : a});`;
  const variants = [
    kernel(call("f"), { f: elementary[name] }, cases[name]),
    kernel(
      inlined[name] ? (v, a) => `let ${v}; ${inlined[name](v, a)}` : call("f"),
      { ...inlineBindings, f: elementary[name] },
      cases[name],
    ),
    kernel(call(`Math.${name}`), {}, cases[name]),
  ];
  const [called, written, theirs] = measure(variants, 100 * 40 * kernelSize);
  console.log(
    `| ${name.padEnd(8)} | ${cell(called)} | ${inlined[name] ? cell(written) : "      -"} | ${cell(theirs)} |`,
  );
}
