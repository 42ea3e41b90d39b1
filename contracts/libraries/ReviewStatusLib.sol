// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ReviewStatus} from "../interfaces/IReviewBoard.sol";

/// @notice A {ReviewStatus} in one word, from the low bits up: surgeon (160 bits), rating (8), version (32),
/// answeredVersion (32). Zero where no review has the nullifier.
type StatusWord is uint256;

/// @title One review's state as one storage word, read once and written once
library ReviewStatusLib {
    uint256 private constant RATING = 160;
    uint256 private constant VERSION = 168;
    uint256 private constant ANSWERED_VERSION = 200;

    function pack(
        address surgeon,
        uint8 rating,
        uint32 version,
        uint32 answeredVersion
    ) internal pure returns (StatusWord) {
        return
            StatusWord.wrap(
                uint160(surgeon) |
                    (uint256(rating) << RATING) |
                    (uint256(version) << VERSION) |
                    (uint256(answeredVersion) << ANSWERED_VERSION)
            );
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
