import { stageNumbers } from "./layer.js";
import { supplyVoltage } from "./printed-network.js";
import { channel, channelModulation, findGate, found, foundGate } from "./transistor-law.js";

/** Output stages under load, by their index. */
export interface OutputStages {
  /**
   * Makes stage i one with other numbers.
   * @param numbers those of `stageNumbers`, from `at` on
   */
  readonly describe: (i: number, numbers: Float64Array, at: number) => void;
  /** Tells the open output voltage `open[i]` of stage i, V. The gate voltage is looked for from where it was found last. */
  readonly set: (i: number, open: Float64Array) => void;
  /** The same, with the gate voltage that `set` has found for it before. */
  readonly restore: (i: number, open: Float64Array, gate: number) => void;
  /** Gate voltages that `set` has found, V; NaN where the transistor is off. */
  readonly gate: Float64Array;
  /** Loads stage i to an output voltage `voltage[i]`, V: finds the current it drives out of its output and the slope. */
  readonly load: (i: number, voltage: Float64Array) => void;
  /** A, `[stages]` */
  readonly current: Float64Array;
  /** - d current / d output voltage, S. */
  readonly conductance: Float64Array;
  /** d current / d open voltage, S. */
  readonly byOpen: Float64Array;
  /** Adds `weight` times d current / d number of the stage to `into`, from `at` on, after `load`. */
  readonly addGradient: (i: number, weight: number, into: Float64Array, at: number) => void;
}

/** Below this the transistor is off: A of a square. */
const leastCurrent = 1e-15;
/** Nearer to its source than this a fitted curve is not taken at its word, V. */
const leastDrop = 5e-3;

/**
 * Stages of a resistor R from the supply and a printed transistor to a source voltage V_S, whose open output voltages E are known
 * but not what drives their gates. E tells it: without load
 *
 *     (V_DD - E)/R = W/L (F(v_G) - F(v_G - E + V_S)) (1 + LAM (E - V_S))
 *
 * has one solution v_G, and at that the stage drives, at an output voltage V,
 *
 *     J(V) = (V_DD - V)/R - W/L (F(v_G) - F(v_G - V + V_S)) (1 + LAM (V - V_S)).
 *
 * So neither a transistor that is saturated, which is stiffer than its chord says, nor one in its linear region is taken for the
 * other. V_S is that at the open stage's current: (V_DD - E)/R through the resistance before the source is counted, its change
 * with the load is not.
 */
