import { literalValue } from "./constant-value.js";
import type { ParameterDeclaration, ParameterInterval } from "./device-module.js";
import type { ParameterSyntax, RangeSyntax } from "./syntax.js";

/** What a parameter's declaration says, as far as it is written out in numbers. */
export function parameterDeclaration({
  name,
  type,
  description,
  units,
  local,
  value,
  ranges,
}: ParameterSyntax): ParameterDeclaration {
  const of = (kind: RangeSyntax["kind"]): ParameterInterval[] =>
    ranges.filter((range) => range.kind === kind).map(interval);
  return {
    name,
    type,
    description,
    units,
    settable: !local,
    defaultValue: literalValue(value),
    permitted: of("from"),
    excluded: of("exclude"),
  };
}

const interval = ({ lower, upper, includesLower, includesUpper }: RangeSyntax): ParameterInterval => ({
  lower: literalValue(lower),
  upper: literalValue(upper),
  includesLower,
  includesUpper,
});
