import type { HillockError } from "../../base/error.js";
import { errorAt } from "../netlist-error.js";
import type { LogicalLine } from "./logical-line.js";

/** The error of a `.control` block: its commands are a program; the help names the netlist lines that say the same. */
export function controlBlockError(lines: readonly LogicalLine[], index: number): HillockError {
  const block: string[] = [];
  for (const { text } of lines.slice(index + 1)) {
    if (/^\.endc\b/i.test(text)) break;
    block.push(text);
  }
  const instead = replacements(block);
  const details = instead.map((line) => `    ${line}`);
  const line = lines[index];
  const problem = "control blocks are not run: they are a program, not a circuit";
  return errorAt({ line, start: 0, end: line.text.length }, "control-block", problem, {
    details: details.length > 0 ? ["Lines that say the same:", ...details] : [],
    help:
      details.length > 0
        ? "replace the block from .control to .endc by these lines"
        : "remove it from .control to .endc; say with .op .dc .tran .ac .save .measure .options what to compute",
  });
}

function replacements(commands: readonly string[]): string[] {
  const lines: string[] = [];
  const signals: string[] = [];
  for (const command of commands) {
    const [word = "", ...rest] = command.trim().split(/\s+/);
    const body = rest.join(" ");
    switch (word.toLowerCase()) {
      case "op":
      case "dc":
      case "tran":
      case "ac":
      case "save":
        lines.push(`.${word.toLowerCase()} ${body}`.trim());
        break;
      case "meas":
      case "measure":
        lines.push(`.measure ${body}`);
        break;
      case "pre_osdi":
        // A compiled Verilog-A file; here it is read as it was written.
        lines.push(`.hdl "${body.replace(/^"|"$/g, "").replace(/\.osdi$/i, ".va")}"`);
        break;
      case "option":
      case "set":
        if (/^temp\s*=/i.test(body)) lines.push(`.options ${body.replace(/\s/g, "")}`);
        break;
      case "wrdata":
      case "write":
      case "print":
      case "plot":
        signals.push(...(body.match(/\b[vi]\s*\([^()]*\)/gi) ?? []));
        break;
    }
  }
  const unique = [...new Set(signals)];
  return unique.length > 0 && !lines.some((line) => line.startsWith(".save"))
    ? [...lines, `.save ${unique.join(" ")}`]
    : lines;
}
