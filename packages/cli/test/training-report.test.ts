import { describe, expect, test } from "vitest";
import { html, inlineSvg, table } from "../src/train/html.js";
import { reportPage } from "../src/train/report.js";
import type { RunRecord } from "../src/train/run-record.js";
import type { Verification } from "../src/train/verification.js";

const tanh = [1.15e6, 90e-6, 60e-6, 19e3, 490e-6, 35e-6];
const negative = [255, 100, 255e3, 190e3, 30e3, 300e-6, 50e-6];

const record: RunRecord = {
  schemaVersion: 1,
  command: "train printed",
  run: "runs/printed-fruit",
  dataset: {
    name: "fruit",
    source: "fruit.csv",
    features: ["mass & size", "<redness>"],
    classes: ["apple", "pear"],
    rows: { training: 60, validation: 20, test: 20 },
    scaling: { least: [0, 1], largest: [10, 2] },
    conversions: ["decimal commas were read as points"],
  },
  settings: { mode: "default", activation: "fixed", hidden: [], variation: 0.1, seed: 1, training: {} },
  training: {
    epochs: 3,
    bestEpoch: 1,
    validationLoss: 0.5,
    end: "patience",
    history: { training: [1, 0.6, 0.55], validation: [1, 0.5, 0.7] },
  },
  network: {
    kind: "printed-network",
    unitConductance: 1e-5,
    loading: true,
    circuits: [
      { kind: "tanh", values: tanh },
      { kind: "negative-weight", values: negative },
    ],
    layers: [
      {
        theta: [
          [0.5, -0.25],
          [0.1, 0],
          [0.2, 0.3],
          [0.1, 0.1],
        ],
        activation: 0,
        negativeWeight: 1,
      },
    ],
  },
  test: {
    accuracy: { "0": 0.95, "0.1": 0.9 },
    measuringAware: { "0": 0.85, "0.1": 0.7 },
    deviation: { accuracy: { "0": 0, "0.1": 0.03 }, measuringAware: { "0": 0, "0.1": 0.05 } },
    samples: 100,
    yield: { accuracy: 0.9, bySize: { "0.1": { fraction: 0.64, interval: [0.54, 0.73] } } },
  },
  power: 1.5e-3,
  powerDetails: {
    total: 1.5e-3,
    supplies: { VDD: 1e-3, VSS: 3e-4, VNEG: 2e-4, inputs: 0 },
    range: [1e-3, 2e-3],
    published: { total: 4e-4, crossbar: 1e-4, circuits: 3e-4 },
  },
  devices: 17,
  deviceCount: {
    total: 17,
    crossbarResistors: 7,
    circuitResistors: 9,
    transistors: 5,
    activationCircuits: 2,
    negativeWeightCircuits: 1,
    channelArea: 5e-8,
  },
  notPrintable: null,
  seconds: 12.3,
};

const verification: Verification = {
  schemaVersion: 1,
  command: "verify",
  run: record.run,
  agreement: 0.95,
  different: [4],
  worstVoltage: 4.2e-3,
  worstAt: { node: "a1_2", row: 3 },
  unrounded: { worstVoltage: 6e-3 },
  accuracy: 0.9,
  rows: 20,
  ngspice: { samples: 20, worst: 3e-7, node: "z1_1", row: 0, runner: "ngspice-39" },
  power: 1.5e-3,
  powerDetails: {},
};

describe("pages", () => {
  test("what is inserted is escaped, HTML is not", () => {
    const { html: text } = html`<p>${'a < b & "c"'}${html`<b>${1}</b>`}${["x", html`<i>y</i>`]}${undefined}</p>`;
    expect(text).toBe("<p>a &lt; b &amp; &quot;c&quot;<b>1</b>x<i>y</i></p>");
  });

  test("a table's first row is its head", () => {
    expect(table([["a"], ["<"]]).html).toMatch(/<thead><tr><th>a<\/th><\/tr><\/thead>\s*<tbody><tr><td>&lt;<\/td>/);
  });

  test("figures do not use each other's clips", () => {
    const svg = '<svg><clipPath id="clip0"/><g clip-path="url(#clip0)"/><use href="#clip0"/></svg>';
    expect(inlineSvg(svg, "one").html).toBe(
      '<svg><clipPath id="one-clip0"/><g clip-path="url(#one-clip0)"/><use href="#one-clip0"/></svg>',
    );
  });
});

describe("report", () => {
  test("stands by itself and says what was found", async () => {
    const page = await reportPage(record, verification);
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\((?!#)/);
    const ids = [...page.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const text of [
      "fruit.csv",
      "mass &amp; size",
      "&lt;redness&gt;",
      "decimal commas were read as points",
      "90 % ± 3 %",
      "64 % (54 % to 73 %)",
      "1.5 mW",
      "400 uW",
      "XA1_2.N1",
      "<b>95 %</b> of the test rows (all but 1)",
      "<b>4.2 mV</b>",
      "node a1_2",
      "<b>300 nV</b>",
      "60 to train with",
      "the values of epoch",
    ])
      expect(page).toContain(text);
    // Loss, accuracy, crossbar, transfer curves.
    expect(page.match(/<svg/g)).toHaveLength(4);
  });

  test("without verification it says how to get it", async () => {
    const page = await reportPage(record);
    expect(page).toContain("hillock verify runs/printed-fruit");
    expect(page).not.toContain("of answers: circuit and model agree");
  });

  test("of a network that is no circuit it says why", async () => {
    const none = { power: null, powerDetails: null, devices: null, deviceCount: null };
    const page = await reportPage({ ...record, ...none, notPrintable: "layer 1: its activation is no circuit" });
    expect(page).toContain("layer 1: its activation is no circuit");
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).not.toContain("The parts");
  });
});
