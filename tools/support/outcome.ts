import { compile, instantiate, isHillockError, parseNetlist, readVerilogA } from "../../packages/hillock/src/index.js";
import type { Example, verilogAExamples } from "./examples.js";

/** What becomes of an example when it is tried: it works, it is read without effect, or it is refused with a code. */
export type Outcome =
  | { readonly kind: "works" }
  | { readonly kind: "idle"; readonly why: string }
  | { readonly kind: "refused"; readonly code: string; readonly help: string };

const library = ".lib slow\n.param s=1\n.endl\n";

/** Reads and compiles a netlist around the example. */
export function tryNetlist({ line, beside = [], alone }: Example): Outcome {
  const own = beside.includes(line) ? [] : [line];
  const circuit = alone ? [] : ["V1 a 0 1", "R1 a b 1k", "C1 b 0 1n", "R4 b 0 1k"];
  const text = ["example", ...circuit, ...own, ...beside, ".end", ""].join("\n");
  return attempt(() => {
    const include = (name: string) => {
      if (name === "device.va") return moduleSource("I(a,b) <+ V(a,b)/R;");
      return name === "other.lib" && line.startsWith(".lib") ? library : "";
    };
    return compile(parseNetlist(text, { file: "example.cir", include })).system.notes;
  });
}

/** Reads and instantiates a Verilog-A module around the example. */
export function tryVerilogA({ line, module = "" }: (typeof verilogAExamples)[number]): Outcome {
  const source = moduleSource(line, module);
  const request = { parameters: {}, connectedPorts: 2, environment: { temperature: 300.15, gmin: 1e-12 } };
  return attempt(() => instantiate(readVerilogA(source, { file: "device.va" }), request).notes);
}

const moduleSource = (line: string, module = ""): string => `module device(a, b);
inout a, b; electrical a, b, i;
parameter real R = 1k from (0:inf);
real x; integer n;
${module}
analog begin
  n = 0;
  ${line}
end
endmodule
`;

function attempt(work: () => readonly string[]): Outcome {
  try {
    const [note] = work();
    return note === undefined ? { kind: "works" } : { kind: "idle", why: note.replace(/ on line \d+/, "") };
  } catch (error) {
    if (!isHillockError(error)) throw error;
    return { kind: "refused", code: error.code, help: error.parts.help ?? "" };
  }
}
