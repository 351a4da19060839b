/** What `verification.json` says: see docs/result-format.md. */
export interface Verification {
  readonly schemaVersion: 1;
  readonly command: "verify";
  readonly run: string;
  /** Share of test rows for which circuit and trained model answer the same. */
  readonly agreement: number;
  /** Test rows for which they do not, from 0. */
  readonly different: readonly number[];
  /** Largest difference of a node voltage between the circuit and the model at the same, rounded values, V. */
  readonly worstVoltage: number;
  /** Where: a node of the netlist and a test row. */
  readonly worstAt: { readonly node: string; readonly row: number };
  /** The same against the model at the values before rounding. */
  readonly unrounded: { readonly worstVoltage: number };
  /** Share of test rows that the circuit answers rightly. */
  readonly accuracy: number;
  readonly rows: number;
  readonly ngspice: {
    readonly samples: number;
    /** Largest difference of a node voltage from our engine, V. */
    readonly worst: number;
    readonly node: string;
    readonly row: number;
    readonly runner: string;
  };
  /** W, all supplies and inputs. */
  readonly power: number;
  readonly powerDetails: object;
}
