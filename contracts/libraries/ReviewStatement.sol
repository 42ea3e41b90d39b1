// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IGroth16BatchVerifier} from "../interfaces/IGroth16BatchVerifier.sol";
import {Proof, Review, ReviewHead} from "../interfaces/IReviewBoard.sol";
import {ReviewLib} from "./ReviewLib.sol";

/// @title Reviews and their proofs as the verifier takes them: one array of words for any number
/// @dev The array is written where the verifier's calldata needs it: Solidity would copy it word by word.
library ReviewStatement {
    using ReviewLib for ReviewHead;

    /// @dev Eight words of the proof and the six public signals of the review circuit.
    uint256 private constant WORDS = 14;
    /// @dev Place of the root in a review, in bytes. The nullifier follows.
    uint256 private constant ROOT = 0x40;
    /// @dev What comes before an array in the calldata of a function that takes nothing else: selector and offset.
    uint256 private constant HEAD_SIZE = 36;

    /// @notice Room for so many statements, and before it for the head of the call.
    function allocate(uint256 count) internal pure returns (uint256[] memory statements) {
        bytes4 selector = IGroth16BatchVerifier.verifyBatch.selector;
        assembly ("memory-safe") {
            let start := mload(0x40)
            // The selector's four bytes, and the array's offset from there.
            mstore(start, selector)
            mstore(add(start, 4), 0x20)
            statements := add(start, HEAD_SIZE)
            mstore(statements, mul(count, WORDS))
            // Elements are not cleared: each is written before the call. Memory goes on at a whole word.
            mstore(0x40, and(add(statements, add(0x3f, shl(5, mul(count, WORDS)))), not(0x1f)))
        }
    }

    /// @param index Position of the review in the batch.
    /// @param signal The last public signal, which binds the proof to all else that the review says.
    function write(
        uint256[] memory statements,
        uint256 index,
        Review calldata review,
        Proof calldata proof,
        uint256 signal
    ) internal pure {
        address surgeon = review.head.surgeon();
        uint256 windowStart = review.head.windowStart();
        uint256 windowEnd = review.head.windowEnd();
        assembly ("memory-safe") {
            // The elements lie behind the array's length.
            let statement := add(add(statements, 0x20), mul(index, mul(WORDS, 0x20)))
            // A proof has the same order in calldata.
            calldatacopy(statement, proof, 0x100)
            // root, nullifier
            calldatacopy(add(statement, 0x100), add(review, ROOT), 0x40)
            mstore(add(statement, 0x140), surgeon)
            mstore(add(statement, 0x160), windowStart)
            mstore(add(statement, 0x180), windowEnd)
            mstore(add(statement, 0x1a0), signal)
        }
    }

    /// @notice Whether the verifier accepts all statements, which {allocate} has made and {write} has filled.
    function areProven(
        IGroth16BatchVerifier verifier,
        uint256[] memory statements
    ) internal view returns (bool proven) {
        assembly ("memory-safe") {
            let size := add(add(HEAD_SIZE, 0x20), shl(5, mload(statements)))
            // The answer goes to scratch space.
            if iszero(staticcall(gas(), verifier, sub(statements, HEAD_SIZE), size, 0x00, 0x20)) {
                // Too little gas must not read as an invalid proof: pass on the verifier's own error.
                let free := mload(0x40)
                returndatacopy(free, 0x00, returndatasize())
                revert(free, returndatasize())
            }
            // An address without code succeeds and returns nothing.
            proven := and(eq(returndatasize(), 0x20), eq(mload(0x00), 1))
        }
    }
}
