/**
 * A real part: what it is in a circuit, and where its numbers come from. A card states a typical specimen; parts of one
 * type differ, thyristors most of all.
 */
export interface Part<Card> {
  /** The manufacturer's designation. */
  readonly name: string;
  readonly description: string;
  readonly card: Card;
  /** Where the numbers come from. */
  readonly source: string;
  /** What they were fitted to and how well, or that they were not. */
  readonly fit: string;
}
