import { stageNumbers } from "./layer.js";
import { supplyVoltage } from "./printed-network.js";
import { channel, channelModulation, found, gateVoltage } from "./transistor-law.js";

/** Output stages under load, by their index. */
export interface OutputStages {
  /**
   * Tells the open output voltage of stage i, V, and where its numbers begin.
   * @param numbers those of `stageNumbers`, from `at` on
   * @param near a gate voltage to start from, V; NaN if none is known
   */
  readonly set: (i: number, open: number, numbers: Float64Array, at: number, near: number) => void;
  /** Gate voltages that `set` has found, V; NaN where the transistor is off. */
  readonly gate: Float64Array;
  /** Loads stage i to an output voltage, V: finds the current it drives out of its output and the slope. */
  readonly load: (i: number, voltage: number) => void;
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
  const [open, resistance, source, aspect, sourceResistance] = [zeros(), zeros(), zeros(), zeros(), zeros()];
  const [gate, atGate, slopeAtGate] = [zeros(), zeros(), zeros()];
  /** d J / d source, / d resistance and / d aspect at constant gate; d gate / d E, V_S, ln R, ln W/L. */
  const [drainSlope, drive] = [zeros(), zeros()];
  const [gateByOpen, gateByBoth] = [zeros(), zeros()];
  const state = new Uint8Array(count);
  const [current, conductance, byOpen, bySource, byResistance, byAspect] = Array.from({ length: 6 }, zeros);
  const [isOff, isChord, isTransistor] = [0, 1, 2];

  return {
    gate,
    current,
    conductance,
    byOpen,
    set(i, voltage, numbers, at, near) {
      open[i] = voltage;
      gate[i] = Number.NaN;
      resistance[i] = numbers[at + stageNumbers.loadResistance];
      aspect[i] = numbers[at + stageNumbers.aspect];
      sourceResistance[i] = numbers[at + stageNumbers.sourceResistance];
      const through = (supplyVoltage - voltage) / resistance[i];
      source[i] = numbers[at + stageNumbers.sourceVoltage] + sourceResistance[i] * through;
      const drop = voltage - source[i];
      if (through / aspect[i] <= leastCurrent) {
        state[i] = isOff;
        return;
      }
      const boost = 1 + channelModulation * drop;
      const found1 =
        drop > leastDrop
          ? gateVoltage(through / (aspect[i] * boost), drop, Number.isNaN(near) ? undefined : near)
          : undefined;
      if (found1 === undefined) {
        state[i] = isChord;
        return;
      }
      state[i] = isTransistor;
      gate[i] = found1;
      channel(found1);
      atGate[i] = found.value;
      slopeAtGate[i] = found.slope;
      channel(found1 - drop);
      const steep = aspect[i] * boost * (slopeAtGate[i] - found.slope);
      drainSlope[i] = aspect[i] * (boost * found.slope + channelModulation * (atGate[i] - found.value));
      gateByOpen[i] = -(1 / resistance[i] + drainSlope[i]) / steep;
      gateByBoth[i] = -through / steep;
    },
    load(i, voltage) {
      const g = 1 / resistance[i];
      if (state[i] === isOff) {
        current[i] = g * (open[i] - voltage);
        conductance[i] = g;
        byOpen[i] = g;
        bySource[i] = 0;
        byResistance[i] = -current[i] * g;
        byAspect[i] = 0;
        return;
      }
      if (state[i] === isChord) {
        const drop = Math.max(leastDrop, open[i] - source[i]);
        const bounded = drop > leastDrop;
        const chord = g * (1 + (supplyVoltage - open[i]) / drop);
        current[i] = chord * (open[i] - voltage);
        conductance[i] = chord;
        const byDrop = bounded ? (-g * (supplyVoltage - open[i])) / (drop * drop) : 0;
        byOpen[i] = chord + (byDrop - g / drop) * (open[i] - voltage);
        bySource[i] = -byDrop * (open[i] - voltage);
        byResistance[i] = -current[i] * g;
        byAspect[i] = 0;
        adjust(i);
        return;
      }
      const drop = voltage - source[i];
      const boost = 1 + channelModulation * drop;
      channel(gate[i] - drop);
      const difference = atGate[i] - found.value;
      current[i] = g * (supplyVoltage - voltage) - aspect[i] * difference * boost;
      const slope = aspect[i] * (boost * found.slope + channelModulation * difference);
      conductance[i] = g + slope;
      drive[i] = -aspect[i] * boost * (slopeAtGate[i] - found.slope);
      byOpen[i] = drive[i] * gateByOpen[i];
      const steep = -(1 / resistance[i] + drainSlope[i]) / gateByOpen[i];
      bySource[i] = slope + (drive[i] * drainSlope[i]) / steep;
      byResistance[i] = -g * g * (supplyVoltage - voltage) + (drive[i] * gateByBoth[i]) / resistance[i];
      byAspect[i] = -difference * boost + (drive[i] * gateByBoth[i]) / aspect[i];
      adjust(i);
    },
    addGradient(i, weight, into, at) {
      const through = (supplyVoltage - open[i]) / resistance[i];
      into[at + stageNumbers.loadResistance] += weight * byResistance[i];
      into[at + stageNumbers.sourceVoltage] += weight * bySource[i];
      into[at + stageNumbers.aspect] += weight * byAspect[i];
      into[at + stageNumbers.sourceResistance] += weight * bySource[i] * through;
    },
  };

  /** The source's voltage moves with the open stage's current. */
  function adjust(i: number): void {
    const ratio = sourceResistance[i] / resistance[i];
    byOpen[i] -= bySource[i] * ratio;
    byResistance[i] -= (bySource[i] * ratio * (supplyVoltage - open[i])) / resistance[i];
  }
}
