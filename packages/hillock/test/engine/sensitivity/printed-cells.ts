import type { Circuit } from "../../../src/netlist/circuit.js";
import { parseNetlist } from "../../../src/netlist/parse.js";

/** How the electrolyte-gated transistor is written: as the library's device, or as a behavioural source. */
export type Formulation = "device" | "behavioural";

const card = { VT: 0.1344, S: 0.01564, K: 7.496e-4, TH: 3.134, GAM: 2.608, LAM: 0.0311 };

const cardText = Object.entries(card)
  .map(([name, value]) => `${name}=${value}`)
  .join(" ");

const models: Readonly<Record<Formulation, string>> = {
  device: `.model EGT egt(${cardText})`,
  behavioural: `.subckt egtb d g s W=200u L=40u ${cardText}
.func drive(v) {S*ln(1+exp(min((v-VT)/S,200)))}
.func channel(v) {K/GAM*pow(drive(v),GAM)/pow(1+TH*drive(v),GAM-1)}
B1 d s i={W/L}*(channel(v(g,s))-channel(v(g,d)))*(1+LAM*abs(v(d,s)))+1e-12*v(d,s)
.ends`,
};

/** Reads a cell in which lines `T<name> d g s W=.. L=..` stand for transistors. */
function cell(formulation: Formulation, lines: string): Circuit {
  const transistor = formulation === "device" ? "N$1 $2 EGT $3" : "X$1 $2 egtb $3";
  const text = lines.replace(/^T(\w+) (\w+ \w+ \w+) (.*)$/gm, transistor);
  return parseNetlist(`Printed cell\n${models[formulation]}\n${text}\n.end\n`, { file: "cell.cir" });
}

/** A printed cell with its outputs; every one has the source Vin. */
export interface PrintedCell {
  readonly circuit: (formulation: Formulation) => Circuit;
  readonly outputs: readonly string[];
}

/** The cells of printed neuromorphic circuits, with the values of the DATE 2023 data and fits to them. */
export const printedCells: Readonly<Record<string, PrintedCell>> = {
  "tanh circuit, two transistors": {
    outputs: ["v(out)", "v(a)", "i(vdd)"],
    circuit: (formulation) =>
      cell(
        formulation,
        `.param RA=1.15meg RB=19k
Vdd vdd 0 1
Vss vss 0 -1
Vin in 0 0
Vx vx 0 -1.674
R1 in g 457.5k
R2 g vx 542.5k
R3 vdd a {RA}
R4 a vss 1.436meg
T1 a g vss W=90u L=60u
R5 vdd out {RB}
T2 out a vss W=491u L=35u`,
      ),
  },
  "negative weight, one transistor": {
    outputs: ["v(out)", "v(ref)", "p(vss)"],
    circuit: (formulation) =>
      cell(
        formulation,
        `Vdd vdd 0 1
Vss vss 0 -2.2
Vin in 0 0
R1 vdd ref 255
R2 ref vss 128
R3 g vss 255k
R4 in g 204k
R5 vdd out 255k
T1 out g ref W=500u L=40u`,
      ),
  },
  "crossbar neuron with a negative weight": {
    outputs: ["v(z)", "v(out)", "v(inv,z)", "i(vin)"],
    circuit: (formulation) =>
      cell(
        formulation,
        `.param g=1u
Vdd vdd 0 1
Vss vss 0 -2.2
Vee vee 0 -1
Vone one 0 0.7
Vin in 0 0
R1 vdd ref 255
R2 ref vss 128
R3 gn vss 255k
R4 in gn 204k
R5 vdd inv 255k
T1 inv gn ref W=500u L=40u
Ra one z {0.25/g}
Rb inv z {1/(3*g)}
Rc vdd z {0.5/g}
Rd z 0 {1/g}
E1 h 0 z 0 0.5425
Eo gate h vee 0 0.7659
R6 vdd a 1.15meg
R7 a vee 1.436meg
T2 a gate vee W=90u L=60u
R8 vdd out 19k
T3 out a vee W=491u L=35u`,
      ),
  },
  "spiking neuron at rest": {
    outputs: ["v(out)", "v(m)", "v(two)", "i(vdd)"],
    circuit: (formulation) =>
      cell(
        formulation,
        `Vdd vdd 0 1
Vin in 0 0
R1 in ga 140.703k
R2 ga 0 1meg
R3 vdd d1 9387.33
T1 d1 ga m W=76.8462u L=40u
C1 m 0 2u
R4 m 0 402.398k
T2 m gb 0 W=498.778u L=40u
R5 out gb 1meg
C2 gb 0 120.32n
R6 vdd a 228.035k
T3 a m 0 W=63.5686u L=40u
C3 a 0 21.8837n
R7 vdd out 29.3986k
T4 out a 0 W=272.351u L=40u
C4 out 0 7.18058u
R8 vdd c 350k
T5 c out 0 W=100u L=80u
R9 vdd two 40k
T6 two c 0 W=500u L=40u`,
      ),
  },
};
