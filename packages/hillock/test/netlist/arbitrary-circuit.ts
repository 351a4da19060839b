import fc from "fast-check";
import type {
  Analysis,
  Circuit,
  Device,
  Element,
  Formula,
  FunctionDefinition,
  Measure,
  MeasureEvent,
  MeasureQuantity,
  Model,
  Scope,
  Signal,
  Subcircuit,
  Value,
  Waveform,
} from "../../src/netlist/index.js";
import { deviceVocabulary, knownOptions, modelTypes } from "../../src/netlist/vocabulary.js";
import { behaviouralFormula, constantFormula } from "./arbitrary-formula.js";

const parameterNames = ["r", "Cload", "w0", "x_1"];
const node = fc.constantFrom("0", "gnd", "a", "n1", "Out", "x1.n", "5", "vdd!", "net-3", "q#b", "R");
const modelName = fc.constantFrom("DMOD", "2N2222", "q_1", "IRLML6246", "sw.1");
const sourceName = fc.constantFrom("V1", "Vs", "v.x1.vs", "Vin");
const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,5}$/);
const letterName = (letter: string) =>
  fc
    .tuple(fc.constantFrom(letter, letter.toLowerCase()), fc.stringMatching(/^[a-zA-Z0-9_]{0,4}$/))
    .map((parts) => parts.join(""));

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1000, max: 1000 }).map((integer) => integer / 10),
  fc
    .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: -16, max: 13 }))
    .map(([digits, power]) => Number(`${digits}e${power}`)),
);
const value: fc.Arbitrary<Value> = fc.oneof({ weight: 3, arbitrary: number }, constantFormula(parameterNames));
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** A record without the entries that are undefined: absent and undefined are not the same in a circuit. */
function present<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, entry]) => entry !== undefined)) as T;
}

function parameters(names: readonly string[], flags: readonly string[] = []) {
  const one = names.length === 0 ? [] : [fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 3 })];
  const flag =
    flags.length === 0 ? [] : [fc.constantFrom(...flags).map((name): Record<string, Value> => ({ [name]: 1 }))];
  return fc.oneof(fc.constant<Record<string, Value>>({}), ...one, ...flag).map((record) => ({ ...record }));
}

const device: fc.Arbitrary<Device> = fc
  .constantFrom(...(Object.keys(deviceVocabulary) as Device["type"][]))
  .chain((type) => {
    const { letter, nodes, parameters: names, flags, value: principal, anyModule } = deviceVocabulary[type];
    return fc
      .record({
        kind: fc.constant("device" as const),
        type: fc.constant(type),
        name: letterName(letter),
        nodes: fc.array(node, { minLength: nodes[0], maxLength: Math.min(nodes[1], 6) }),
        model: principal ? sometimes(fc.constantFrom("rmod", "C_1")) : modelName,
        value: principal ? value : fc.constant(undefined),
        parameters: parameters(anyModule ? ["ron", "m", "vt0"] : names, flags),
        control: type === "currentSwitch" ? sourceName : fc.constant(undefined),
      })
      .map(present);
  });

const waveform: fc.Arbitrary<Waveform> = fc.oneof(
  ...(["pulse", "sin", "exp", "sffm"] as const).map((kind) =>
    fc.record({ kind: fc.constant(kind), values: fc.array(value, { minLength: 1, maxLength: 5 }) }),
  ),
  fc
    .record({
      kind: fc.constant("pwl" as const),
      values: fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }).map((pairs) => pairs.flat()),
      repeat: sometimes(value),
      delay: sometimes(value),
    })
    .map(present),
);

const twoNodes = fc.tuple(node, node);

function ofQuantity<T extends Element>(make: (quantity: "voltage" | "current") => fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof(make("voltage"), make("current"));
}

const independent = ofQuantity((quantity) =>
  fc
    .record({
      kind: fc.constant("source" as const),
      quantity: fc.constant(quantity),
      name: letterName(quantity === "voltage" ? "V" : "I"),
      nodes: twoNodes,
      dc: sometimes(value),
      ac: sometimes(fc.record({ magnitude: value, phase: value })),
      waveform: sometimes(waveform),
    })
    .map(present),
);

