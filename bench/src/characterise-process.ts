// Characterises the negative-weight circuit, once: node dist/characterise-process.js SAMPLES.
import { characterise, characterisedCircuits } from "hillock/training";

const samples = Number(process.argv[2]);
const { failures, lanes } = characterise(characterisedCircuits.inv, { samples, seed: 1 });
if (failures.length > 0) throw failures[0].error;
console.log(lanes);
