import type { Device, VerilogASource } from "../netlist/circuit.js";
import { shippedModules } from "./modules.js";

/** Module parameters by what a netlist calls them, lower case. */
export type ParameterNames = Readonly<Record<string, string>>;

/** What a device of a netlist is: its Verilog-A module, and what the netlist's terminals and names mean there. */
export interface CatalogueEntry {
  /** The Verilog-A file of the module. */
  readonly source: VerilogASource;
  /** Parameters that the kind of the model decides, such as TYPE = -1 for PNP. */
  readonly fixed: Readonly<Record<string, number>>;
  /** Fewest and most nodes. */
  readonly nodes: readonly [least: number, most: number];
  /** One more port follows the nodes: its potential is the current (A) of the element's controlling source. */
  readonly controlledByCurrent: boolean;
  /** Module parameter that takes the element's value, and module parameters of which one may give it instead. */
  readonly value?: { readonly parameter: string; readonly otherwise: readonly string[] };
  /** Model levels that this is; a model without level is this. None if `level` is a parameter like others. */
  readonly levels: readonly number[];
  /** What `.model` may set, and what an element may set beside or instead. */
  readonly model: ParameterNames;
  readonly instance: ParameterNames;
  /** Bare words of a model that set module parameters, such as pchan. */
  readonly flags: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Initial conditions and hints of an element, which are no parameters of the device. */
  readonly initial: readonly string[];
  /** Names of ngspice that change nothing that is computed here, such as noise and ratings, and why. */
  readonly idle: Readonly<Record<string, string>>;
  /** Names that are several parameters, which differ in case only. */
  readonly ambiguous?: ReadonlySet<string>;
  /** What a user should know of a model parameter that is given. */
  readonly cautions?: Readonly<Record<string, string>>;
  /** Names of ngspice that do act, are not modelled here, and are accepted only at the value that has no effect, if any. */
  readonly absent: Readonly<Record<string, number | undefined>>;
}

/** `names("is n", { js: "is" })`: each name means the module parameter in upper case; aliases mean another name's. */
function names(list: string, aliases: Readonly<Record<string, string>> = {}): ParameterNames {
  const own = list.split(/\s+/).map((name) => [name, name.toUpperCase()] as const);
  const others = Object.entries(aliases).map(([alias, name]) => [alias, name.toUpperCase()] as const);
  return Object.fromEntries([...own, ...others]);
}

const each = <T>(list: string, value: T): Readonly<Record<string, T>> =>
  Object.fromEntries(list.split(/\s+/).map((name) => [name, value]));

const noise = "noise is not computed";
const rating = "ratings are not checked";
const typeName = "the name of the model type";

/** Of an element of any kind: temperature in degrees C, how much above the circuit's, and how many in parallel. */
const everyInstance = names("temp dtemp", { m: "mult" });

const plain = { fixed: {}, levels: [1], flags: {}, absent: {}, initial: [], controlledByCurrent: false } as const;

const resistorEntry: CatalogueEntry = {
  ...plain,
  source: shippedModules.resistor,
  nodes: [2, 2],
  value: { parameter: "R", otherwise: ["RSH"] },
  model: names("r rsh l w short narrow tc1 tc2 tce tnom", {
    ...{ res: "r", defw: "w", dw: "narrow", dlr: "short", tc1r: "tc1", tc2r: "tc2", tref: "tnom" },
  }),
  instance: { ...everyInstance, ...names("r l w tc1 tc2 tce scale", { resistance: "r", tc: "tc1" }) },
  idle: { ...each("kf af ef lf wf noisy noise", noise), ...each("bv_max", rating) },
  absent: { ac: undefined },
};

const capacitorEntry: CatalogueEntry = {
  ...plain,
  source: shippedModules.capacitor,
  nodes: [2, 2],
  value: { parameter: "C", otherwise: ["CJ", "CJSW"] },
  model: names("cj cjsw w short narrow tc1 tc2 tnom", {
    ...{ cap: "c", cox: "cj", capsw: "cjsw", defw: "w", tref: "tnom" },
  }),
  instance: { ...everyInstance, ...names("c l w tc1 tc2 scale", { capacitance: "c", cap: "c" }) },
  initial: ["ic"],
  idle: { ...each("bv_max", rating), c: typeName },
  absent: each("di thick del l defl", 0),
};

