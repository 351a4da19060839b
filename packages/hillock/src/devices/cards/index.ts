export { diode1N4148 } from "./diode-1n4148.js";
export { mosfetALD1105 } from "./mosfet-ald1105.js";
export { mosfetIRLML6246 } from "./mosfet-irlml6246.js";
export { mosfetZVP3310A } from "./mosfet-zvp3310a.js";
export type { Part } from "./part.js";
export { type ThyristorParameters, thyristor } from "./thyristor.js";
export { thyristorCR02A } from "./thyristor-cr02a.js";
export { thyristorP0118MA } from "./thyristor-p0118ma.js";
export { reducedThyristor, thyristorCR02AReduced, thyristorP0118MAReduced } from "./thyristor-reduced.js";
