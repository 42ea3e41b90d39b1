// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title EIP-712 struct hash of the message that the review board accepts
library ReviewMessages {
    bytes32 private constant ANSWER_TYPEHASH = keccak256(
        "Answer(uint256 nullifier,uint32 version,bytes32 textHash,uint64 deadline)"
    );

    function hashAnswer(
        uint256 nullifier,
        uint32 version,
        bytes calldata text,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(ANSWER_TYPEHASH, nullifier, version, keccak256(text), deadline));
    }
}
