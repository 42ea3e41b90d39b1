// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ISurgeryEscrow, Rules} from "../interfaces/ISurgeryEscrow.sol";

/// @title The windows, shares and limits of a booking in one word
/// @dev From the lowest bit on; windows in whole hours, shares in basis points:
///
/// | bits | field | bounds |
/// |---|---|---|
/// | 0–15 | executionWindow | 1–90 days |
/// | 16–31 | closingWindow | 3–180 days |
/// | 32–47 | cancellationWindow | 0–30 days |
/// | 48–63 | noShowWindow | 1 hour – executionWindow |
/// | 64–79 | contestWindow | 2–30 days |
/// | 80–95 | settlementWindow | 1–60 days |
/// | 96–111 | rulingWindow | 1–60 days |
/// | 112–127 | lateCancellationShare | ≤ 10,000 |
/// | 128–143 | noShowShare | ≤ 10,000 |
/// | 144–159 | defaultShare | ≤ 10,000 |
/// | 160–175 | maximumReschedules | ≤ 10 |
/// | 176–255 | – | zero |
library RulesLib {
    /// @dev Basis points of the whole.
    uint256 internal constant WHOLE = 10_000;
    uint256 private constant MAXIMUM_RESCHEDULES = 10;

    uint256 private constant EXECUTION_WINDOW = 0;
    uint256 private constant CLOSING_WINDOW = 16;
    uint256 private constant CANCELLATION_WINDOW = 32;
    uint256 private constant NO_SHOW_WINDOW = 48;
    uint256 private constant CONTEST_WINDOW = 64;
    uint256 private constant SETTLEMENT_WINDOW = 80;
    uint256 private constant RULING_WINDOW = 96;
    uint256 private constant LATE_CANCELLATION_SHARE = 112;
    uint256 private constant NO_SHOW_SHARE = 128;
    uint256 private constant DEFAULT_SHARE = 144;
    uint256 private constant RESCHEDULES = 160;

    // Fields of sixteen bits each, those behind the last rule being zero.
    uint256 private constant TOP_BITS = 0x8000800080008000800080008000800080008000800080008000800080008000;
    uint256 private constant MINIMA =
        (24 << EXECUTION_WINDOW) |
            (72 << CLOSING_WINDOW) |
            (1 << NO_SHOW_WINDOW) |
            (48 << CONTEST_WINDOW) |
            (24 << SETTLEMENT_WINDOW) |
            (24 << RULING_WINDOW);
    uint256 private constant MAXIMA =
        (2_160 << EXECUTION_WINDOW) |
            (4_320 << CLOSING_WINDOW) |
            (720 << CANCELLATION_WINDOW) |
            (2_160 << NO_SHOW_WINDOW) |
            (720 << CONTEST_WINDOW) |
            (1_440 << SETTLEMENT_WINDOW) |
            (1_440 << RULING_WINDOW) |
            (WHOLE << LATE_CANCELLATION_SHARE) |
            (WHOLE << NO_SHOW_SHARE) |
            (WHOLE << DEFAULT_SHARE) |
            (MAXIMUM_RESCHEDULES << RESCHEDULES);

    /// @notice Seconds after the surgery time in which the surgeon has to report the surgery.
    function executionWindow(Rules rules) internal pure returns (uint256) {
        return _seconds(rules, EXECUTION_WINDOW);
    }

    /// @notice Seconds after that report in which the patient is expected to close or to report an accident.
    function closingWindow(Rules rules) internal pure returns (uint256) {
        return _seconds(rules, CLOSING_WINDOW);
    }

    /// @notice Seconds before the surgery time in which the patient's cancellation is late.
    function cancellationWindow(Rules rules) internal pure returns (uint256) {
        return _seconds(rules, CANCELLATION_WINDOW);
    }

    /// @notice Seconds after the surgery time in which the surgeon may report that the patient did not come.
    function noShowWindow(Rules rules) internal pure returns (uint256) {
        return _seconds(rules, NO_SHOW_WINDOW);
    }

    /// @notice Seconds after that report in which the patient may contest it.
    function contestWindow(Rules rules) internal pure returns (uint256) {
        return _seconds(rules, CONTEST_WINDOW);
    }

    /// @notice Seconds after a dispute or an accident that belong to the two parties alone.
    function settlementWindow(Rules rules) internal pure returns (uint256) {
        return _seconds(rules, SETTLEMENT_WINDOW);
    }

    /// @notice Seconds after the settlement window in which the arbiter may rule.
    function rulingWindow(Rules rules) internal pure returns (uint256) {
        return _seconds(rules, RULING_WINDOW);
    }

    /// @notice Basis points of the deposit that a late cancellation forfeits.
    function lateCancellationShare(Rules rules) internal pure returns (uint256) {
        return _field(rules, LATE_CANCELLATION_SHARE);
    }

    /// @notice Basis points of the deposit that a patient forfeits who does not come.
    function noShowShare(Rules rules) internal pure returns (uint256) {
        return _field(rules, NO_SHOW_SHARE);
    }

    /// @notice Basis points of what there is to distribute that the surgeon gets where nobody settled or ruled.
    function defaultShare(Rules rules) internal pure returns (uint256) {
        return _field(rules, DEFAULT_SHARE);
    }

    /// @notice How often both may move the surgery.
    function maximumReschedules(Rules rules) internal pure returns (uint8) {
        return uint8(Rules.unwrap(rules) >> RESCHEDULES);
    }

    /// @notice A share of an amount, rounded down.
    function shareOf(uint256 amount, uint256 share) internal pure returns (uint256) {
        return (amount * share) / WHOLE;
    }

    /// @notice Reverts unless every rule is within its bounds. They keep each wait within months.
    /// @dev All sixteen fields of sixteen bits are compared at once, 750 gas less than one by one. Setting the top bit of a
    /// field before subtracting from it leaves that bit where nothing had to be borrowed, and no field borrows from the next.
    function requireBounds(Rules rules) internal pure {
        uint256 word = Rules.unwrap(rules);
        uint256 low = word & ~TOP_BITS;
        uint256 within = ((low | TOP_BITS) - MINIMA) & ((MAXIMA | TOP_BITS) - low) & ~word & TOP_BITS;
        if (within != TOP_BITS) _refuse(_fieldOutside(within));
        if (noShowWindow(rules) > executionWindow(rules)) _refuse("noShowWindow");
    }

    /// @param within Top bits of the fields within their bounds, not all.
    function _fieldOutside(uint256 within) private pure returns (string memory) {
        string[11] memory names = [
            "executionWindow",
            "closingWindow",
            "cancellationWindow",
            "noShowWindow",
            "contestWindow",
            "settlementWindow",
            "rulingWindow",
            "lateCancellationShare",
            "noShowShare",
            "defaultShare",
            "maximumReschedules"
        ];
        for (uint256 i = 0; i < names.length; ++i) {
            if ((within >> (16 * i + 15)) & 1 == 0) return names[i];
        }
        return "rules";
    }

    function _seconds(Rules rules, uint256 offset) private pure returns (uint256) {
        return _field(rules, offset) * 1 hours;
    }

    function _field(Rules rules, uint256 offset) private pure returns (uint256) {
        return uint16(Rules.unwrap(rules) >> offset);
    }

    function _refuse(string memory term) private pure {
        revert ISurgeryEscrow.InvalidTerms(term);
    }
}
