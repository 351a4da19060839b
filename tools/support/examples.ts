/** Something that a netlist may have, with lines that use it. */
export interface Example {
  readonly what: string;
  /** The line that is shown and tried. */
  readonly line: string;
  /** Further lines that it needs. */
  readonly beside?: readonly string[];
  /** What to show instead of the line. */
  readonly shown?: string;
  /** It names nodes or elements of its own; otherwise V1 and R1 are added, so that there is a circuit. */
  readonly alone?: boolean;
}

const nmos = ".model NM NMOS(VTO=1)";

export const lineExamples: readonly Example[] = [
  { what: "Comment", line: "* text", beside: ["R2 a 0 1k ; text", "R3 a 0 1k $ text"] },
  { what: "Continuation", line: "+ 1k", beside: ["R2 a 0", "+ 1k"], alone: true },
  { what: "Parameters and formulas", line: ".param r=1k c={2*r/3}" },
  { what: "Functions, also within a subcircuit", line: ".func f(x) {x > 0 ? x : -x}" },
  {
    what: "Subcircuits, nested, with parameters and defaults",
    line: ".subckt DIVIDER in out params: R=1k",
    beside: ["R1 in out {R}", "R2 out 0 {R}", ".ends"],
  },
  { what: "Models", line: ".model QN NPN(IS=1f BF=100)" },
  { what: "Another file", line: ".include other.lib" },
  { what: "A section of a library", line: ".lib other.lib slow" },
  { what: "A file of Verilog-A modules", line: '.hdl "device.va"' },
  { what: "Global nodes", line: ".global vdd" },
  { what: "Initial conditions", line: ".ic v(a)=1" },
  { what: "First guesses", line: ".nodeset v(a)=1" },
  { what: "Options", line: ".options temp=50 reltol=1e-6" },
  { what: "Temperature", line: ".temp 50" },
  { what: "Signals to keep", line: ".save v(a) v(a,b) i(V1)" },
  { what: "All node voltages", line: ".save all" },
  { what: "Operating point", line: ".op" },
  { what: "DC sweep of a source", line: ".dc V1 0 1 0.1" },
  { what: "Nested DC sweep, of a resistor", line: ".dc V1 0 1 0.1 R1 1k 2k 500" },
  { what: "DC sweep of the temperature", line: ".dc temp 0 50 10" },
  { what: "Transient", line: ".tran 1u 1m" },
  { what: "Transient that begins to record later, with a longest step for ngspice", line: ".tran 1u 1m 0.5m 1u" },
  { what: "Transient from initial conditions", line: ".tran 1u 1m uic" },
  { what: "Small-signal sweep", line: ".ac dec 10 1 1meg" },
  { what: "Control block", line: ".control", beside: ["run", ".endc"] },
  { what: "Print or plot", line: ".print tran v(a)" },
  { what: "Repeat with other values", line: ".step param r 1k 2k 500" },
  { what: "Noise", line: ".noise v(a) V1 dec 10 1 1meg" },
  { what: "Fourier analysis", line: ".four 1k v(a)" },
  { what: "Transfer function", line: ".tf v(a) V1" },
  { what: "Sensitivity", line: ".sens v(a)" },
  { what: "Poles and zeros", line: ".pz a 0 b 0 vol pol" },
  { what: "Distortion", line: ".disto dec 10 1k 1meg" },
  { what: "Conditional lines", line: ".if (1)" },
];

