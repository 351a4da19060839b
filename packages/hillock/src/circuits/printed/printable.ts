import { grid, metre, ohm, type Quantity, range, significantDigits } from "../../netlist/quantity.js";

/**
 * A printed resistor, ohm. That it is made to three significant digits is an assumption: the publications give ranges, not steps.
 */
export const printedResistance = (value: number, least: number, most: number): Quantity =>
  ohm(value, range(least, most), significantDigits(3));

/** Width or length of a printed channel, m. That it is printed in steps of 1 um is an assumption, too. */
export const printedLength = (value: number, least: number, most: number): Quantity =>
  metre(value, range(least, most), grid(1e-6));

/**
 * A resistor of a crossbar, ohm: 10 kohm to 10 Mohm. The span of 1000 is that of the conductances in the training code published
 * with H. Zhao et al., DATE 2023; where it begins is an assumption, such that the circuits which drive it are not overloaded.
 */
export const crossbarResistance = printedResistance(1e6, 10e3, 10e6);
