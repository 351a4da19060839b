import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A netlist and the files that it may include, by name in lower case: mutations change the case of whole decks. */
export interface Deck {
  readonly name: string;
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
}

const folder = fileURLToPath(new URL("../../../../examples/", import.meta.url));
const read = (name: string): string => readFileSync(`${folder}${name}`, "utf8");
const namesIn = (path: string, ending: string): string[] =>
  readdirSync(`${folder}${path}`)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${path}${name}`);

const library = Object.fromEntries(namesIn("models/", ".lib").map((name) => [name, read(name)]));

/** What the examples have little of: sections, functions, nested scopes, every form of line. */
const further: readonly Deck[] = [
  {
    name: "every form of line",
    text: `every form of line
.title another title
.param supply=5 ratio={supply/2} both='ratio+1'
.func square(x)={x*x}
.func twice(x, y)={2*square(x)+y}
.global vdd
.options reltol=1e-4 method=gear temp=30 noacct
V1 vdd 0 dc {supply} ac 1 45
V2 in 0 dc 1 pulse(0 1 1u 1u 1u 5u 20u)
V3 pw 0 pwl(0 0 1u 1 2u {ratio}) r=0
V4 sn 0 sin(0 1 10k 1u 100 30)
I1 0 ex exp(0 1m 1u 1u 5u 2u)
I2 0 sf sffm(0 1m 10k 2 1k)
R1 vdd a {twice(10, 5)} tc1=1m tc2=1u
R2 a 0 rmod l=10u w=2u
R3 pw 0 1k
R4 sn 0 1k
R5 ex 0 1k
R6 sf 0 1k
C1 a 0 1n ic=0.5
L1 a b 1m
L2 b 0 2m
K1 L1 L2 0.5
D1 a d1 dm 2
R7 d1 0 1k
Q1 vdd in e qm
R8 e 0 1k
M1 vdd in s 0 mm w=10u l=1u
R9 s 0 1k
S1 a sw in 0 swm on
R10 sw 0 1k
W1 a cw V2 cwm
R11 cw 0 1k
E1 e1 0 a b 2
E2 e2 0 vol='v(a)*v(b)'
G1 0 g1 a 0 1m
F1 0 f1 V2 2
H1 h1 0 V2 3
R12 g1 0 1k
R13 f1 0 1k
B1 b1 0 v = v(a) > 0.5 ? sin(time*1e5) : i(V2)*1k + abs(v(a,b))
B2 0 b2 i = {square(v(a))*1m}
R14 b2 0 1k
X1 a b cell params: r=2k
X2 b 0 cell
.subckt cell p q params: r=1k c={1n*2}
.param half={r/2}
.subckt inner m n
Rm m n {half}
.ends inner
Xi p mid inner
C1 mid q {c}
Rq mid q {square(half)}
.ends cell
.model rmod r(rsh=100 tc1=1m)
.model dm d(is=1e-14 n=1.5 cjo=1p)
.model qm npn(bf=100 is=1e-16)
.model mm nmos(level=1 vto=0.7 kp=100u)
.model swm sw(vt=0.5 vh=0.1 ron=1 roff=1meg)
.model cwm csw(it=1m ih=0.1m ron=1 roff=1meg)
.ic v(a)=1 v(b)=0.5
.nodeset v(e)=0.3
.save v(a) v(a,b) i(V2) i(L1)
.op
.dc V2 0 1 0.5 temp 20 30 10
.ac dec 2 1k 10k
.tran 1u 20u 0 1u uic
.measure tran peak max v(a) from=1u to=10u
.measure tran delay trig v(in) val=0.5 rise=1 targ v(a) val=0.5 fall=last
.measure tran when_it when v(a)=0.5 cross=1
.meas tran there find v(b) at=5u
.meas tran sum param='peak + there'
.end
`,
    files: {},
  },
  {
    name: "library sections",
    text: `library sections
.lib "corners.lib" slow
.include parts/load.lib
V1 in 0 1
D1 in out DIO
.tran 1u 10u
.end
`,
    files: {
      "corners.lib": `.lib slow
.model DIO D(IS={base})
.lib corners.lib common
.endl slow
.lib fast
.model DIO D(IS=1e-12)
.endl
.lib common
.param base=1e-15
.endl
`,
      "parts/load.lib": `* a load
.include more.lib
R1 out 0 1k
`,
      "parts/more.lib": "C1 out 0 1n\n",
    },
  },
  {
    name: "chain of cells",
    text: `chain of cells
V1 n0 0 pulse(0 1 0 1u 1u 5u 10u)
${Array.from({ length: 12 }, (_, k) => `X${k} n${k} n${k + 1} level2 r={${k + 1}*100}`).join("\n")}
.subckt level2 a b params: r=1k
X1 a m level1 r={r}
X2 m b level1 r={2*r}
.ends
.subckt level1 a b params: r=1k
R1 a b {r}
C1 b 0 1p
.ends
.tran 1u 10u
.end
`,
    files: {},
  },
  {
    name: "Verilog-A devices",
    text: `Verilog-A devices
.hdl "parts/spare.va"
.include models.lib
V1 a 0 pulse(0 1 0 1u 1u 5u 10u)
N1 a b LEAK m=2
N2 b 0 SHIPPED r={2*half}
X1 a b cell
.param half=500
.subckt cell p q
N1 p q LEAK g=2m
C1 q 0 1n
.ends
.model SHIPPED resistor(tc1=1m)
.model SPARE vteam
.tran 1u 10u
.end
`,
    files: {
      "models.lib": '.hdl "parts/leak.va"\n.hdl ./parts/leak.va\n.model LEAK leak(G=1m q0=1p)\n',
      "parts/spare.va": "module spare(p); inout p; electrical p; analog I(p) <+ V(p); endmodule\n",
      "parts/leak.va": `\`include "disciplines.vams"
\`include "shape.inc"
// module not_this(p);
module leak(p, n);
  inout p, n;
  electrical p, n;
  (* desc="conductance", units="S" *) parameter real G = 1u from [0:inf);
  parameter real q0 = 0;
  analog I(p,n) <+ G*\`SHAPE(V(p,n)) + ddt(q0*V(p,n));
endmodule
`,
      "parts/shape.inc": "`define SHAPE(x) ((x) + 0.1*(x)*(x)*(x))\n",
    },
  },
];

/** Netlists with files of their own beside them. */
const withFiles: readonly Deck[] = namesIn("verilog-a/", ".cir").map((name) => ({
  name,
  text: read(name),
  files: Object.fromEntries(namesIn("verilog-a/", ".va").map((file) => [file.slice("verilog-a/".length), read(file)])),
}));

/** All netlists that mutations begin from. */
export const decks: readonly Deck[] = [
  ...namesIn("", ".cir").map((name) => ({ name, text: read(name), files: library })),
  ...withFiles,
  ...further,
];
