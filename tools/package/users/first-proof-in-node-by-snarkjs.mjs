// The same by snarkjs, which takes a thread for each of the machine's cores.
import { readFile } from "node:fs/promises";

import { groth16 } from "snarkjs";

import { circuit, folder, input } from "./task.js";

const path = (extension) => `${folder}/${circuit}/${circuit}.${extension}`;
const { proof, publicSignals } = await groth16.fullProve(input, path("wasm"), path("zkey"));
const key = JSON.parse(await readFile(path("vkey.json"), "utf8"));
if (!(await groth16.verify(key, publicSignals, proof))) throw new Error("The proof is invalid.");
console.log("verified");
process.exit();
