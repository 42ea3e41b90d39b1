// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Review} from "../interfaces/IReviewBoard.sol";

/// @title The signal that binds a proof to one version of one review on one board
library ReviewSignal {
    /// @notice keccak256 over all that must not change after proving, without its lowest 8 bits so that it is a field
    /// element.
    function compute(Review calldata review, address board) internal view returns (uint256) {
        return
            uint256(
                keccak256(
                    abi.encode(
                        block.chainid,
                        board,
                        review.surgeon,
                        review.rating,
                        keccak256(review.text),
                        review.version,
                        review.feeRecipient,
                        review.maxFee
                    )
                )
            ) >> 8;
    }
}
