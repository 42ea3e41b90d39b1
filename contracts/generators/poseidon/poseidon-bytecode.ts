import { emitContract } from "./contract.ts";
import { poseidonParameters } from "./parameters.ts";
import type { Width } from "./parameters.ts";

/** A contract's code, as hexadecimal with 0x. */
export interface PoseidonBytecode {
  /** What lies at the contract's address. */
  readonly runtime: string;
  /** What a transaction sends to create it. */
  readonly creation: string;
}

/**
 * A contract that computes circomlib's Poseidon of `width` − 1 inputs, for many groups of inputs in one call.
 *
 * Calldata is the inputs alone, one word each and no selector; the result is one word for each group. An input of r or
 * more counts as its remainder, so that it shares its hash with a smaller one: callers must refuse it. Calldata that is
 * not one or more whole groups makes the call revert.
 */
export function poseidonBytecode(width: Width): PoseidonBytecode {
  const runtime = Buffer.from(emitContract(poseidonParameters(width)));
  const prologue = Buffer.from(creationPrologue(runtime.length));
  return {
    runtime: `0x${runtime.toString("hex")}`,
    creation: `0x${Buffer.concat([prologue, runtime]).toString("hex")}`,
  };
}

/** PUSH2 length, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN: deploys what follows these ten bytes. */
function creationPrologue(length: number): number[] {
  return [0x61, length >> 8, length & 0xff, 0x80, 0x60, 10, 0x5f, 0x39, 0x5f, 0xf3];
}
