import { readFileSync } from "node:fs";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { HillockError } from "hillock";
import type { CharacteriseOptions } from "./commands/characterise.js";
import type { CompareOptions } from "./commands/compare.js";
import type { FitOptions } from "./commands/fit.js";
import type { ReproduceOptions } from "./commands/reproduce.js";
import type { SimulateOptions } from "./commands/simulate.js";
import type { SweepOptions } from "./commands/sweep.js";
import type { TrainStcOptions } from "./commands/train-stc.js";
import { type ExitCode, errorObject, exitCode, exitCodeOf } from "./failure.js";
import { createProgress, type Progress } from "./progress.js";
import type { TrainPrintedOptions } from "./train/train-options.js";
import { parseDigits, parseMismatch } from "./train-stc/parse-options.js";

const { version, description } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const tolerance = new Option("--tolerance <number>", "error allowed per time step, relative").argParser(positiveNumber);
const out = new Option("--out <folder>", "where to write; runs/<name of the netlist> by default");
const root = new Option("--root <folder>", "where included files may lie; the netlist's folder by default");
const mostSeeds = 1000;
const json = new Option("--json", "print one JSON object on stdout, nothing else");

const spikes = new Option(
  "--spikes <signal@level>",
  "take a signal as a spike train with this threshold, v(out)@2.5; repeatable",
).argParser(collect);

const program = new Command("hillock").description(description).version(version);

program
  .command("simulate")
  .description("run a netlist's analyses; write CSV, result.json and figures")
  .argument("<file>", "SPICE netlist")
  .addOption(new Option("--engine <engine>", "which simulator").choices(["hillock", "ngspice"]).default("hillock"))
  .addOption(tolerance)
  .option("--checkpoint <file>", "save the state of a transient now and then, and when interrupted")
  .addOption(
    new Option("--checkpoint-interval <seconds>", "time between two saves; 10 by default").argParser(positiveNumber),
  )
  .option("--resume <file>", "go on from a saved state: the results are those of an uninterrupted run, bit for bit")
  .addOption(out)
  .addOption(root)
  .addOption(json)
  .action((file: string, options: SimulateOptions & { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { simulateFile } = await import("./commands/simulate.js");
      return { ...(await simulateFile(file, options, progress)), exitCode: exitCode.pass };
    }),
  );

program
  .command("compare")
  .description("run netlists on both engines and say whether they agree (exit 0 pass, 1 fail, 3 reference unconverged)")
  .argument("<files...>", "SPICE netlists")
  .addOption(tolerance)
  .addOption(spikes)
  .option("--respect-tmax", "bind hillock, too, to the .tran line's longest step")
  .addOption(out)
  .addOption(root)
  .addOption(json)
  .action((files: string[], options: CompareOptions & { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { compareFiles } = await import("./commands/compare-files.js");
      return await compareFiles(files, options, progress);
    }),
  );

program
  .command("fit")
  .description(
    "fit quantities of a netlist to measured values of its .dc or .op analysis (exit 1 if it does not converge)",
  )
  .argument("<file>", "SPICE netlist")
  .argument(
    "<data>",
    "CSV: a column per swept source, then signals such as v(out) or i(v1), and sigma(v(out)) if known",
  )
  .requiredOption("--free <names>", "what to fit: R1, DMOD.is, M1.w, a .param; with commas, repeatable", collect)
  .option("--bounds <name=from:to>", "bounds in SI units; with commas, repeatable", collect)
  .addOption(
    new Option("--weights <weights>", "of residuals; sigma if the data have them, else equal").choices([
      "equal",
      "relative",
      "sigma",
    ]),
  )
  .option("--confidence <part>", "of the intervals; 0.95 by default", positiveNumber)
  .option("--profile", "intervals by the profile of the sum of squares: right far from linear, too, and slower")
  .addOption(out)
  .addOption(root)
  .addOption(json)
  .action((file: string, data: string, options: FitOptions & { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { fit } = await import("./commands/fit.js");
      return await fit(file, data, options, progress);
    }),
  );

program
  .command("sweep")
  .description(
    "run a netlist for many samples of what varies in it; say how the results scatter, and how many keep limits",
  )
  .argument("<file>", "SPICE netlist; its statistical functions are drawn, too")
  .requiredOption("--samples <number>", "how many", wholeNumber)
  .option("--seed <number>", "the same seed gives the same bits", wholeNumber, 1)
  .option("--vary <name=how>", "R1=10%, DMOD.is=lognormal:30%, R2=normal:1%+10%@lot; with commas, repeatable", collect)
  .option("--constraint <formula>", "of what varies, R1>R2: other samples are not drawn; repeatable", collect)
  .option("--limit <formula>", "of what comes out, v(out)>0.3: the yield is counted; repeatable", collect)
  .addOption(
    new Option("--method <method>", "how samples are placed")
      .choices(["sobol", "random", "latin-hypercube"])
      .default("sobol"),
  )
  .option("--outputs <signals>", "v(out),i(v1) of .op and .dc; what the netlist saves by default", collect)
  .option("--workers <number>", "threads; they change no result; one per core by default", wholeNumber)
  .addOption(tolerance)
  .addOption(out)
  .addOption(root)
  .addOption(json)
  .action((file: string, options: SweepOptions & { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { sweep } = await import("./commands/sweep.js");
      return await sweep(file, options, progress);
    }),
  );

