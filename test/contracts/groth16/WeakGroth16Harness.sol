// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Groth16Batch} from "../../../contracts/libraries/Groth16Batch.sol";

/// @title A batch verifier that is broken on purpose: its challenge leaves the public signals out
/// @dev Only shows that the attack on it works, so that a test which sees ours withstand the attack means something.
contract WeakGroth16Harness {
    uint256 private constant PROOF_WORDS = 8;

    function verify(bytes calldata key, uint256[] calldata statements) external view returns (bool) {
        return Groth16Batch.holds(key, statements, challengeOf(key, statements));
    }

    function challengeOf(
        bytes calldata key,
        uint256[] calldata statements
    ) public view returns (bytes32 challenge) {
        uint256 signals = (key.length - 512) / 96;
        challenge = keccak256(abi.encode("weak", block.chainid, keccak256(key)));
        for (uint256 start = 0; start < statements.length; start += PROOF_WORDS + signals) {
            challenge = keccak256(abi.encode(challenge, statements[start:start + PROOF_WORDS]));
        }
    }
}