const controlled = ofQuantity((quantity) =>
  fc.oneof(
    fc.record({
      kind: fc.constant("controlled" as const),
      quantity: fc.constant(quantity),
      name: letterName(quantity === "voltage" ? "E" : "G"),
      nodes: twoNodes,
      control: fc.record({ nodes: twoNodes }),
      gain: value,
    }),
    fc.record({
      kind: fc.constant("controlled" as const),
      quantity: fc.constant(quantity),
      name: letterName(quantity === "voltage" ? "H" : "F"),
      nodes: twoNodes,
      control: fc.record({ source: sourceName }),
      gain: value,
    }),
  ),
);

const behavioural = ofQuantity((quantity) =>
  fc.record({
    kind: fc.constant("behavioural" as const),
    quantity: fc.constant(quantity),
    name: fc.oneof(letterName("B"), letterName(quantity === "voltage" ? "E" : "G")),
    nodes: twoNodes,
    formula: behaviouralFormula(parameterNames, ["a", "n1", "x1.n", "net-3"], ["V1", "v.x1.vs", "L1"]),
  }),
);

const element: fc.Arbitrary<Element> = fc.oneof(
  { weight: 4, arbitrary: device },
  independent,
  controlled,
  behavioural,
  fc.record({
    kind: fc.constant("coupling" as const),
    name: letterName("K"),
    inductors: fc.tuple(letterName("L"), letterName("L")).map((names): string[] => names),
    coefficient: value,
  }),
  fc.record({
    kind: fc.constant("instance" as const),
    name: letterName("X"),
    nodes: fc.array(node, { maxLength: 4 }),
    subcircuit: fc.constantFrom("STAGE", "amp_2"),
    parameters: parameters(["r", "bn", "cload"]),
  }),
);

const assignment = fc.record({ name: fc.constantFrom(...parameterNames), value });

const functionDefinition: fc.Arbitrary<FunctionDefinition> = fc.record({
  name: fc.constantFrom("parallel", "f_1"),
  arguments: fc.uniqueArray(fc.constantFrom("a", "b", "X2"), { maxLength: 3 }),
  body: fc.oneof<fc.Arbitrary<Formula>[]>(
    constantFormula([...parameterNames, "a"]),
    behaviouralFormula(parameterNames, ["a"], ["V1"]),
  ),
});

const model: fc.Arbitrary<Model> = fc.record({
  name: modelName,
  type: fc.constantFrom(...modelTypes, "egt", "Mott_switch"),
  parameters: parameters(["is", "bf", "vto", "level"], ["pchan", "nchan"]),
});

const { scope } = fc.letrec<{ scope: Scope; subcircuit: Subcircuit }>((tie) => ({
  scope: fc.record({
    parameters: fc.array(assignment, { maxLength: 3 }),
    functions: fc.array(functionDefinition, { maxLength: 2 }),
    models: fc.array(model, { maxLength: 3 }),
    subcircuits: fc.oneof({ maxDepth: 2 }, fc.constant([]), fc.array(tie("subcircuit"), { maxLength: 2 })),
    elements: fc.array(element, { maxLength: 6 }),
  }),
  subcircuit: fc
    .record({
      name: fc.constantFrom("STAGE", "amp_2"),
      ports: fc.uniqueArray(fc.constantFrom("p", "q", "In", "5"), { maxLength: 4 }),
      defaults: fc.array(assignment, { maxLength: 3 }),
      inner: tie("scope"),
    })
    .map(({ inner, ...head }) => ({ ...head, ...inner })),
}));

const signal: fc.Arbitrary<Signal> = fc.oneof(
  fc.record({ kind: fc.constant("voltage" as const), positive: node, negative: node }),
  fc.record({ kind: fc.constant("current" as const), element: sourceName }),
);

const event: fc.Arbitrary<MeasureEvent> = fc
  .record({
    kind: fc.constant("event" as const),
    signal,
    level: value,
    edge: fc.constantFrom("rise" as const, "fall" as const, "cross" as const),
    count: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant("last" as const)),
    delay: sometimes(value),
  })
  .map(present);

