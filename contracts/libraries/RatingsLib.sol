// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice Number (upper half) and sum (lower half) of a surgeon's ratings.
type Ratings is uint256;

/// @title All ratings of one surgeon in one storage word
library RatingsLib {
    uint256 private constant COUNT = 128;

    /// @notice The ratings with one more.
    function add(Ratings ratings, uint8 rating) internal pure returns (Ratings) {
        unchecked {
            // 2¹²⁸ ratings would take more blocks than there will be.
            return Ratings.wrap(Ratings.unwrap(ratings) + (uint256(1) << COUNT) + rating);
        }
    }

    /// @notice The ratings with one of them replaced.
    function replace(Ratings ratings, uint8 previous, uint8 rating) internal pure returns (Ratings) {
        return Ratings.wrap(Ratings.unwrap(ratings) - previous + rating);
    }

    function sum(Ratings ratings) internal pure returns (uint256) {
        return uint128(Ratings.unwrap(ratings));
    }

    function count(Ratings ratings) internal pure returns (uint256) {
        return Ratings.unwrap(ratings) >> COUNT;
    }
}
