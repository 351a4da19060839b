import type { DataTable } from "./data-table.js";

/**
 * Balance scale: all 625 positions of a scale with a weight of 1 ... 5 at a distance of 1 ... 5 on either side; the side with the
 * larger product of weight and distance goes down. Source: R. S. Siegler, Three aspects of cognitive development, 1976; in the
 * UCI repository as "Balance Scale", whose rows these are.
 */
export function balanceScale(): DataTable {
  const values: number[] = [];
  const labels: number[] = [];
  const steps = [1, 2, 3, 4, 5];
  for (const leftWeight of steps)
    for (const leftDistance of steps)
      for (const rightWeight of steps)
        for (const rightDistance of steps) {
          values.push(leftWeight, leftDistance, rightWeight, rightDistance);
          labels.push(1 + Math.sign(rightWeight * rightDistance - leftWeight * leftDistance));
        }
  return {
    features: ["left weight", "left distance", "right weight", "right distance"],
    classes: ["left", "balanced", "right"],
    values: Float64Array.from(values),
    labels: Uint8Array.from(labels),
    conversions: [],
  };
}

const lines = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
];

/**
 * Tic-tac-toe endgame: all 958 boards on which a game can have ended where x began; whether x has won. A field is 1 for x, 0 for o,
 * 0.5 for an empty one. Source: the rules; in the UCI repository as "Tic-Tac-Toe Endgame" (D. Aha, 1991), whose rows these are.
 */
export function ticTacToeEndgame(): DataTable {
  const ends = new Map<string, boolean>();
  const board = Array.from({ length: 9 }, () => 0.5);
  const has = (mark: number): boolean => lines.some((line) => line.every((field) => board[field] === mark));
  const seen = new Set<string>();
  const play = (moves: number): void => {
    const key = board.join();
    if (seen.has(key)) return;
    seen.add(key);
    const xWins = has(1);
    if (xWins || has(0) || moves === 9) {
      ends.set(key, xWins);
      return;
    }
    for (let field = 0; field < 9; field++) {
      if (board[field] !== 0.5) continue;
      board[field] = moves % 2 === 0 ? 1 : 0;
      play(moves + 1);
      board[field] = 0.5;
    }
  };
  play(0);
  const sorted = [...ends].sort(([a], [b]) => (a < b ? 1 : -1));
  return {
    features: ["top", "middle", "bottom"].flatMap((row) =>
      ["left", "middle", "right"].map((column) => `${row} ${column}`),
    ),
    classes: ["not won by x", "won by x"],
    values: Float64Array.from(sorted.flatMap(([key]) => key.split(",").map(Number))),
    labels: Uint8Array.from(sorted, ([, won]) => (won ? 1 : 0)),
    conversions: [],
  };
}
