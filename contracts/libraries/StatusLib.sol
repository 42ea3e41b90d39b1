// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ReviewHead, ReviewStatus} from "../interfaces/IReviewBoard.sol";

/// @notice A {ReviewStatus} in one word: surgeon, rating and version as in {ReviewHead}, then answeredVersion (32 bits).
/// Zero where no review has the nullifier.
type StatusWord is uint256;

/// @title What the board keeps of one review, read once and written once
library StatusLib {
    uint256 private constant RATING = 160;
    uint256 private constant VERSION = 168;
    uint256 private constant ANSWERED_VERSION = 200;

    /// @notice The status after this version of the review.
    function posted(StatusWord status, ReviewHead head) internal pure returns (StatusWord) {
        uint256 latest = ReviewHead.unwrap(head) & ((uint256(1) << ANSWERED_VERSION) - 1);
        return StatusWord.wrap(latest | (uint256(answeredVersion(status)) << ANSWERED_VERSION));
    }

    /// @notice The status after an answer to the latest version.
    function answered(StatusWord status) internal pure returns (StatusWord) {
        uint256 latest = StatusWord.unwrap(status) & ((uint256(1) << ANSWERED_VERSION) - 1);
        return StatusWord.wrap(latest | (uint256(version(status)) << ANSWERED_VERSION));
    }

    function unpack(StatusWord status) internal pure returns (ReviewStatus memory) {
        return
            ReviewStatus({
                surgeon: surgeon(status),
                rating: rating(status),
                version: version(status),
                answeredVersion: answeredVersion(status)
            });
    }

    function surgeon(StatusWord status) internal pure returns (address) {
        return address(uint160(StatusWord.unwrap(status)));
    }

    function rating(StatusWord status) internal pure returns (uint8) {
        return uint8(StatusWord.unwrap(status) >> RATING);
    }

    function version(StatusWord status) internal pure returns (uint32) {
        return uint32(StatusWord.unwrap(status) >> VERSION);
    }

    function answeredVersion(StatusWord status) internal pure returns (uint32) {
        return uint32(StatusWord.unwrap(status) >> ANSWERED_VERSION);
    }
}
