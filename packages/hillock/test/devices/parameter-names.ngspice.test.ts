import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { type CatalogueEntry, catalogue } from "../../src/devices/catalogue.js";
import { ngspiceTest } from "../requirements.js";

/** What ngspice's help lists as settable for a device. */
function nativeParameters(device: string): { model: string[]; instance: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "hillock-devices-"));
  try {
    const netlist = ["help", "R1 a 0 1", "V1 a 0 1", ".control", `devhelp ${device}`, "quit", ".endc", ".end", ""];
    writeFileSync(join(folder, "help.cir"), netlist.join("\n"));
    const { stdout } = spawnSync("ngspice", ["-b", "help.cir"], { cwd: folder, encoding: "utf8" });
    const [, model, instance] = stdout.split(/Model Parameters|Instance Parameters/);
    const settable = (section = ""): string[] =>
      section.split("\n").flatMap((line) => /^\s*\d+\s+(\w+)\s+(?:in|inout)\s/i.exec(line)?.[1].toLowerCase() ?? []);
    return { model: settable(model), instance: settable(instance) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const devices: readonly (readonly [string, CatalogueEntry])[] = [
  ["Resistor", catalogue.resistor.R],
  ["Capacitor", catalogue.capacitor.C],
  ["Inductor", catalogue.inductor.L],
  ["Diode", catalogue.diode.D],
  ["BJT", catalogue.bipolar.NPN],
  ["mos1", catalogue.mosfet.NMOS],
  ["VDMOS", catalogue.mosfet.VDMOS],
  ["Switch", catalogue.switch.SW],
  ["CSwitch", catalogue.currentSwitch.CSW],
];

// What a netlist states otherwise: the vector of initial conditions, nodes, the level; and sensitivity requests.
const otherwise = /^(ic|level|sens_\w+|\w+_node|control)$/;

describe("every parameter that ngspice's help lists is known: it acts, is noted, or is refused", () => {
  for (const [name, entry] of devices) {
    ngspiceTest(name, () => {
      const { model, instance } = nativeParameters(name);
      expect(model.length).toBeGreaterThan(3);
      const common = [...Object.keys(entry.idle), ...Object.keys(entry.absent)];
      const inModel = new Set([...Object.keys(entry.model), ...Object.keys(entry.flags), ...common]);
      const atElement = new Set([...Object.keys(entry.instance), ...entry.initial, ...common]);
      expect(model.filter((parameter) => !inModel.has(parameter) && !otherwise.test(parameter))).toEqual([]);
      expect(instance.filter((parameter) => !atElement.has(parameter) && !otherwise.test(parameter))).toEqual([]);
    });
  }
});