export const elementExamples: readonly Example[] = [
  { what: "Resistor", line: "R2 a 0 1k" },
  { what: "Capacitor", line: "C2 a 0 1n ic=1" },
  { what: "Inductor", line: "L2 b 0 1m ic=1m" },
  { what: "Coupled inductors, two or more", line: "K1 L2 L3 0.9", beside: ["L2 b 0 1m", "L3 c 0 1m"] },
  { what: "Voltage source", line: "V2 c 0 DC 1 AC 1 90" },
  { what: "Current source", line: "I2 0 a 1u" },
  { what: "Pulses", line: "V2 c 0 PULSE(0 5 1u 10n 10n 10u 100u)" },
  { what: "Straight pieces, repeated", line: "V2 c 0 PWL(0 0 1m 1 2m 0) r=0" },
  { what: "Sine", line: "V2 c 0 SIN(0 1 1k 0 0 90)" },
  { what: "Exponential", line: "V2 c 0 EXP(0 1 1u 10u 50u 10u)" },
  { what: "Frequency modulation", line: "V2 c 0 SFFM(0 1 10k 5 1k)" },
  { what: "Amplitude modulation", line: "V2 c 0 AM(1 0 1k 10k)" },
  { what: "Random source", line: "V2 c 0 TRNOISE(1m 1u 0 0)" },
  { what: "Diode", line: "D2 a 0 DM 2", beside: [".model DM D(IS=1f)"] },
  { what: "Bipolar transistor, with substrate", line: "Q2 a b 0 0 QN", beside: [".model QN NPN(BF=100)"] },
  { what: "MOSFET, level 1", line: "M2 a b 0 0 NM W=10u L=1u", beside: [nmos] },
  { what: "MOSFET, other levels", line: "M2 a b 0 0 NM", beside: [".model NM NMOS(LEVEL=54)"] },
  { what: "Power MOSFET (VDMOS)", line: "M2 a b 0 VD", beside: [".model VD VDMOS(VTO=2 KP=0.1)"] },
  { what: "Switch", line: "S2 a 0 b 0 SM", beside: [".model SM SW(VT=1 VH=0.1)"] },
  { what: "Current-controlled switch", line: "W2 a 0 V1 WM", beside: [".model WM CSW(IT=1m)"] },
  { what: "Controlled sources", line: "E2 c 0 a 0 10", beside: ["G2 a 0 a 0 1u", "F2 a 0 V1 2", "H2 d 0 V1 1k"] },
  { what: "Controlled source with a formula", line: "E2 c 0 vol='2*v(a)'" },
  { what: "Polynomial source", line: "E2 c 0 POLY(1) a 0 0 1" },
  { what: "Table source", line: "E2 c 0 TABLE {v(a)} = (0,0) (1,1)" },
  { what: "Behavioural source", line: "B2 c 0 V=v(a) > 1 ? 5 : 0" },
  {
    what: "Behavioural current, of time and branch currents",
    line: "B2 0 a I=1u*sin(6283*time) + i(V1)/100",
  },
  {
    what: "Subcircuit instance",
    line: "X2 a DIVIDER R=2k",
    beside: [".subckt DIVIDER in params: R=1k", "R1 in out {R}", "R2 out 0 {R}", ".ends"],
  },
  {
    what: "Device of a Verilog-A module, by the type of its model",
    line: "N2 a 0 NM r=2k m=2",
    beside: [".model NM device(r=1k)", '.hdl "device.va"'],
  },
  { what: "JFET", line: "J2 a b 0 JM" },
  { what: "MESFET", line: "Z2 a b 0 ZM" },
  { what: "Transmission line", line: "T2 a 0 b 0 Z0=50 TD=1n" },
  { what: "XSPICE code model", line: "A2 a b gain" },
];

export const measureExamples: readonly Example[] = [
  "x avg v(a) from=0 to=1m",
  "x rms v(a)",
  "x max v(a)",
  "x min i(V1)",
  "x pp v(a)",
  "x integ i(V1)",
  "x when v(a)=1 rise=2",
  "x when v(a)=1 cross=last",
  "x find v(b) when v(a)=1 fall=1",
  "x find v(b) at=1m",
  "x trig v(a) val=1 rise=1 targ v(b) val=1 rise=1",
  "x param='2*3'",
  "x deriv v(a) at=1m",
  "x when v(a)=v(b)",
].map((measure) => ({ what: "", line: `.measure tran ${measure}`, beside: [".tran 1u 2m"] }));