program
  .command("characterise")
  .description("draw designs of a printed circuit, compute their transfer curves, fit a tanh to each")
  .addArgument(
    new Argument("<circuit>", "inv: negative weight; ptanh: activation").choices(["inv", "inv-three-stage", "ptanh"]),
  )
  .option("--samples <number>", "how many designs", wholeNumber, 10_000)
  .option("--seed <number>", "the same seed gives the same bits", wholeNumber, 1)
  .option("--from <volts>", "first input; -2 for inv, else -1", anyNumber)
  .option("--to <volts>", "last input; 2 for inv, else 1", anyNumber)
  .option("--points <number>", "inputs of a curve; 101 by default", wholeNumber)
  .addOption(new Option("--out <folder>", "where to write; runs/characterise-<circuit> by default"))
  .addOption(json)
  .action((circuit: string, options: CharacteriseOptions & { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { characteriseCircuit } = await import("./commands/characterise.js");
      return await characteriseCircuit(circuit, options, progress, version);
    }),
  );

const train = program.command("train").description("train a network");

train
  .command("printed")
  .description("train a network that can be printed: from a data set to component values")
  .argument("<data>", "iris, balance-scale, tic-tac-toe, or a CSV file with a column of labels")
  .option("--variation <part>", "how far every component may be off, 0.1 for 10 %", partOfOne, 0.1)
  .option("--seed <number>", "the same seed gives the same bits", wholeNumber, 1)
  .addOption(
    new Option(
      "--seeds <numbers>",
      "train with several: 10 for 1 to 10, or with commas; the one with the least validation loss is kept",
    )
      .argParser(seedNumbers)
      .conflicts("seed"),
  )
  .addOption(
    new Option(
      "--activation <kind>",
      "what gives the circuits' curves: their simulation, a surrogate, nothing to learn",
    )
      .choices(["circuit", "surrogate", "fixed"])
      .default("circuit"),
  )
  .option("--hidden <numbers>", "neurons of the hidden layers, with commas", layerSizes, [3])
  .addOption(
    new Option("--mode <mode>", "published: as in the code of the publications, with its peculiarities")
      .choices(["default", "published"])
      .default("default"),
  )
  .option("--epochs <number>", "at most", wholeNumber)
  .option("--label <column>", "of a CSV file; label, class or target, else the last one")
  .option("--resume", "go on with an interrupted training: the same bits as without the interruption")
  .addOption(new Option("--out <folder>", "where to write; runs/printed-<data> by default"))
  .addOption(json)
  .action((data: string, options: TrainPrintedOptions & { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { trainPrinted } = await import("./commands/train-printed.js");
      return await trainPrinted(data, options, progress);
    }),
  );

train
  .command("stc")
  .description("train synapses with two-phase plasticity to tell handwritten digits apart (MNIST)")
  .option("--digits <digits>", "which, with commas; a neuron for each", parseDigits, [0, 1])
  .addOption(
    new Option("--mode <mode>", "published-...: as in the code of the publication, with its peculiarities")
      .choices(["default", "gentle", "published-standard", "published-accelerated"])
      .default("default"),
  )
  .addOption(
    new Option(
      "--integrator <integrator>",
      "exact from spike to spike, or forward Euler; the mode's own by default",
    ).choices(["exact", "euler"]),
  )
  .addOption(
    new Option("--encoding <encoding>", "of grey levels as spikes")
      .choices(["deterministic", "poisson"])
      .default("deterministic"),
  )
  .addOption(
    new Option("--readout <readout>", "which one decides; all are reported; the mode's own by default").choices([
      "counts",
      "drive",
      "normalised",
    ]),
  )
  .option("--samples <number>", "of training: the first ones with these digits", countingNumber, 168)
  .option("--test-samples <number>", "of testing; all by default, the first 100 in the published modes", countingNumber)
  .option("--epochs <number>", "how often all samples are shown", countingNumber, 1)
  .option(
    "--mismatch <part>",
    "relative standard deviation of the synapses' values: 0.1, or thresholds=0.1,currents=0.05,capacitance=0.01",
    parseMismatch,
  )
  .option("--data <folder>", "with idx files named as those of MNIST, which they are by default")
  .option("--seed <number>", "of random encodings and mismatch", wholeNumber, 1)
  .option("--resume", "go on with an interrupted training: the same bits as without the interruption")
  .addOption(new Option("--out <folder>", "where to write; runs/stc-<digits> by default"))
  .addOption(json)
  .action((options: TrainStcOptions & { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { trainStc } = await import("./commands/train-stc.js");
      return await trainStc(options, progress);
    }),
  );

