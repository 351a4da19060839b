// The folders of packages/hillock/src in their order: a folder may import itself and those before it.
const layers = [
  "base",
  "expr",
  "sampling",
  "netlist",
  "veriloga",
  "devices",
  "circuits",
  "models",
  "engine",
  "optimise",
  "reference",
  "networks",
  "training",
  "fabrication",
  "experiments",
];

const library = "^packages/hillock/src/";

const noImportFromBelow = layers.slice(0, -1).map((layer, index) => ({
  name: `layer-${layer}`,
  comment: `${layer} may import only from ${layers.slice(0, index + 1).join(", ")}`,
  severity: "error",
  from: { path: `${library}${layer}/` },
  to: { path: `${library}(${layers.slice(index + 1).join("|")})/` },
}));

export default {
  forbidden: [
    ...noImportFromBelow,
    {
      name: "known-layer",
      comment: "a folder of the library has its place in the list of layers",
      severity: "error",
      from: {},
      to: { path: `${library}[^/]+/`, pathNot: `${library}(${layers.join("|")})/` },
    },
    {
      name: "entry-is-for-users",
      comment: "no layer imports the library's entry",
      severity: "error",
      from: { path: library },
      to: { path: `${library}index[.]ts$` },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "library-without-node",
      comment: "the library runs in a browser",
      severity: "error",
      from: { path: library },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "library-few-dependencies",
      comment: "what the library imports from outside is counted in its size; ngspice is loaded only when asked for",
      severity: "error",
      from: { path: library },
      to: { path: "node_modules/", pathNot: "node_modules/(chevrotain|@chevrotain|eecircuit-engine)/" },
    },
    {
      name: "ngspice-on-request",
      comment: "eecircuit-engine is imported dynamically",
      severity: "error",
      from: { path: library },
      to: { path: "node_modules/eecircuit-engine/", dependencyTypesNot: ["dynamic-import", "type-only"] },
    },
    {
      name: "library-below-all",
      comment: "the library never imports the command line, the benchmarks or its tests",
      severity: "error",
      from: { path: library },
      to: { path: "^(packages/(?!hillock/src/)|bench/|tools/)" },
    },
    {
      name: "no-undeclared-dependency",
      severity: "error",
      from: { path: "^(packages/[^/]+|bench)/src/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^packages/[^/]+/dist/", "^bench/dist/", "^runs/"] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "default"],
      extensions: [".ts", ".js", ".mjs", ".json", ".d.ts"],
    },
  },
};
