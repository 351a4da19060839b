/** A publication that experiments reproduce. */
export interface Source {
  /** First part of its experiments' ids. */
  readonly id: string;
  readonly title: string;
  /** Authors, journal, volume, page, year. */
  readonly citation: string;
}