program
  .command("verify")
  .description(
    "build a trained network's circuit from its parts; compare it with the model and with ngspice (exit 1 if they differ)",
  )
  .argument("<run>", "folder of a training")
  .addOption(json)
  .action((folder: string, options: { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { verify } = await import("./commands/verify.js");
      return await verify(folder, progress);
    }),
  );

program
  .command("export")
  .description("write what a workshop needs: netlist, component table, drawing of the crossbars, JSON")
  .argument("<run>", "folder of a training")
  .addOption(json)
  .action((folder: string, options: { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { exportRun } = await import("./commands/export.js");
      return await exportRun(folder, progress);
    }),
  );

program
  .command("reproduce")
  .description(
    "run published figures and tables, and say of each of their statements what we find (exit 1 on any fail)",
  )
  .argument("[names...]", "experiments (uc-neuron/fig-2) or sources (uc-neuron)")
  .option("--list", "list the experiments, run none")
  .option("--all", "run all but those that take over two minutes")
  .option("--long", "also run those that take over two minutes")
  .option("--ngspice", "measure the same on ngspice as well")
  .addOption(new Option("--out <folder>", "where to write; runs/reproduce by default"))
  .addOption(json)
  .action((names: string[], options: ReproduceOptions & { json?: boolean }) =>
    run(options.json, async (progress) => {
      const { reproduce } = await import("./commands/reproduce.js");
      return await reproduce(names, options, progress);
    }),
  );

program
  .command("demo")
  .description(
    "train a network for iris that can be printed, check it against ngspice, write a report (about a minute)",
  )
  .action(() =>
    run(false, async (progress) => {
      const { demo } = await import("./commands/demo.js");
      return { ...(await demo(progress)), object: {} };
    }),
  );

await main();

/** What a command says, for people and for programs. */
interface Outcome {
  readonly object: object;
  readonly text: string;
  readonly exitCode: ExitCode;
}

async function run(asJson: boolean | undefined, command: (progress: Progress) => Promise<Outcome>): Promise<void> {
  const progress = createProgress();
  const outcome = await command(progress).finally(progress.finish);
  process.stdout.write(asJson ? `${JSON.stringify(outcome.object)}\n` : `${outcome.text}\n`);
  process.exitCode = outcome.exitCode;
}

async function main(): Promise<void> {
  for (const command of [program, ...program.commands, ...train.commands]) {
    // Errors of usage are printed as all others are.
    command.exitOverride().configureOutput({ outputError: () => undefined });
  }
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const cause = error instanceof CommanderError ? usageError(error) : error;
    const asJson = process.argv.includes("--json");
    if (asJson) process.stdout.write(`${JSON.stringify({ error: errorObject(cause) })}\n`);
    else process.stderr.write(`${errorObject(cause).message}\n`);
    process.exitCode = exitCodeOf(cause);
  }
}

function usageError({ code, message }: CommanderError): HillockError {
  if (code === "commander.help") {
    return new HillockError({ code: "usage/no-command", problem: "no command is given", help: "see above" });
  }
  const [problem, ...details] = message.replace(/^error: /, "").split("\n");
  return new HillockError({
    code: `usage/${code.replace(/^commander\./, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    problem,
    details,
    help: "hillock --help lists the commands, hillock <command> --help its options",
  });
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}

function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number.");
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text.trim()) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It must be a whole number.");
}

function countingNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be a whole number from 1 on.");
}

function partOfOne(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value < 1) return value;
  throw new InvalidArgumentError("It must be a number from 0 to below 1.");
}

/** "10" for 1 to 10, or "1,2,5". */
function seedNumbers(text: string): number[] {
  const numbers = text.split(",").map((each) => each.trim());
  const wrong = new InvalidArgumentError("It must be how many seeds, or different whole numbers with commas.");
  if (!numbers.every((each) => /^\d{1,9}$/.test(each))) throw wrong;
  const given = numbers.map(Number);
  if (given.length > 1 && new Set(given).size === given.length) return given;
  if (given.length > 1 || given[0] < 1 || given[0] > mostSeeds) throw wrong;
  return Array.from({ length: given[0] }, (_, k) => k + 1);
}

function layerSizes(text: string): number[] {
  const sizes = text.split(",").map((each) => each.trim());
  if (sizes.every((each) => /^[1-9]\d{0,3}$/.test(each))) return sizes.map(Number);
  throw new InvalidArgumentError("It must be whole numbers from 1 to 9999, with commas.");
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
