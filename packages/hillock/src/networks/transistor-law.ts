import { printedTransistorModel } from "../circuits/printed/printed-transistor.js";
import { elementary } from "../expr/elementary.js";

const card = (name: string): number => {
  const value = printedTransistorModel.parameters[name];
  return typeof value === "number" ? value : Number.NaN;
};

/** Of the printed transistor: growth of the current with the drain's voltage, 1/V. */
export const channelModulation = card("lam");

const least = -0.6;
const most = 4;
const step = 1 / 512;
const places = Math.round((most - least) / step);

/** F(v) and step F'(v) at the places of the table, one after the other. */
let table: Float64Array | undefined;

/**
 * The table of F(v) = (K/GAM) u^GAM/(1 + TH u)^(GAM - 1), u = S ln(1 + exp((v - VT)/S)), A: with it, a printed transistor's current is
 * W/L (F(V_GS) - F(V_GD))(1 + LAM |V_DS|); see devices/egt.va.
 */
function channelTable(): Float64Array {
  const [vt, s, k, th, gam] = ["vt", "s", "k", "th", "gam"].map(card);
  const made = new Float64Array(2 * (places + 1));
  for (let n = 0; n <= places; n++) {
    const x = (least + n * step - vt) / s;
    const e = elementary.exp(-Math.abs(x));
    const u = s * (Math.max(x, 0) + elementary.log1p(e));
    const onset = x > 0 ? 1 / (1 + e) : e / (1 + e);
    const bent = 1 + th * u;
    const value = ((k / gam) * elementary.pow(u, gam)) / elementary.pow(bent, gam - 1);
    made[2 * n] = value;
    made[2 * n + 1] = step * value * onset * (gam / u - ((gam - 1) * th) / bent);
  }
  return made;
}

/** What {@link channel} found. */
export const found = { value: 0, slope: 0 };

/**
 * F and F' of a voltage between gate and drain or source, into {@link found}: by the cubics through its values and slopes at steps of
 * 2 mV, whose relative error is below 1e-5 of the current; 0 below -0.6 V, straight above 4 V.
 */
export function channel(voltage: number): void {
  table ??= channelTable();
  const place = (voltage - least) / step;
  if (place <= 0) {
    found.value = 0;
    found.slope = 0;
    return;
  }
  const n = Math.min(places - 1, Math.floor(place));
  const t = place - n;
  const y0 = table[2 * n];
  const d0 = table[2 * n + 1];
  const y1 = table[2 * n + 2];
  const d1 = table[2 * n + 3];
  if (t > 1) {
    found.value = y1 + d1 * (t - 1);
    found.slope = d1 / step;
    return;
  }
  const rise = y1 - y0;
  const b = 3 * rise - 2 * d0 - d1;
  const c = d0 + d1 - 2 * rise;
  found.value = y0 + t * (d0 + t * (b + t * c));
  found.slope = (d0 + t * (2 * b + 3 * t * c)) / step;
}

/** The voltage at which F (`offset` 0) or step F' (`offset` 1) has a value, to within a step of the table; its upper end beyond. */
function nearPlace(value: number, offset: 0 | 1): number {
  table ??= channelTable();
  let [low, high] = [0, places];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (table[2 * middle + offset] < value) low = middle;
    else high = middle;
  }
  return least + high * step;
}

/** Close to the gate voltage of a saturated transistor, or to that of one in its linear region, where drain F'(v - drain/2) is the value. */
function nearGate(value: number, drain: number): number {
  const saturated = nearPlace(value, 0);
  if (drain > saturated + saturation) return saturated;
  return Math.max(saturated, Math.min(most, drain / 2 + nearPlace((step * value) / drain, 1)));
}

/** F(v) is nothing below this, -v in V. */
const saturation = 0.1;

/** Newton's iteration ends at a step of this size, V; what it leaves is the square of it over the 16 mV in which F bends. */
const lastStep = 1e-7;

/** What {@link findGate} found: the gate voltage v, V, and F and F' of v and of v - drain there. */
export const foundGate = { gate: 0, upper: 0, upperSlope: 0, lower: 0, lowerSlope: 0 };

/**
 * Looks for the gate-source voltage v at which F(v) - F(v - drain) has a value, into {@link foundGate}: F is right there to the
 * accuracy of v, F' is that of Newton's last point, {@link lastStep} away at most.
 *
 * @param start a voltage nearby; NaN if none is known
 * @returns false if no voltage of the table does, as happens close to the source, where any voltage takes the drain down
 */
export function findGate(value: number, drain: number, start: number): boolean {
  let [low, high] = [least, most];
  let at = start >= least && start <= most ? start : nearGate(value, drain);
  let step = 0;
  for (let round = 0; round < 60; round++) {
    channel(at);
    foundGate.upper = found.value;
    foundGate.upperSlope = found.slope;
    channel(at - drain);
    foundGate.lower = found.value;
    foundGate.lowerSlope = found.slope;
    const error = foundGate.upper - foundGate.lower - value;
    if (error > 0) high = at;
    else low = at;
    const slope = foundGate.upperSlope - foundGate.lowerSlope;
    let next = slope > 0 ? at - error / slope : (low + high) / 2;
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    step = next - at;
    at = next;
    if (Math.abs(step) < lastStep) break;
  }
  foundGate.gate = at;
  foundGate.upper += foundGate.upperSlope * step;
  foundGate.lower += foundGate.lowerSlope * step;
  return at <= most - 1e-6;
}
