/** A deliberate difference to ngspice, or a trait of it that surprises: what, why, and a netlist that shows it. */
export interface Difference {
  readonly title: string;
  readonly text: string;
  /** A netlist of this repository to run on both engines. */
  readonly netlist?: string;
}

/** Each claim with a netlist is checked in packages/hillock/test/documentation. */
export const differences: readonly Difference[] = [
  {
    title: "ngspice's default run chatters on latching neurons",
    text:
      "With its default options (trapezoidal, `reltol=1e-3`) ngspice 39 lets the output of this neuron swing to -4.05 V, below " +
      "ground, and counts 176 spikes at 40 % to 60 % of that range, or 204 at 2 V to 3 V; with `reltol=1e-4`, or with " +
      "`method=gear`, 199, as Hillock does. `compare` therefore runs ngspice with Gear's method and tightens it until two " +
      "runs agree.",
    netlist: "examples/ultra-compact-neuron.cir",
  },
  {
    title: "`.tran step stop start tmax`: tmax binds ngspice only",
    text:
      "Our steps follow from the error alone; the result does not depend on `step` or `tmax` (`step` is the default " +
      "edge time of sources, as in SPICE). `compare --respect-tmax` binds our steps, too.",
    netlist: "docs/differences/longest-step.cir",
  },
  {
    title: "An `.ic` at a node that a source holds is a warning",
    text:
      "The source wins in both engines. ngspice pulls against it with 1e10 S at the start, says nothing, and reports the source's " +
      "current at t = 0 as some 1e10 A.",
  },
  {
    title: "N elements need no compiler",
    text:
      "`.hdl` reads the Verilog-A file itself, and the library's modules need no file. ngspice has N elements only for " +
      "libraries made by an OSDI compiler, so `compare` refuses them: `reference/no-equivalent`.",
  },
  {
    title: "A resistance of zero is refused",
    text: "ngspice takes 1 mohm instead. Join the nodes, or use a source of 0 V: `netlist/impossible-value`.",
  },
  {
    title: "`.control` blocks are refused",
    text:
      "They are a program, not a circuit: `netlist/control-block`. The message lists the netlist lines that say the " +
      "same, as far as there are any.",
  },
  {
    title: "Powers of negative numbers",
    text:
      "`x**y` and `x^y` are |x|^y, in `.param` and in behavioural sources; `pow(x,y)` is that of C in `.param` and |x|^y " +
      "in a behavioural source; `pwr(x,y)` is |x|^y in `.param` and keeps the sign of x in a behavioural source. All this " +
      "is ngspice's. Where its two readers of formulas disagree (`1+-2**2`, `0==2<3`) the formula is refused: " +
      "`netlist/ambiguous-formula`.",
    netlist: "docs/differences/powers.cir",
  },
  {
    title: "Meyer's gate capacitances do not conserve charge",
    text:
      "With TOX a level-1 MOSFET has Meyer's capacitances, as in ngspice. They are no derivative of a charge: over a " +
      "closed cycle of gate and drain voltage this netlist passes -0.86 fC through the gate, 1.7 % of W L Cox times the swing, " +
      "in both engines. Without TOX there are only the overlap capacitances, which conserve it.",
    netlist: "docs/differences/gate-charge.cir",
  },
  {
    title: "THETA of the VDMOS means two things",
    text:
      "In ngspice 39, and here, the gain falls with 1 + THETA VGS; in ngspice 45 (the WebAssembly build) with " +
      "1 + THETA max(VGS - VTO, 0). This netlist gives -0.111 A and -0.143 A. `HILLOCK_NGSPICE=wasm` chooses the latter.",
    netlist: "docs/differences/vdmos-theta.cir",
  },
  {
    title: "The area of a bipolar transistor counts twice in reverse",
    text:
      "In ngspice 39, and here, a transistor of area 2 carries four times the reverse transport current of one of area 1 " +
      "(twice the forward current, as expected).",
    netlist: "docs/differences/area-in-reverse.cir",
  },
  {
    title: "Small-signal conductances are exact derivatives",
    text:
      "ngspice 39's are not always the slopes of its own static currents: those of a diode's recombination current (here " +
      "0.6 % too large), of a substrate junction (none), of the threshold of a MOSFET with forward bulk, of a VDMOS's body " +
      "diode in reverse. Its capacitances agree with ours to 1e-9.",
    netlist: "docs/differences/recombination.cir",
  },
  {
    title: "`uic` starts where nothing is charged",
    text:
      "As in ngspice: what neither `.ic` nor `ic=` names starts at 0 V, nodes held by sources included, so that a capacitor " +
      "at a source starts empty and pulls its other end along. The first recorded point is at t = 0; ngspice's is one step " +
      "later.",
    netlist: "docs/differences/initial-conditions.cir",
  },
  {
    title: "Parameters that are accepted without effect",
    text:
      "Noise, ratings and the like are read and change nothing, because nothing that they act on is computed; each is named " +
      "in the tables above, and in the result's `warnings`. A parameter that would act in ngspice and is not modelled here is " +
      "refused unless its value has no effect: `devices/unsupported-parameter`.",
  },
];