const instant: fc.Arbitrary<Value | MeasureEvent> = fc.oneof<fc.Arbitrary<Value | MeasureEvent>[]>(value, event);

const quantity: fc.Arbitrary<MeasureQuantity> = fc.oneof(
  fc
    .record({
      kind: fc.constant("statistic" as const),
      statistic: fc.constantFrom("avg", "max", "min", "pp", "rms", "integ"),
      signal,
      from: sometimes(value),
      to: sometimes(value),
    })
    .map(present),
  fc.record({ kind: fc.constant("delay" as const), trigger: instant, target: instant }),
  fc.record({ kind: fc.constant("when" as const), event }),
  fc.record({ kind: fc.constant("find" as const), signal, at: instant }),
  fc.record({ kind: fc.constant("formula" as const), formula: constantFormula(parameterNames) }),
);

const measure: fc.Arbitrary<Measure> = fc.record({
  analysis: fc.constantFrom("tran", "dc", "ac", "op"),
  name: word,
  quantity,
});

const sweep = fc.record({ variable: fc.constantFrom("V1", "temp", "R.x1.r2"), from: value, to: value, step: value });

const analysis: fc.Arbitrary<Analysis> = fc.oneof(
  fc.constant<Analysis>({ kind: "operatingPoint" }),
  fc.record({ kind: fc.constant("dc" as const), sweeps: fc.array(sweep, { minLength: 1, maxLength: 2 }) }),
  fc
    .record({
      kind: fc.constant("transient" as const),
      step: value,
      stop: value,
      start: sometimes(value),
      maximumStep: sometimes(value),
      useInitialConditions: fc.boolean(),
    })
    .map(({ maximumStep, ...rest }) => present({ ...rest, ...(rest.start !== undefined && { maximumStep }) })),
  fc.record({
    kind: fc.constant("ac" as const),
    spacing: fc.constantFrom("decade", "octave", "linear"),
    points: value,
    from: value,
    to: value,
  }),
);

const options: fc.Arbitrary<Circuit["options"]> = fc
  .tuple(
    fc.dictionary(
      fc.constantFrom(...[...knownOptions].filter((name) => name !== "method")),
      fc.oneof(value, fc.constant(true as const)),
      {
        maxKeys: 4,
      },
    ),
    sometimes(fc.constantFrom("gear", "trap")),
  )
  .map(([numbers, method]) => present({ ...numbers, method }) as Circuit["options"])
  .filter((record) => typeof record.filetype !== "number" && typeof record.filetype !== "object");

const nodeValues = fc.array(fc.record({ node, value }), { maxLength: 3 });

/** Sources that {@link includedText} gives back. */
const verilogA = fc.constantFrom("mott.va", "devices/mott.va", "../up one.va").map((file) => ({
  file,
  text: `module ${file}`,
  includes: {},
}));

/** The text of a file that a circuit of {@link arbitraryCircuit} names. */
export const includedText = (file: string): string => `module ${file}`;

const title = fc
  .oneof(
    fc.string({ maxLength: 30 }),
    fc.string({ unit: "grapheme", maxLength: 10 }),
    fc.constant("* RC"),
    fc.constant("R1 a 0 1k"),
  )
  .map((text) => text.replace(/[\r\n\u2028\u2029\uFEFF]/g, "").trimEnd())
  .filter((text) => !/^\s*\.[a-z]/i.test(text));

/**
 * Circuits with every construct of a netlist; they parse, but few make sense. Cloned, because fast-check's records have no
 * prototype.
 */
export const arbitraryCircuit: fc.Arbitrary<Circuit> = fc
  .record({
    title,
    verilogA: fc.uniqueArray(verilogA, { selector: ({ file }) => file, maxLength: 2 }),
    globals: fc.array(node, { maxLength: 2 }),
    initialConditions: nodeValues,
    nodesets: nodeValues,
    options,
    saves: fc.array(signal, { maxLength: 3 }),
    analyses: fc.array(analysis, { maxLength: 3 }),
    measures: fc.array(measure, { maxLength: 3 }),
    scope,
  })
  .map(({ scope: inner, ...rest }) => structuredClone({ ...rest, ...inner }));
