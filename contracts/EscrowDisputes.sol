// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {EscrowBookings} from "./EscrowBookings.sol";
import {
    BookingId,
    ISurgeryEscrow,
    PackedTerms,
    Progress,
    Rules,
    State
} from "./interfaces/ISurgeryEscrow.sol";
import {BookingMessages} from "./libraries/BookingMessages.sol";
import {ProgressLib} from "./libraries/ProgressLib.sol";
import {RulesLib} from "./libraries/RulesLib.sol";
import {StateSet, only} from "./libraries/StateSet.sol";
import {TermsLib} from "./libraries/TermsLib.sol";

/// @title Accidents and disputes: settled by both, ruled by the arbiter, or split by default
abstract contract EscrowDisputes is EscrowBookings {
    using ProgressLib for Progress;
    using RulesLib for Rules;
    using TermsLib for PackedTerms;

    /// @inheritdoc ISurgeryEscrow
    function reportAccident(
        PackedTerms calldata terms,
        address reporter,
        bytes32 evidenceHash,
        uint64 deadline,
        bytes calldata signature
    ) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(
            terms,
            only(State.CONFIRMED) | only(State.EXECUTED)
        );
        if (progress.state() == State.CONFIRMED) {
            _requireFrom(progress.surgeryTime());
            _requireUntil(progress.executionDeadline(terms));
        } else {
            _requireUntil(progress.closingDeadline(terms));
        }
        _requireInTime(deadline);
        _requireSignedByParty(
            terms,
            reporter,
            BookingMessages.hashAccident(bookingId, evidenceHash, deadline),
            signature
        );

        _enter(booking, progress, State.ACCIDENT);
        emit AccidentReported(bookingId, terms.surgeon(), reporter, evidenceHash);
    }

    /// @inheritdoc ISurgeryEscrow
    function settle(
        PackedTerms calldata terms,
        uint128 surgeonAmount,
        uint128 patientAmount,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(
            terms,
            _beforeSurgery() | only(State.EXECUTED) | only(State.NO_SHOW_REPORTED) | _disputed()
        );
        uint256 distributable = _distributable(terms, progress.hasRecord());
        uint256 agreed = uint256(surgeonAmount) + patientAmount;
        if (agreed != distributable) revert AmountMismatch(agreed, distributable);
        _requireInTime(deadline);
        _requireSignedByBoth(
            terms,
            registry.signerOf(terms.surgeon()),
            BookingMessages.hashSettlement(bookingId, surgeonAmount, patientAmount, deadline),
            patientSignature,
            surgeonSignature
        );

        _enter(booking, progress, State.SETTLED);
        _payBeforeClosing(terms, progress.hasRecord(), surgeonAmount);
        emit Settled(bookingId, terms.surgeon(), surgeonAmount, patientAmount);
    }

    /// @inheritdoc ISurgeryEscrow
    function rule(
        PackedTerms calldata terms,
        uint16 surgeonShare,
        bytes32 reasonHash,
        uint64 deadline,
        bytes calldata arbiterSignature
    ) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(terms, _disputed());
        if (terms.arbiter() == address(0)) revert NoArbiter(bookingId);
        if (surgeonShare > RulesLib.WHOLE) revert ShareTooHigh(surgeonShare);
        _requireAfter(progress.settlementDeadline(terms));
        _requireUntil(progress.rulingDeadline(terms));
        _requireInTime(deadline);
        _requireSigned(
            terms.arbiter(),
            BookingMessages.hashRuling(bookingId, surgeonShare, reasonHash, deadline),
            arbiterSignature
        );

        _enter(booking, progress, State.RULED);
        uint256 surgeonAmount = _split(terms, progress, surgeonShare);
        emit Ruled(bookingId, terms.surgeon(), surgeonShare, reasonHash, surgeonAmount);
    }

    /// @inheritdoc ISurgeryEscrow
    function concludeByDefault(PackedTerms calldata terms) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(terms, _disputed());
        _requireAfter(
            terms.arbiter() == address(0)
                ? progress.settlementDeadline(terms)
                : progress.rulingDeadline(terms)
        );

        // Otherwise a surgeon could report an accident instead of a surgery, be paid, and never be reviewed for it.
        bool unreported = progress.state() == State.ACCIDENT && !progress.hasRecord();
        _enter(booking, progress, State.DEFAULTED);
        uint256 surgeonAmount = _split(terms, progress, unreported ? 0 : terms.rules.defaultShare());
        emit Defaulted(bookingId, terms.surgeon(), surgeonAmount);
    }

    function _disputed() private pure returns (StateSet) {
        return only(State.DISPUTED) | only(State.ACCIDENT);
    }

    /// @param share Basis points of what there is to distribute that go to the surgeon.
    function _split(
        PackedTerms calldata terms,
        Progress progress,
        uint256 share
    ) private returns (uint256 surgeonAmount) {
        bool hasRecord = progress.hasRecord();
        surgeonAmount = RulesLib.shareOf(_distributable(terms, hasRecord), share);
        _payBeforeClosing(terms, hasRecord, surgeonAmount);
    }
}
