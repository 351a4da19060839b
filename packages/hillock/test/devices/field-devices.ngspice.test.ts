import { expect } from "vitest";
import { findEdges } from "../../src/base/crossings.js";
import { thyristorP0118MA, thyristorP0118MAReduced } from "../../src/devices/cards/index.js";
import type { RawPlot } from "../../src/reference/raw-file.js";
import { analyse, runTransient, scaleOf, signalOf } from "../engine/run-netlist.js";
import { ngspiceTest } from "../requirements.js";
import { cardDevices } from "./card-devices.js";
import { runNative } from "./native.js";
import { netlistLines } from "./netlist-devices.js";

// Devices that ngspice lacks, against the same equations written there as behavioural sources and charges.

const tight = ".options reltol=1e-6 abstol=1e-15 vntol=1e-9 trtol=1 method=gear";

function native(lines: string): RawPlot {
  return runNative(["field device", tight, lines, ".end", ""].join("\n"))[0];
}

function vectorOf({ vectors }: RawPlot, name: string): Float64Array {
  const found = vectors.find((vector) => vector.name === name);
  if (!found) throw new Error(`no vector ${name} among ${vectors.map((vector) => vector.name)}`);
  return found.real;
}

/** A sampled function on straight lines. */
function interpolate(times: Float64Array, values: Float64Array, at: number): number {
  const k = Math.max(
    1,
    times.findIndex((t) => t >= at),
  );
  return values[k - 1] + ((values[k] - values[k - 1]) * (at - times[k - 1])) / (times[k] - times[k - 1]);
}

/** The largest difference of a signal at even times, relative to its largest value. */
function transientDifference(
  lines: { readonly ours: string; readonly theirs: string },
  signal: string,
  stop: number,
): number {
  const ours = runTransient(`${lines.ours}\n.save ${signal}`, { tolerance: 1e-7 });
  const theirs = native(`${lines.theirs}\n.save ${signal}`);
  const [times, values] = [theirs.vectors[0].real, vectorOf(theirs, signal)];
  let [difference, size] = [0, 0];
  for (let k = 1; k < 200; k++) {
    const at = (k * stop) / 200;
    const expected = interpolate(times, values, at);
    size = Math.max(size, Math.abs(expected));
    difference = Math.max(difference, Math.abs(interpolate(scaleOf(ours), signalOf(ours, signal), at) - expected));
  }
  return difference / size;
}

const printedTransistor = `.subckt egt d g s w=500u l=40u
.func u(v) { 0.01564*ln(1+exp(min((v-0.1344)/0.01564,200))) }
.func f(v) { 7.496e-4/2.608*pow(u(v),2.608)/pow(1+3.134*u(v),1.608) }
Bd d s I = {w/l}*(f(v(g,s))-f(v(g,d)))*(1+0.0311*abs(v(d,s))) + 1e-12*v(d,s)
Cgs g s {0.054*w*l/2}
Cgd g d {0.054*w*l/2}
.ends`;

ngspiceTest("egt: DC of an inverter", () => {
  const circuit = "VDD dd 0 1\nVIN in 0 0\nR1 dd out 50k\n";
  const theirs = native(`${printedTransistor}\n${circuit}X1 out in 0 egt\n.dc VIN -0.5 1.5 0.01`);
  const ours = analyse(`${circuit}N1 out in 0 P\n.model P egt(w=500u l=40u)\n.save v(out)\n.dc VIN -0.5 1.5 0.01`);
  const expected = vectorOf(theirs, "v(out)");
  signalOf(ours, "v(out)").forEach((value, k) => {
    expect(Math.abs(value - expected[k])).toBeLessThan(1e-7);
  });
});

ngspiceTest("egt: transient of an inverter that drives another", () => {
  const circuit = "VDD dd 0 1\nVIN in 0 PULSE(0 1 1m 0.1m 0.1m 4m 10m)\nR1 dd a 200k\nR2 dd out 50k\nC1 out 0 20n\n";
  const devices = (letter: string, model: string): string =>
    `${letter}1 a in 0 ${model}\n${letter}2 out a 0 ${model}\n`;
  const lines = {
    ours: `${circuit}${devices("N", "P")}.model P egt(w=500u l=40u)\n.tran 10u 10m`,
    theirs: `${printedTransistor}\n${circuit}${devices("X", "egt")}.tran 10u 10m 0 2u`,
  };
  expect(transientDifference(lines, "v(out)", 10e-3)).toBeLessThan(1e-4);
});

ngspiceTest("linear_drift_memristor: through both bounds", () => {
  const source = "V1 a 0 SIN(0 1 0.3)\n";
  const lines = {
    ours: `${source}N1 a 0 M\n.model M linear_drift_memristor(x0=0.3)\n.tran 5m 6`,
    theirs: `${source}B1 a 0 I = v(a)/(16k-15.9k*min(max(v(x),0),1))
Bx 0 x I = 100*v(a)/(16k-15.9k*min(max(v(x),0),1)) - (max(v(x)-1,0)-max(-v(x),0))/1m
Cx x 0 10m ic=0.3
.tran 5m 6 0 1m uic`,
  };
  expect(transientDifference(lines, "i(v1)", 6)).toBeLessThan(1e-3);
});

