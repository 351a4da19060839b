import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inverseNormal } from "../../src/sampling/inverse-normal.js";
import { randomStream } from "../../src/sampling/random-stream.js";

/** Solutions of erfc(-z / sqrt 2) / 2 = p, found with 40 digits (mpmath). */
const exact: readonly (readonly [p: number, z: number])[] = [
  [0.5, 0],
  [0.6, 0.2533471031357997],
  [0.9, 1.2815515655446006],
  [0.925, 1.4395314709384561],
  [0.9250001, 1.4395321773759004],
  [0.975, 1.9599639845400538],
  [0.999, 3.090232306167813],
  [0.25, -0.6744897501960817],
  [0.1, -1.2815515655446004],
  [0.075, -1.439531470938456],
  [0.074999, -1.4395385353452308],
  [0.01, -2.326347874040841],
  [0.001, -3.0902323061678136],
  [1e-5, -4.264890793922825],
  [1e-8, -5.612001244174789],
  [1.3887943864964e-11, -6.657904643501104],
  [1.38e-11, -6.658838502850766],
  [1e-15, -7.941345326170997],
  [1e-20, -9.262340089798407],
  [1e-50, -14.933337534788489],
  [1e-100, -21.273453560965326],
  [1e-300, -37.0470962993612],
  [0.9999999, 5.199337582290661],
  [0.9999999999999999, 8.209536151601387],
  [0.123456789, -1.1578786091502085],
];

describe("inverseNormal", () => {
  it("is exact to 1e-15", () => {
    for (const [p, z] of exact) expect(Math.abs(inverseNormal(p) - z)).toBeLessThanOrEqual(1e-15 * Math.abs(z));
  });

  it("is odd about 1/2 and rises", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1, noNaN: true, maxExcluded: true }), (p) => {
        expect(inverseNormal(1 - p)).toBe(p === 0.5 ? inverseNormal(p) : -inverseNormal(p));
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1 - 1e-12, noNaN: true }), (p) => {
        expect(inverseNormal(p * (1 + 1e-12))).toBeGreaterThan(inverseNormal(p));
      }),
    );
  });

  it("has the limits of the distribution at 0 and 1 and no value elsewhere", () => {
    expect(inverseNormal(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(inverseNormal(1)).toBe(Number.POSITIVE_INFINITY);
    for (const p of [-1e-9, 1.0000001, Number.NaN]) expect(inverseNormal(p)).toBeNaN();
  });
});

describe("randomStream", () => {
  it("draws standard normal numbers", () => {
    const { normal } = randomStream(11, 4);
    const count = 100_000;
    const draws = Array.from({ length: count }, normal);
    const moment = (power: number) => draws.reduce((sum, z) => sum + z ** power, 0) / count;
    // Variances of z, z^2, z^3, z^4: 1, 2, 15, 96.
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / count));
  });

  it("gives one normal number for each uniform one", () => {
    const [a, b] = [randomStream(1, 2), randomStream(1, 2)];
    for (let k = 0; k < 10; k++) expect(a.normal()).toBe(inverseNormal(b.uniform()));
  });

  it("stays as it is: results are to be repeatable by later versions", () => {
    const { uniform, normal, integer } = randomStream(42, 7);
    expect([uniform(), normal(), integer(1000), uniform()]).toMatchInlineSnapshot(`
      [
        0.8958143291301425,
        -0.4294579404710029,
        632,
        0.5617364647242532,
      ]
    `);
  });
});
