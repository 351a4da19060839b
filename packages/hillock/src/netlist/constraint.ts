/** Values of parameters by name, SI. */
export type NamedValues<Name extends string> = Readonly<Record<Name, number>>;

/** An inequality between parameters that every design has to fulfil, for people and for programs. */
export interface Constraint<Name extends string> {
  /** A formula of the parameters that is true where `holds` is: `R1/R2 > R3/R4`. */
  readonly text: string;
  // A method, so that a cell with more parameters may stand where one with fewer is expected.
  holds(values: NamedValues<Name>): boolean;
}

/** The constraints as conditions on a row of values, as `drawSamples` takes them; `names` are those of the row. */
export function rowConstraints<Name extends string>(
  constraints: readonly Constraint<Name>[],
  names: readonly Name[],
): ((row: Float64Array) => boolean)[] {
  const values = {} as Record<Name, number>;
  return constraints.map((constraint) => (row) => {
    for (let k = 0; k < names.length; k++) values[names[k]] = row[k];
    return constraint.holds(values);
  });
}
