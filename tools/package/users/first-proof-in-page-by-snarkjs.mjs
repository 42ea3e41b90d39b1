// The same by snarkjs, which takes a worker for each of the machine's cores.
import { groth16 } from "snarkjs";

import { circuit, input } from "./task.js";

const path = (extension) => `/artifacts/${circuit}/${circuit}.${extension}`;
const { proof, publicSignals } = await groth16.fullProve(input, path("wasm"), path("zkey"));
const key = await (await fetch(path("vkey.json"))).json();
if (!(await groth16.verify(key, publicSignals, proof))) throw new Error("The proof is invalid.");
globalThis.verifiedAfter = performance.now();