const inductorEntry: CatalogueEntry = {
  ...plain,
  source: shippedModules.inductor,
  nodes: [2, 2],
  value: { parameter: "L", otherwise: [] },
  model: names("tc1 tc2 tnom", { ind: "l", tref: "tnom" }),
  instance: { ...everyInstance, ...names("l tc1 tc2 scale", { inductance: "l" }) },
  initial: ["ic"],
  idle: { l: typeName },
  absent: { ...each("csect dia length nt", 0), mu: 1 },
};

const diodeEntry: CatalogueEntry = {
  ...plain,
  source: shippedModules.diode,
  nodes: [2, 2],
  model: names("is n rs tt cjo vj m fc bv ibv nbv isr nr ikf ikr eg xti trs1 trs2 ttt1 ttt2 tm1 tm2 tcv area tnom", {
    js: "is",
    cj0: "cjo",
    cj: "cjo",
    pb: "vj",
    mj: "m",
    ib: "ibv",
    ik: "ikf",
    trs: "trs1",
    tref: "tnom",
  }),
  instance: { ...everyInstance, ...names("area") },
  initial: ["ic", "off"],
  idle: {
    ...each("kf af", noise),
    ...each("fv_max bv_max id_max te_max pd_max", rating),
    ...each("rth0 cth0", "self-heating acts only with `thermal` on the element"),
    ...each("ns php tphp mjsw fcs ctp ntun xtitun keg", "acts only with jsw, cjp, jtun or jtunsw"),
    ...each("l w lm lp wm wp xm xp xom xoi", "acts only at level 3"),
    ...each("d", typeName),
  },
  absent: {
    ...each("jsw cjp cjsw pj jtun jtunsw tlev tlevc cta ctc tpb tvj thermal", 0),
  },
};

const bipolarTemperatureCoefficients =
  "tbf1 tbf2 tbr1 tbr2 tikf1 tikf2 tikr1 tikr2 tirb1 tirb2 tnc1 tnc2 tne1 tne2 tnf1 tnf2 tnr1 tnr2 trb trb1 trb2 " +
  "trc trc1 trc2 tre tre1 tre2 trm1 trm2 tvaf1 tvaf2 tvar1 tvar2 ctc cte cts tvjc tvje tvjs titf1 titf2 ttf1 ttf2 " +
  "ttr1 ttr2 tmje1 tmje2 tmjc1 tmjc2 tmjs1 tmjs2 tns1 tns2 tis1 tis2 tise1 tise2 tisc1 tisc2 tiss1 tiss2";

const bipolarEntry: CatalogueEntry = {
  ...plain,
  source: shippedModules.bipolar,
  nodes: [3, 4],
  model: names(
    "is ibe ibc bf nf vaf ikf nkf ise ne br nr var ikr isc nc rb irb rbm re rc cje vje mje tf xtf vtf itf cjc vjc mjc " +
      "xcjc tr cjs vjs mjs iss ns fc xtb eg xti subs tnom",
    {
      ...{ va: "vaf", ik: "ikf", nk: "nkf", c2: "ise", vb: "var", c4: "isc", pe: "vje", me: "mje", pc: "vjc" },
      ...{ mc: "mjc", ccs: "cjs", csub: "cjs", ps: "vjs", ms: "mjs", tref: "tnom" },
    },
  ),
  instance: { ...everyInstance, ...names("area areab areac") },
  initial: ["icvbe", "icvce", "off"],
  idle: {
    ...each("kf af", noise),
    ...each("vbe_max vbc_max vce_max pd_max ic_max ib_max te_max rth0", rating),
    ...each("vo gamma qco quasimod vg cn d", "acts only with rco"),
    ...each("npn pnp", typeName),
  },
  absent: { ...each("ptf rco tlev tlevc", 0), ...each(bipolarTemperatureCoefficients, 0) },
};

