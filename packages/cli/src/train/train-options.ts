/** What `hillock train printed` is asked for. */
export interface TrainPrintedOptions {
  readonly variation: number;
  readonly seed: number;
  /** Instead of `seed`: one after the other, each in a folder of its own. */
  readonly seeds?: readonly number[];
  readonly activation: "circuit" | "surrogate" | "fixed";
  readonly hidden: readonly number[];
  readonly mode: "default" | "published";
  readonly epochs?: number;
  readonly label?: string;
  readonly out?: string;
  readonly resume?: boolean;
}
