import { quantityText, spiceNumber } from "../../base/units.js";
import type { Circuit, Device, Sweep, Waveform } from "../circuit.js";
import type { FlatWaveform } from "../flat-circuit.js";
import { errorOf } from "../netlist-error.js";

const positive = new Set(["m", "area", "areab", "areac", "w", "l"]);
const notNegative = new Set(["ad", "as", "pd", "ps", "nrd", "nrs"]);

/** Refuses element values that no part can have. Negative resistances are allowed: active circuits have them. */
export function checkDeviceValue(device: Pick<Device, "type" | "name">, value: number): void {
  const wrong = (problem: string, help: string) =>
    errorOf(device, "value", "impossible-value", `${problem} (${device.name})`, { help });
  if (device.type === "resistor" && value === 0) {
    throw wrong(
      "a resistance of 0 has no finite current",
      "join its nodes, or use a 0 V source; ngspice would take 1 mohm",
    );
  }
  if (device.type === "capacitor" && value < 0) {
    throw wrong(`a capacitance of ${quantityText(value, "F")} is negative`, "give a positive value");
  }
  if (device.type === "inductor" && value < 0) {
    throw wrong(`an inductance of ${quantityText(value, "H")} is negative`, "give a positive value");
  }
}

/** Refuses sizes and multipliers that no device can have. */
export function checkDeviceParameter(device: { readonly name: string }, name: string, value: number): void {
  const impossible = (positive.has(name) && value <= 0) || (notNegative.has(name) && value < 0);
  if (!impossible) return;
  throw errorOf(
    device,
    `parameter ${name}`,
    "impossible-value",
    `${name} = ${spiceNumber(value)} is not positive (${device.name})`,
    {
      help: `give ${name} a positive value`,
    },
  );
}

const fewest: Readonly<Record<Waveform["kind"], number>> = { pulse: 2, pwl: 2, sin: 2, exp: 2, sffm: 2 };

/** Refuses time functions that are none: too few values, times that run backwards, negative durations. */
export function checkWaveform(waveform: Waveform, flat: FlatWaveform, sourceName: string): void {
  const { kind, values } = flat;
  const wrong = (index: number, problem: string, help: string) =>
    errorOf(waveform, index < 0 ? "" : `value ${index}`, "wrong-waveform", `${problem} (${sourceName})`, { help });
  if (values.length < fewest[kind]) {
    throw wrong(-1, `${kind} needs at least ${fewest[kind]} values`, `give them in SPICE's order`);
  }
  if (kind === "pulse") {
    const names = ["", "", "", "rise time", "fall time", "width", "period"];
    const index = values.findIndex((value, at) => at >= 3 && value < 0);
    if (index >= 0) throw wrong(index, `the ${names[index]} is negative`, "times of a pulse are positive");
  }
  if (kind === "pwl") checkPieces(flat, wrong);
  if (kind === "exp" && (values[3] < 0 || values[5] < 0)) {
    throw wrong(values[3] < 0 ? 3 : 5, "a time constant is negative", "give a positive time");
  }
  if ((kind === "sin" || kind === "sffm") && values[2] < 0) {
    throw wrong(2, "the frequency is negative", "give a positive frequency");
  }
}

function checkPieces(
  { values, repeat, delay }: FlatWaveform,
  wrong: (index: number, problem: string, help: string) => Error,
): void {
  const times = values.filter((_, index) => index % 2 === 0);
  if (values.length % 2 === 1) throw wrong(-1, "PWL needs pairs of time and value", "give the last value");
  for (let index = 1; index < times.length; index++) {
    if (times[index] > times[index - 1]) continue;
    const problem = `the time ${quantityText(times[index], "s")} does not come after ${quantityText(times[index - 1], "s")}`;
    throw wrong(2 * index, problem, "times of PWL increase; write a step as a short ramp");
  }
  if (repeat !== undefined && repeat !== 0 && !times.slice(0, -1).includes(repeat)) {
    throw wrong(
      -1,
      `r = ${quantityText(repeat, "s")} is none of the times before the last`,
      "repeat from 0 or from a listed time",
    );
  }
  if (delay !== undefined && delay < 0) throw wrong(-1, "td is negative", "give a positive delay");
}

/** 0 K in degrees C. */
const absoluteZero = -273.15;

/** Refuses settings that no circuit can have: temperatures at or below absolute zero, a negative gmin. */
export function checkOption(options: Circuit["options"], name: string, value: number | string | true): void {
  if (typeof value !== "number") return;
  const wrong = (problem: string, help: string) =>
    errorOf(options, `option ${name}`, "impossible-value", problem, { help });
  if ((name === "temp" || name === "tnom") && !(value > absoluteZero)) {
    throw wrong(`${name} = ${value} degrees C is not above absolute zero`, "temperatures are in degrees C");
  }
  if (name === "gmin" && value < 0) throw wrong(`gmin = ${value} S is negative`, "give 0 or more");
}

/** Refuses a sweep of the temperature that reaches absolute zero. */
export function checkTemperatures(sweep: Sweep, from: number, to: number): void {
  if (Math.min(from, to) > absoluteZero) return;
  throw errorOf(sweep, "", "impossible-value", "the sweep of temp reaches absolute zero", {
    help: "temperatures are in degrees C",
  });
}
