import { HillockError } from "../../base/error.js";
import { multiply, subtract, unary } from "../../expr/build.js";
import type { FlatCoupling } from "../../netlist/flat-circuit.js";
import { type Assembly, adjustedNumber } from "./assembly.js";
import { key } from "./names.js";

/**
 * Adds the fluxes M i of coupled inductors to their rows.
 * @throws HillockError engine/coupling if one of them is not an inductor
 */
export function addCoupling(assembly: Assembly, element: FlatCoupling): void {
  const { graph } = assembly;
  const { name, inductors } = element;
  const coefficient = adjustedNumber(assembly, element, "coefficient", element.coefficient);
  const branches = inductors.map((inductor) => {
    const branch = assembly.branchRows.get(key(inductor));
    const values = assembly.inductors.get(key(inductor));
    if (!branch || values === undefined) {
      throw new HillockError({
        code: "engine/coupling",
        problem: `${name} couples ${inductor}, which is not an inductor`,
        help: "name two or more L elements",
      });
    }
    return { ...branch, inductance: values.inductance, initial: values.initialCurrent ?? branch.value };
  });
  branches.forEach((one, i) => {
    branches.forEach((other, j) => {
      if (i === j) return;
      const root = unary(graph, "sqrt", multiply(graph, one.inductance, other.inductance));
      const mutual = multiply(graph, coefficient, root);
      // The inductor's own row is v - d/dt (L i) = 0; coupling adds the flux M i of its partner.
      const flux = multiply(graph, mutual, other.value);
      one.row.charge = subtract(graph, one.row.charge, flux);
      one.row.initialCharge = subtract(graph, one.row.initialCharge, multiply(graph, mutual, other.initial));
    });
  });
}
