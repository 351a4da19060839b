import type { Method } from "hillock";

/** How a run of ngspice is set. */
export interface PeerRung {
  readonly method: "trap" | "gear";
  readonly reltol: number;
  readonly trtol: number;
  /** Longest step, s; none unless the counts are wrong without. */
  readonly maximumStep?: number;
  /** Absolute tolerances other than the default ones, as ngspice's options. */
  readonly absolute?: string;
}

/** How a run of ours is set. */
export interface OurRung {
  readonly method: Method;
  readonly tolerance: number;
}

/**
 * The settings that an engine may choose from, in columns: down a column they get tighter, and slower.
 * The fastest that meets the target counts.
 */
export const peerLadder: readonly (readonly PeerRung[])[] = [7, 1].flatMap((trtol) =>
  (["trap", "gear"] as const).map((method) => [1e-3, 3e-4, 1e-4, 1e-5].map((reltol) => ({ method, reltol, trtol }))),
);

export const ourLadder: readonly (readonly OurRung[])[] = (["esdirk4", "tr-bdf2", "trapezoidal"] as const).map(
  (method) => [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6].map((tolerance) => ({ method, tolerance })),
);

/** Settings tighter than any on the ladders, for the truth, ever tighter; the next is tried where the engines do not agree. */
export const ourTruthRungs: readonly OurRung[] = [1e-7, 1e-8, 1e-9].map((tolerance) => ({
  method: "esdirk4",
  tolerance,
}));
export const peerTruthRungs: readonly PeerRung[] = [
  { method: "trap", reltol: 1e-6, trtol: 1 },
  { method: "trap", reltol: 1e-7, trtol: 0.1 },
  { method: "trap", reltol: 1e-8, trtol: 0.01, absolute: "vntol=1e-8 chgtol=1e-16" },
];

export const peerText = ({ method, reltol, trtol, maximumStep, absolute }: PeerRung): string =>
  [method, `reltol=${reltol}`, `trtol=${trtol}`, absolute, maximumStep === undefined ? "" : `tmax=${maximumStep}`]
    .filter(Boolean)
    .join(" ");

export const ourText = ({ method, tolerance }: OurRung): string => `${method} tolerance=${tolerance}`;
