// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {PackedTerms, Progress, Rules, State} from "../interfaces/ISurgeryEscrow.sol";
import {RulesLib} from "./RulesLib.sol";

/// @title What has happened to a booking, in the one word that storage keeps of it, and the deadlines that follow from it
/// @dev From the lowest bit on; zero is NONE:
///
/// | bits | field |
/// |---|---|
/// | 0–7 | state |
/// | 8–55 | enteredAt: second at which it entered that state |
/// | 56–103 | surgeryTime: second from which the surgery may be reported; the appointment until plan or rescheduling move it |
/// | 104–111 | reschedules: how often both have moved the surgery |
/// | 112–255 | record: the lowest 144 bits of keccak256(recordCommitment), zero until the surgeon has supplied it |
///
/// Two records with one tag take 2⁷² hashes by whoever chooses both, and that is the surgeon, who may attest to any record;
/// for a patient who looks for another than the one attested it is 2¹⁴⁴.
library ProgressLib {
    using RulesLib for Rules;

    uint256 private constant ENTERED_AT = 8;
    uint256 private constant SURGERY_TIME = 56;
    uint256 private constant RESCHEDULES = 104;
    uint256 private constant RECORD = 112;
    uint256 private constant TIME_MASK = (1 << 48) - 1;

    /// @notice The progress of a booking that enters its first state now.
    function begin(uint48 appointmentTime, State entered) internal view returns (Progress) {
        return enter(movedTo(Progress.wrap(0), appointmentTime), entered);
    }

    /// @notice The booking in its next state, entered now.
    function enter(Progress progress, State next) internal view returns (Progress) {
        uint256 rest = (Progress.unwrap(progress) >> SURGERY_TIME) << SURGERY_TIME;
        return Progress.wrap(rest | (block.timestamp << ENTERED_AT) | uint256(next));
    }

    /// @notice The booking with its surgery at another time.
    function movedTo(Progress progress, uint48 time) internal pure returns (Progress) {
        uint256 rest = Progress.unwrap(progress) & ~(TIME_MASK << SURGERY_TIME);
        return Progress.wrap(rest | (uint256(time) << SURGERY_TIME));
    }

    /// @notice The booking with one more rescheduling, of at most ten.
    function rescheduled(Progress progress) internal pure returns (Progress) {
        return Progress.wrap(Progress.unwrap(progress) + (1 << RESCHEDULES));
    }

    /// @notice The booking, which had none, with its record.
    function withRecord(Progress progress, uint256 recordCommitment) internal pure returns (Progress) {
        return Progress.wrap(Progress.unwrap(progress) | (_tag(recordCommitment) << RECORD));
    }

    function state(Progress progress) internal pure returns (State current) {
        assembly ("memory-safe") {
            current := and(progress, 0xff) // unchecked: it was a State when it was written
        }
    }

    function enteredAt(Progress progress) internal pure returns (uint256) {
        return (Progress.unwrap(progress) >> ENTERED_AT) & TIME_MASK;
    }

    function surgeryTime(Progress progress) internal pure returns (uint256) {
        return (Progress.unwrap(progress) >> SURGERY_TIME) & TIME_MASK;
    }

    function reschedules(Progress progress) internal pure returns (uint8) {
        return uint8(Progress.unwrap(progress) >> RESCHEDULES);
    }

    /// @notice Whether the surgeon has supplied a record.
    function hasRecord(Progress progress) internal pure returns (bool) {
        return Progress.unwrap(progress) >> RECORD != 0;
    }

    /// @notice Whether this is the record that the surgeon has supplied.
    function isRecord(Progress progress, uint256 recordCommitment) internal pure returns (bool) {
        return Progress.unwrap(progress) >> RECORD == _tag(recordCommitment);
    }

    /// @notice Last second at which the surgery may be reported; a refund is due after it.
    function executionDeadline(
        Progress progress,
        PackedTerms calldata terms
    ) internal pure returns (uint256) {
        return surgeryTime(progress) + terms.rules.executionWindow();
    }

    /// @notice Last second at which only the patient can end an executed booking.
    function closingDeadline(Progress progress, PackedTerms calldata terms) internal pure returns (uint256) {
        return enteredAt(progress) + terms.rules.closingWindow();
    }

    /// @notice Last second at which the surgeon may report that the patient did not come.
    function noShowDeadline(Progress progress, PackedTerms calldata terms) internal pure returns (uint256) {
        return surgeryTime(progress) + terms.rules.noShowWindow();
    }

    /// @notice Last second at which the patient may contest that report.
    function contestDeadline(Progress progress, PackedTerms calldata terms) internal pure returns (uint256) {
        return enteredAt(progress) + terms.rules.contestWindow();
    }

    /// @notice Last second at which only the two parties can end a dispute.
    function settlementDeadline(
        Progress progress,
        PackedTerms calldata terms
    ) internal pure returns (uint256) {
        return enteredAt(progress) + terms.rules.settlementWindow();
    }

    /// @notice Last second at which the arbiter may rule.
    function rulingDeadline(Progress progress, PackedTerms calldata terms) internal pure returns (uint256) {
        return settlementDeadline(progress, terms) + terms.rules.rulingWindow();
    }

    function _tag(uint256 recordCommitment) private pure returns (uint256 tag) {
        assembly ("memory-safe") {
            mstore(0, recordCommitment) // scratch space
            tag := and(keccak256(0, 0x20), 0xffffffffffffffffffffffffffffffffffff) // of 144 bits
        }
    }
}
