import { dataLength, dataSlice } from "ethers";

import type { VerificationKey } from "../../../circuits/verification-key.ts";
import { groth16Key, type UsualSignals } from "./groth16-key.ts";

/** What a generated verifier is made from. */
export interface BatchVerifier {
  /** Name of the contract. */
  readonly contract: string;
  /** Name of the circuit, for its description. */
  readonly circuit: string;
  readonly key: VerificationKey;
  /** Signals whose value is mostly the same: proofs that have it are cheaper to verify. */
  readonly usualSignals: UsualSignals;
  readonly ceremony: "development" | "public";
}

const NOTICE: Record<BatchVerifier["ceremony"], string> = {
  development: "Development key: must not guard anything of value. Whoever ran the setup can forge proofs.",
  public: "Key of a public ceremony: proofs cannot be forged if one contributor was honest.",
};

/** The source of a contract that verifies proofs of one circuit. The same key always gives the same text. */
export function renderBatchVerifier({
  contract,
  circuit,
  key,
  usualSignals,
  ceremony,
}: BatchVerifier): string {
  const bytes = groth16Key(key, usualSignals);
  const words = Array.from({ length: dataLength(bytes) / 32 }, (_, index) =>
    dataSlice(bytes, 32 * index, 32 * (index + 1)).slice(2),
  );
  return `// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from the verification key by \`npm run circuits\`; \`circuits verify\` compares the two. Never edit it.
pragma solidity 0.8.37;

import {IGroth16BatchVerifier} from "../interfaces/IGroth16BatchVerifier.sol";
import {Groth16Batch} from "../libraries/Groth16Batch.sol";

/// @title Groth16 verifier of the ${circuit} circuit, for ${key.nPublic} public signals a proof
/// @notice ${NOTICE[ceremony]}
contract ${contract} is IGroth16BatchVerifier {
    /// @inheritdoc IGroth16BatchVerifier
    bool public constant IS_DEVELOPMENT_KEY = ${ceremony === "development"};

    /// @dev One word a line: α (2), −β (4), −γ (4), −δ (4), the constant term's point (2), each signal's point (2)
    /// and usual value (1).
    bytes private constant KEY =
${words.map((word) => `        hex"${word}"`).join("\n")};

    /// @inheritdoc IGroth16BatchVerifier
    function verifyBatch(uint256[] calldata statements) external view returns (bool) {
        return Groth16Batch.verify(KEY, statements);
    }

    /// @inheritdoc IGroth16BatchVerifier
    function keyId() external pure returns (bytes32) {
        return keccak256(KEY);
    }
}
`;
}
