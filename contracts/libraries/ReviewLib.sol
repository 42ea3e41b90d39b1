// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {RelayTerms, ReviewHead} from "../interfaces/IReviewBoard.sol";

/// @title The packed words of a review: from the low bits up surgeon (160), rating (8), version (32), windowStart (16),
/// windowEnd (16); and feeRecipient (160), maxFee (96)
library ReviewLib {
    uint256 private constant RATING = 160;
    uint256 private constant VERSION = 168;
    uint256 private constant WINDOW_START = 200;
    uint256 private constant WINDOW_END = 216;
    uint256 private constant TEXT_LENGTH = 232;
    uint256 private constant MAX_FEE = 160;

    function surgeon(ReviewHead head) internal pure returns (address) {
        return address(uint160(ReviewHead.unwrap(head)));
    }

    function rating(ReviewHead head) internal pure returns (uint8) {
        return uint8(ReviewHead.unwrap(head) >> RATING);
    }

    function version(ReviewHead head) internal pure returns (uint32) {
        return uint32(ReviewHead.unwrap(head) >> VERSION);
    }

    function windowStart(ReviewHead head) internal pure returns (uint16) {
        return uint16(ReviewHead.unwrap(head) >> WINDOW_START);
    }

    function windowEnd(ReviewHead head) internal pure returns (uint16) {
        return uint16(ReviewHead.unwrap(head) >> WINDOW_END);
    }

    function textLength(ReviewHead head) internal pure returns (uint256) {
        return ReviewHead.unwrap(head) >> TEXT_LENGTH;
    }

    function feeRecipient(RelayTerms terms) internal pure returns (address) {
        return address(uint160(RelayTerms.unwrap(terms)));
    }

    function maxFee(RelayTerms terms) internal pure returns (uint96) {
        return uint96(RelayTerms.unwrap(terms) >> MAX_FEE);
    }
}
