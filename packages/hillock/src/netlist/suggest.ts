export { closest, didYouMean, listing } from "../base/suggest.js";
