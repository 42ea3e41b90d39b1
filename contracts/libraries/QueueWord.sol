// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ClosedSurgery, SurgeonDay} from "../interfaces/ISurgeryTree.sol";

/// @title The rolling accumulator of the queue: how many surgeries were folded in, and a hash of all of them in order
/// @dev 216 bits of hash leave 108 bits of work for whoever looks for two queues with one word.
library QueueWord {
    /// @dev Surgeries between two checkpoints.
    uint256 internal constant CHECKPOINT_INTERVAL = 64;
    uint256 private constant HASH_BITS = 216;
    uint256 private constant COUNT_BITS = 40;

    /// @notice The word after one more surgery.
    function fold(
        uint256 word,
        uint256 patientCommitment,
        SurgeonDay surgeonDay,
        uint256 recordCommitment
    ) internal pure returns (uint256) {
        uint256 hash;
        assembly ("memory-safe") {
            // keccak256(abi.encode(…)) of the four words, in memory that is not kept.
            let words := mload(0x40)
            mstore(words, word)
            mstore(add(words, 0x20), patientCommitment)
            mstore(add(words, 0x40), surgeonDay)
            mstore(add(words, 0x60), recordCommitment)
            hash := keccak256(words, 0x80)
        }
        return ((countOf(word) + 1) << HASH_BITS) | (hash & ((1 << HASH_BITS) - 1));
    }

    /// @notice The word after these surgeries, folded in one after the other.
    /// @dev In assembly since a flush folds many: 180 gas each.
    function foldAll(
        uint256 word,
        ClosedSurgery[] calldata surgeries
    ) internal pure returns (uint256 folded) {
        assembly ("memory-safe") {
            folded := word
            // Memory that is not kept.
            let words := mload(0x40)
            let surgery := surgeries.offset
            // The count alone, in its place, and one of it.
            let one := shl(HASH_BITS, 1)
            let count := shl(HASH_BITS, shr(HASH_BITS, word))
            // A surgery is three words, and calldata has been checked to hold all of them.
            for {
                let end := add(surgery, mul(0x60, surgeries.length))
            } lt(surgery, end) {
                surgery := add(surgery, 0x60)
            } {
                mstore(words, folded)
                calldatacopy(add(words, 0x20), surgery, 0x60)
                count := add(count, one)
                // The hash without its own upper 40 bits.
                folded := or(count, shr(COUNT_BITS, shl(COUNT_BITS, keccak256(words, 0x80))))
            }
        }
    }

    function countOf(uint256 word) internal pure returns (uint256) {
        return word >> HASH_BITS;
    }

    function isCheckpoint(uint256 word) internal pure returns (bool) {
        return countOf(word) % CHECKPOINT_INTERVAL == 0;
    }
}
