export { closest as nearestName, didYouMean } from "../base/suggest.js";
