// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Proof, Review} from "../interfaces/IReviewBoard.sol";

/// @title Reviews and their proofs as the verifier takes them: one array of words for any number
library ReviewStatement {
    /// @dev Eight words of the proof and the six public signals of the review circuit.
    uint256 private constant WORDS = 14;

    function allocate(uint256 count) internal pure returns (uint256[] memory statements) {
        return new uint256[](WORDS * count);
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
        uint256 word = WORDS * index;
        assembly ("memory-safe") {
            // A proof has the same order in calldata. The elements of the array lie behind its length.
            calldatacopy(add(add(statements, 0x20), shl(5, word)), proof, 256)
        }
        word += 8;
        statements[word] = review.root;
        statements[word + 1] = review.nullifier;
        statements[word + 2] = uint160(review.surgeon);
        statements[word + 3] = review.windowStart;
        statements[word + 4] = review.windowEnd;
        statements[word + 5] = signal;
    }
}
