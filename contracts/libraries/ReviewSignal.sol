// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Review} from "../interfaces/IReviewBoard.sol";

/// @title The signal that binds a proof to one version of one review on one board
library ReviewSignal {
    /// @notice keccak256 over all that must not change after proving, without its lowest 8 bits so that it is a field
    /// element: keccak256(abi.encode(chainId, board, surgeon, rating, keccak256(text), version, feeRecipient, maxFee)) >> 8.
    function compute(Review calldata review, address board) internal view returns (uint256 signal) {
        bytes32 textHash = keccak256(review.text);
        assembly ("memory-safe") {
            // Eight words in memory that is not kept. A review in calldata has its parts in the same order.
            let words := mload(0x40)
            mstore(words, chainid())
            mstore(add(words, 0x20), board)
            // surgeon, rating
            calldatacopy(add(words, 0x40), review, 0x40)
            mstore(add(words, 0x80), textHash)
            // version, feeRecipient, maxFee
            calldatacopy(add(words, 0xa0), add(review, 0x40), 0x60)
            signal := shr(8, keccak256(words, 0x100))
        }
    }
}
