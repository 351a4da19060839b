import { fault } from "./source-text.js";
import type { CallSyntax } from "./syntax.js";

/** @throws HillockError unless the call has that many arguments */
export function requireArguments(call: CallSyntax, least: number, most = least): void {
  if (call.args.length >= least && call.args.length <= most) return;
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  throw fault("wrong-arguments", `${call.name}() takes ${wanted} arguments, ${call.args.length} given`, call.at);
}
