// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Claim} from "../interfaces/IClaimPool.sol";
import {Policy} from "../interfaces/IPolicyBook.sol";
import {Proof} from "../interfaces/IReviewBoard.sol";

/// @title What the proof of a claim proves
library ClaimStatement {
    /// @dev A proof's eight coordinates and the circuit's six public signals.
    uint256 internal constant WORDS = 14;

    /// @notice keccak256 over all that must not change after proving, without its lowest 8 bits so that it is a field
    /// element.
    function signal(Claim calldata claim, address pool) internal view returns (uint256) {
        return
            uint256(
                keccak256(
                    abi.encode(
                        block.chainid,
                        pool,
                        claim.policyId,
                        claim.payee,
                        claim.feeRecipient,
                        claim.fee
                    )
                )
            ) >> 8;
    }

    /// @notice The circuit's public signals. Program and scope come from the policy, never from whoever claims.
    function publicSignals(
        Claim calldata claim,
        Policy memory policy,
        address pool
    ) internal view returns (uint256[6] memory) {
        return
            [
                claim.root,
                claim.coverageRoot,
                policy.programHash,
                policy.scope,
                claim.nullifier,
                signal(claim, pool)
            ];
    }

    /// @notice Writes a proof and its public signals behind one another, as the batch verifier takes them.
    /// @param position Index of the first of the {WORDS} words.
    function write(
        uint256[] memory statements,
        uint256 position,
        Proof calldata proof,
        uint256[6] memory signals
    ) internal pure {
        uint256[8] memory coordinates = [
            proof.a[0],
            proof.a[1],
            proof.b[0][0],
            proof.b[0][1],
            proof.b[1][0],
            proof.b[1][1],
            proof.c[0],
            proof.c[1]
        ];
        for (uint256 i = 0; i < 8; ++i) statements[position + i] = coordinates[i];
        for (uint256 i = 0; i < 6; ++i) statements[position + 8 + i] = signals[i];
    }
}
