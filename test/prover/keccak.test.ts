import { AbiCoder, hexlify, keccak256 as keccak256OfEthers, randomBytes } from "ethers";
import { expect, it } from "vitest";

import { hashToField, keccak256 } from "../../prover/keccak.ts";

it("hashes bytes as contracts do", () => {
  for (const length of [0, 1, 31, 32, 135, 136, 137, 1_024]) {
    const bytes = randomBytes(length);
    expect(keccak256(bytes)).toBe(keccak256OfEthers(bytes));
  }
});

it("hashes words as the contracts' abi.encode lays them out, without the lowest eight bits", () => {
  const types = ["uint256", "address", "bytes32", "uint8", "uint32", "uint128"];
  for (let round = 0; round < 50; round++) {
    const [whole, address, hash] = [32, 20, 32].map((length) => hexlify(randomBytes(length)));
    const words = [BigInt(whole!), address!, hash!, round, 2 ** 32 - 1, 0n] as const;
    const expected = BigInt(keccak256OfEthers(AbiCoder.defaultAbiCoder().encode(types, words))) >> 8n;
    expect(hashToField(words)).toBe(expected);
    expect(hashToField(words)).toBeLessThan(2n ** 248n);
  }
});