/** Statements and expressions of Verilog-A inside a module `device(a, b)` with parameter R, variables x and n. */
export const verilogAExamples: readonly (Example & { readonly module?: string })[] = [
  { what: "Contribution of a current", line: "I(a,b) <+ V(a,b)/R;" },
  { what: "Contribution of a voltage, with a branch current of its own", line: "V(a,b) <+ R*I(a,b);" },
  { what: "Node collapse", line: "V(a,i) <+ 0;  I(i,b) <+ V(i,b)/R;" },
  { what: "Time derivative", line: "I(a,b) <+ ddt(1n*V(a,b));" },
  { what: "Capacitance times derivative", line: "I(a,b) <+ (1n + 1p*V(a,b))*ddt(V(a,b));" },
  { what: "Time integral", line: "I(a,b) <+ idt(V(a,b));" },
  { what: "Time integral with initial condition", line: "I(a,b) <+ idt(V(a,b), 0);" },
  { what: "Partial derivative", line: "x = ddx(V(a)*V(b), V(a));  I(a,b) <+ x;" },
  { what: "Condition", line: "if (V(a,b) > 0) I(a,b) <+ V(a,b)/R; else I(a,b) <+ 0;" },
  { what: "Choice of an expression", line: "I(a,b) <+ V(a,b) > 0 ? V(a,b)/R : 0;" },
  { what: "Cases", line: "case (n) 0: x = 1; default: x = 2; endcase  I(a,b) <+ x*V(a,b)/R;" },
  {
    what: "Loop bounded by constants or parameters",
    line: "x = 0; for (n = 0; n < 4; n = n + 1) x = x + V(a,b); I(a,b) <+ x/R;",
  },
  { what: "Loop bounded by an unknown", line: "x = 0; while (x < V(a,b)) x = x + 1;  I(a,b) <+ x;" },
  { what: "Limited exponential", line: "I(a,b) <+ 1f*(limexp(V(a,b)/$vt) - 1);" },
  { what: "Temperature, simulator's gmin", line: 'I(a,b) <+ $simparam("gmin", 1e-12)*V(a,b)*$temperature/300;' },
  { what: "Whether a parameter is given", line: "if ($param_given(R)) I(a,b) <+ V(a,b)/R;" },
  { what: "Time", line: "I(a,b) <+ 1u*sin($abstime);" },
  {
    what: "Crossings that switch a held variable",
    line: "@(initial_step) h = 0;  @(cross(V(a,b) - 1, +1)) h = 1;  I(a,b) <+ h*V(a,b)/R;",
    module: "real h;",
  },
  {
    what: "Analog functions",
    shown: "analog function real square; input u; real u; square = u*u; endfunction",
    line: "I(a,b) <+ square(V(a,b));",
    module: "analog function real square; input u; real u; square = u*u; endfunction",
  },
  { what: "Noise", line: "I(a,b) <+ V(a,b)/R + white_noise(1e-20);" },
  { what: "Printing, step bounds", line: '$strobe("text"); $bound_step(1u); I(a,b) <+ V(a,b)/R;' },
  { what: "Limiting by name", line: 'I(a,b) <+ 1f*$limit(V(a,b), "pnjlim", 0.02, 0.6);' },
  { what: "A model that refuses its parameters", line: 'if (R > 0) $fatal(0, "R"); I(a,b) <+ V(a,b)/R;' },
  { what: "Variable read before it is assigned", line: "x = x + V(a,b);  I(a,b) <+ x;" },
  { what: "Indirect contribution", line: "V(a,b): V(a,b) == 1;" },
  { what: "Delay", line: "I(a,b) <+ absdelay(V(a,b), 1u);" },
  { what: "Laplace and z filters", line: "I(a,b) <+ laplace_nd(V(a,b), 1, 1);" },
  { what: "Edges with a transition", line: "I(a,b) <+ transition(V(a,b), 0, 1n);" },
  { what: "Timer", line: "@(timer(1m)) x = 1;  I(a,b) <+ V(a,b)/R;" },
  { what: "Kind of analysis", line: 'if (analysis("dc")) I(a,b) <+ V(a,b)/R;' },
  { what: "Random numbers", line: "I(a,b) <+ $random;" },
  { what: "Arrays", line: "v[0] = 1;  I(a,b) <+ v[0];", module: "real v[0:3];" },
  {
    what: "Instances of other modules",
    shown: "resistor #(.r(1k)) r1(a, b);",
    line: "I(a,b) <+ 0;",
    module: "resistor #(.r(1k)) r1(a, b);",
  },
  { what: "Bit operations", line: "n = 3 & 1;  I(a,b) <+ n*V(a,b);" },
];