export function outputStages(count: number): OutputStages {
  const zeros = () => new Float64Array(count);
  const [open, admittance, source, aspect, sourceResistance] = [zeros(), zeros(), zeros(), zeros(), zeros()];
  /** V_S without current, V; current through R below which the transistor is off, A. */
  const [restingSource, leastThrough] = [zeros(), zeros()];
  const [gate, atGate, slopeAtGate] = [zeros(), zeros(), zeros()];
  /** Of the open stage: d (transistor's current) / d drain and / d gate, S; d gate / d E. */
  const [drainSlope, gateSlope, gateByOpen] = [zeros(), zeros(), zeros()];
  /** Of the loaded stage: its voltage, d J / d gate, and the current of a transistor with W/L = 1. */
  const [loaded, byGate, perAspect] = [zeros(), zeros(), zeros()];
  const state = new Uint8Array(count);
  const [current, conductance, byOpen, bySource] = [zeros(), zeros(), zeros(), zeros()];
  const [isOff, isChord, isTransistor] = [0, 1, 2];

  /** Everything that follows from the open voltage but for the gate. @returns the voltage from source to drain */
  function place(i: number, voltage: number): number {
    open[i] = voltage;
    const through = (supplyVoltage - voltage) * admittance[i];
    source[i] = restingSource[i] + sourceResistance[i] * through;
    const drop = voltage - source[i];
    state[i] = through <= leastThrough[i] ? isOff : drop > leastDrop ? isTransistor : isChord;
    return drop;
  }
  /** Slopes of the open stage from those of its transistor, F and F' between gate and drain. */
  function differentiate(i: number, boost: number, lower: number, lowerSlope: number): void {
    drainSlope[i] = aspect[i] * (boost * lowerSlope + channelModulation * (atGate[i] - lower));
    gateSlope[i] = aspect[i] * boost * (slopeAtGate[i] - lowerSlope);
    gateByOpen[i] = -(admittance[i] + drainSlope[i]) / gateSlope[i];
  }
  /** The source's voltage moves with the open stage's current. */
  function moveSource(i: number): void {
    byOpen[i] -= bySource[i] * sourceResistance[i] * admittance[i];
  }

  return {
    gate,
    current,
    conductance,
    byOpen,
    describe(i, numbers, at) {
      admittance[i] = 1 / numbers[at + stageNumbers.loadResistance];
      restingSource[i] = numbers[at + stageNumbers.sourceVoltage];
      aspect[i] = numbers[at + stageNumbers.aspect];
      leastThrough[i] = aspect[i] * leastCurrent;
      sourceResistance[i] = numbers[at + stageNumbers.sourceResistance];
      gate[i] = Number.NaN;
    },
    set(i, opens) {
      const near = gate[i] + gateByOpen[i] * (opens[i] - open[i]);
      const drop = place(i, opens[i]);
      gate[i] = Number.NaN;
      if (state[i] !== isTransistor) return;
      const boost = 1 + channelModulation * drop;
      const through = (supplyVoltage - open[i]) * admittance[i];
      if (!findGate(through / (aspect[i] * boost), drop, near)) {
        state[i] = isChord;
        return;
      }
      gate[i] = foundGate.gate;
      atGate[i] = foundGate.upper;
      slopeAtGate[i] = foundGate.upperSlope;
      differentiate(i, boost, foundGate.lower, foundGate.lowerSlope);
    },
    restore(i, opens, known) {
      const drop = place(i, opens[i]);
      gate[i] = known;
      if (state[i] !== isTransistor) return;
      if (Number.isNaN(known)) {
        state[i] = isChord;
        return;
      }
      channel(known);
      atGate[i] = found.value;
      slopeAtGate[i] = found.slope;
      channel(known - drop);
      differentiate(i, 1 + channelModulation * drop, found.value, found.slope);
    },
    load(i, voltages) {
      const voltage = voltages[i];
      const g = admittance[i];
      loaded[i] = voltage;
      if (state[i] === isTransistor) {
        const drop = voltage - source[i];
        const boost = 1 + channelModulation * drop;
        channel(gate[i] - drop);
        const difference = atGate[i] - found.value;
        perAspect[i] = difference * boost;
        current[i] = g * (supplyVoltage - voltage) - aspect[i] * perAspect[i];
        const slope = aspect[i] * (boost * found.slope + channelModulation * difference);
        conductance[i] = g + slope;
        byGate[i] = -aspect[i] * boost * (slopeAtGate[i] - found.slope);
        byOpen[i] = byGate[i] * gateByOpen[i];
        bySource[i] = slope + (byGate[i] * drainSlope[i]) / gateSlope[i];
        moveSource(i);
        return;
      }
      byGate[i] = 0;
      perAspect[i] = 0;
      if (state[i] === isOff) {
        current[i] = g * (open[i] - voltage);
        conductance[i] = g;
        byOpen[i] = g;
        bySource[i] = 0;
        return;
      }
      const drop = Math.max(leastDrop, open[i] - source[i]);
      const bounded = drop > leastDrop;
      const chord = g * (1 + (supplyVoltage - open[i]) / drop);
      current[i] = chord * (open[i] - voltage);
      conductance[i] = chord;
      const byDrop = bounded ? (-g * (supplyVoltage - open[i])) / (drop * drop) : 0;
      byOpen[i] = chord + (byDrop - g / drop) * (open[i] - voltage);
      bySource[i] = -byDrop * (open[i] - voltage);
      moveSource(i);
    },
    addGradient(i, weight, into, at) {
      const through = (supplyVoltage - open[i]) * admittance[i];
      // The gate moves with ln R and ln W/L alike.
      const byLogarithm = state[i] === isTransistor ? (-byGate[i] * through) / gateSlope[i] : 0;
      const direct = state[i] === isTransistor ? -admittance[i] * (supplyVoltage - loaded[i]) : -current[i];
      const bySourceDrop = bySource[i] * sourceResistance[i] * through;
      const byResistance = admittance[i] * (direct + byLogarithm - bySourceDrop);
      into[at + stageNumbers.loadResistance] += weight * byResistance;
      into[at + stageNumbers.sourceVoltage] += weight * bySource[i];
      into[at + stageNumbers.aspect] += weight * (byLogarithm / aspect[i] - perAspect[i]);
      into[at + stageNumbers.sourceResistance] += weight * bySource[i] * through;
    },
  };
}