ngspiceTest("vteam: two cycles", () => {
  const source = "V1 a 0 SIN(0 1 1meg)\n";
  const window = (edge: string): string => `exp(-exp(min(${edge},10)))`;
  const lines = {
    ours: `${source}N1 a 0 M\n.model M vteam(w0=1.5n)\n.tran 1n 2u`,
    // The state in nm.
    theirs: `${source}B1 a 0 I = v(a)/(50+950*min(max(v(w)/3,0),1))
Bw 0 w I = v(a)>0.02 ? 5e5*(v(a)/0.02-1)*${window("(v(w)-2.679)/0.107")} : (v(a)<-0.2 ? -1e10*pow(abs(v(a)/0.2)-1,3)*${window("(0.321-v(w))/0.107")} : 0)
Cw w 0 1 ic=1.5
.tran 1n 2u 0 0.2n uic`,
  };
  expect(transientDifference(lines, "i(v1)", 2e-6)).toBeLessThan(5e-3);
});

/** Rising edges through a level, s. */
function rises(times: Float64Array, values: Float64Array, level: number, band: number): number[] {
  return [...findEdges(times, values, { low: level - band, middle: level, high: level + band }).rises];
}

ngspiceTest("mott_switch: the times of a relaxation oscillator", () => {
  const [soft, tau] = [0.05, 20e-9];
  const root = Math.sqrt(1 - 2 * soft);
  const feedback = 1.5 / (root + soft * Math.log((2 * soft) / (1 + root) ** 2));
  const circuit = "V1 s 0 PULSE(0 5 1u 10n 10n 1 2)\nRS s a 20k\nC1 a 0 1n\n";
  const ours = runTransient(
    `${circuit}N1 a 0 M\n.model M mott_switch(tau=${tau} soft=${soft})\n.save v(a)\n.tran 10n 60u`,
    {
      tolerance: 1e-7,
    },
  );
  const theirs = native(`${circuit}B1 a 0 I = v(a)/100k*exp(ln(100)*min(max(v(x),0),1))
Bx 0 x I = 0.5*(1+tanh(0.5*(v(a)*v(a)-2.5+${feedback}*(2*v(x)-1))/${soft * feedback})) - v(x)
Cx x 0 ${tau} ic=0
.save v(a)
.tran 10n 60u 0 0.5n uic`);
  const found = rises(scaleOf(ours), signalOf(ours, "v(a)"), 1.5, 0.1);
  const expected = rises(theirs.vectors[0].real, vectorOf(theirs, "v(a)"), 1.5, 0.1);
  expect(found.length).toBeGreaterThan(5);
  expect(found).toHaveLength(expected.length);
  found.forEach((time, k) => {
    expect(Math.abs(time - expected[k])).toBeLessThan(3e-9);
  });
});

// The closed form of the inner potential as ngspice can have it: a node y with y + exp(y) = z, so that W(z) = exp(y).
const reducedThyristor = `.subckt scr a g k bn=8.7 bp=0.23 rp=12.6k is=1e-15 vt=${(1.38064852e-23 / 1.6021766208e-19) * 300.15} c=12
Bin in 0 V = {is}*(exp(v(g,k)/{vt})-1)
Bx x 0 V = v(a,g)/{vt} - ln({c*bp})
Bz z 0 V = {rp/vt}*(v(in)+{is*(1/bp+c)}) + ln({rp*is/(vt*bp)}) + max(-v(x),0) + ln(1+exp(-abs(v(x))))
By y 0 I = v(y) + exp(v(y)) - v(z)
Bm m 0 V = {vt/rp}*exp(v(y))
Bag a g I = {bp}*0.5*(1+tanh(0.5*v(x)))*v(m)-{is} - 0.5*(1-tanh(0.5*v(x)))*v(m)+{c*is} + 2e-12*v(a,g)
Bak a k I = v(in) - 0.5*(1-tanh(0.5*v(x)))*v(m)/{c} + {is}
Bgk g k I = v(in)/{bn} + v(g,k)*(1e-7+1e-12)
.ends`;

ngspiceTest("thyristor: break-over and valley", () => {
  const circuit = "I1 0 a 0\nRM a g 680k\nRA k 0 2k\n.dc I1 20u 200u 0.5u\n";
  const ours = analyse(`${circuit}N1 a g k T\n.model T thyristor(bn=8.7 bp=0.23 rp=12.6k)\n.save v(a)`);
  const theirs = vectorOf(native(`${reducedThyristor}\n${circuit}X1 a g k scr`), "v(a)");
  signalOf(ours, "v(a)").forEach((value, k) => {
    expect(Math.abs(value - theirs[k])).toBeLessThan(1e-5);
  });
});

ngspiceTest("thyristor: its card fires at the rate of ngspice's two transistors", () => {
  const circuit = "I0 0 a 80u\nCM a 0 0.1u\nRM a g 680k\nRA k 0 2.2k\n";
  const transistors = cardDevices(thyristorP0118MA.card).flatMap((device, k) =>
    netlistLines(device, `${k}`, device.nodes),
  );
  const card = Object.entries(thyristorP0118MAReduced.card.parameters).map(([name, value]) => `${name}=${value}`);
  const ours = runTransient(
    `${circuit}N1 a g k T\n.model T thyristor(${card.join(" ")})\n.save v(k)\n.tran 10u 0.1 uic`,
  );
  const theirs = native(`${circuit}${transistors.join("\n")}\n.save v(k)\n.tran 10u 0.1 0 5u uic`);
  const rate = (times: readonly number[]): number => (times.length - 1) / (times[times.length - 1] - times[0]);
  const found = rises(scaleOf(ours), signalOf(ours, "v(k)"), 0.5, 0.2);
  const expected = rises(theirs.vectors[0].real, vectorOf(theirs, "v(k)"), 0.5, 0.2);
  expect(found.length).toBeGreaterThan(10);
  expect(found).toHaveLength(expected.length);
  expect(Math.abs(rate(found) / rate(expected) - 1)).toBeLessThan(2e-3);
});
