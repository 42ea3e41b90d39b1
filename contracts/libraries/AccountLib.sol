// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice What the escrow owes an account, in one word: its balance in the lower 128 bits, and in the upper ones the protocol
/// fees of its surgeries that the treasury has not gathered yet.
type Account is uint256;

/// @title Balances and fees that share a slot, so that a closing writes one instead of two
/// @dev Each amount is part of a deposit, at most 10¹⁵, so neither half ever reaches 2¹²⁸.
library AccountLib {
    uint256 private constant FEES = 128;

    function credited(Account account, uint256 amount, uint256 fee) internal pure returns (Account) {
        unchecked {
            return Account.wrap(Account.unwrap(account) + amount + (fee << FEES));
        }
    }

    /// @notice The account with its balance paid out.
    function paidOut(Account account) internal pure returns (Account) {
        return Account.wrap(fees(account) << FEES);
    }

    /// @notice The account with its fees gathered.
    function feesGathered(Account account) internal pure returns (Account) {
        return Account.wrap(balance(account));
    }

    function balance(Account account) internal pure returns (uint256) {
        return uint128(Account.unwrap(account));
    }

    function fees(Account account) internal pure returns (uint256) {
        return Account.unwrap(account) >> FEES;
    }
}
