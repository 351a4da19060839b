import { checkModule } from "./check.js";
import { collectDeclarations } from "./declarations.js";
import type { DeviceModule } from "./device-module.js";
import { parameterDeclaration } from "./parameter-declaration.js";
import type { SourceText } from "./source-text.js";
import type { FileSyntax } from "./syntax.js";

/**
 * The device that a syntax tree describes. Neither this nor what follows needs the parser, so that a tree can be made
 * beforehand (syntax-data.ts).
 *
 * @throws HillockError `veriloga/...` at the first name, call or declaration that is wrong
 */
export function moduleOf(file: FileSyntax, source: SourceText): DeviceModule {
  const [{ name, at, ports }] = file.modules;
  const declarations = collectDeclarations(file);
  checkModule(declarations);
  return {
    name,
    at,
    source,
    ports: ports.map((port) => port.name),
    parameters: declarations.parameters.map(parameterDeclaration),
    declarations,
  };
}
