// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {RelayTerms, ReviewHead} from "../interfaces/IReviewBoard.sol";
import {ReviewLib} from "./ReviewLib.sol";

/// @title The signal that binds a proof to one version of one review on one board
library ReviewSignal {
    using ReviewLib for ReviewHead;
    using ReviewLib for RelayTerms;

    /// @notice keccak256 over all that must not change after proving, without its lowest 8 bits so that it is a field
    /// element.
    function compute(
        ReviewHead head,
        RelayTerms terms,
        bytes calldata text,
        address board
    ) internal view returns (uint256 signal) {
        address surgeon = head.surgeon();
        uint256 rating = head.rating();
        uint256 version = head.version();
        address feeRecipient = terms.feeRecipient();
        uint256 maxFee = terms.maxFee();
        assembly ("memory-safe") {
            // Works in memory that is not kept. abi.encode would keep it, which costs a batch as much as another hash.
            let words := mload(0x40)
            calldatacopy(words, text.offset, text.length)
            let textHash := keccak256(words, text.length)
            // The words of abi.encode, one after another.
            mstore(words, chainid())
            mstore(add(words, 0x20), board)
            mstore(add(words, 0x40), surgeon)
            mstore(add(words, 0x60), rating)
            mstore(add(words, 0x80), textHash)
            mstore(add(words, 0xa0), version)
            mstore(add(words, 0xc0), feeRecipient)
            mstore(add(words, 0xe0), maxFee)
            // Without the lowest 8 bits.
            signal := shr(8, keccak256(words, 0x100))
        }
    }
}