const mosfetEntry: CatalogueEntry = {
  ...plain,
  source: shippedModules.mosfet,
  nodes: [4, 4],
  model: names(
    "vto kp gamma phi lambda rd rs rsh cbd cbs is js pb cj mj cjsw mjsw fc cgso cgdo cgbo tox ld uo nsub tpg nss tnom",
    { vt0: "vto", u0: "uo", tref: "tnom" },
  ),
  instance: { ...everyInstance, ...names("w l ad as pd ps nrd nrs") },
  initial: ["icvds", "icvgs", "icvbs", "off"],
  idle: {
    ...each("kf af", noise),
    ...each("nmos pmos", typeName),
  },
  cautions: {
    tox: "Meyer's gate capacitances conserve no charge: a closed cycle of gate and drain may move some percent of W L Cox times the swing",
  },
};

const vdmosEntry: CatalogueEntry = {
  ...plain,
  source: shippedModules.vdmos,
  nodes: [3, 3],
  model: names(
    "vto kp lambda theta mtriode ksubthres subshift rd rs rg rds rq vq cgs cgdmin cgdmax a is n rb bv ibv nbv cjo vj m " +
      "fc tt eg xti tcvth mu texp0 texp1 trd1 trd2 trg1 trg2 trs1 trs2 trb1 trb2 tksubthres1 tksubthres2 tnom",
    { vth0: "vto", vtotc: "tcvth", bex: "mu", tref: "tnom" },
  ),
  instance: everyInstance,
  initial: ["icvds", "icvgs", "off"],
  flags: {
    ...{ nchan: { TYPE: 1 }, vdmosn: { TYPE: 1 }, vdmos: {} },
    ...{ pchan: { TYPE: -1 }, vdmosp: { TYPE: -1 } },
  },
  idle: {
    ...each("kf af", noise),
    ...each("vgs_max vgd_max vds_max vgsr_max vgdr_max pd_max id_max idr_max te_max rth_ext derating", rating),
    ...each("rthjc rthca cthj", "self-heating acts only with `thermal` on the element"),
    ...each("phi", "does not enter the equations of this device in ngspice either"),
  },
  absent: each("thermal", 0),
};

const switchEntry: CatalogueEntry = {
  ...plain,
  source: shippedModules.switch,
  nodes: [4, 4],
  model: names("vt vh ron roff"),
  instance: names("on"),
  idle: { ...each("off", "open is what a switch is without `on`"), ...each("sw", typeName) },
};

const currentSwitchEntry: CatalogueEntry = {
  ...plain,
  source: shippedModules.currentswitch,
  nodes: [2, 2],
  controlledByCurrent: true,
  model: names("it ih ron roff"),
  instance: {},
  idle: {
    ...each("on off", "ngspice 39 does not heed it for a current-controlled switch"),
    ...each("csw", typeName),
  },
};

/**
 * Every device of a netlist that has a letter of its own, by the type of the element and of its model ("" without one).
 * This is the only place that knows which device is which: all else reads these properties. The properties of other
 * Verilog-A modules are read from the modules (see `moduleEntry`).
 */
export const catalogue: Readonly<
  Record<Exclude<Device["type"], "verilogA">, Readonly<Record<string, CatalogueEntry>>>
> = {
  resistor: { "": resistorEntry, R: resistorEntry },
  capacitor: { "": capacitorEntry, C: capacitorEntry },
  inductor: { "": inductorEntry, L: inductorEntry },
  diode: { D: diodeEntry },
  bipolar: { NPN: { ...bipolarEntry, fixed: { TYPE: 1 } }, PNP: { ...bipolarEntry, fixed: { TYPE: -1 } } },
  mosfet: {
    NMOS: { ...mosfetEntry, fixed: { TYPE: 1 } },
    PMOS: { ...mosfetEntry, fixed: { TYPE: -1 } },
    VDMOS: vdmosEntry,
  },
  switch: { SW: switchEntry },
  currentSwitch: { CSW: currentSwitchEntry },
};
