import type { Artifact } from "@nomicfoundation/ignition-core";
import { poseidonContract } from "circomlibjs";

/**
 * circomlib's Poseidon of `inputs` field elements as a contract artifact. Its bytecode comes from a generator, so there
 * is no Solidity source. A Poseidon of N inputs works on a state of N + 1 elements, hence the name.
 */
export function poseidonArtifact(inputs: 3 | 4): Artifact {
  const name = `PoseidonT${inputs + 1}`;
  const type = `uint256[${inputs}]`;
  return {
    _format: "hh3-artifact-1",
    contractName: name,
    sourceName: `circomlib/${name}.sol`,
    abi: [
      {
        type: "function",
        name: "poseidon",
        stateMutability: "pure",
        inputs: [{ name: "inputs", type, internalType: type }],
        outputs: [{ name: "", type: "uint256", internalType: "uint256" }],
      },
    ],
    bytecode: poseidonContract.createCode(inputs),
    deployedBytecode: "0x",
    linkReferences: {},
    deployedLinkReferences: {},
  };
}
