/** A function to be made small, at some parameters. */
export interface ObjectiveEvaluation {
  readonly value: number;
  /** d value / d parameters `[parameters]` */
  readonly gradient: Float64Array;
}

/** May throw a HillockError where it cannot be evaluated; the search then goes less far. */
export type Objective = (parameters: Float64Array) => ObjectiveEvaluation;
