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
import {TermsLib} from "./libraries/TermsLib.sol";

/// @title A surgery that is moved or called off before it happens
abstract contract EscrowChanges is EscrowBookings {
    using ProgressLib for Progress;
    using RulesLib for Rules;
    using TermsLib for PackedTerms;

    /// @inheritdoc ISurgeryEscrow
    function reschedule(
        PackedTerms calldata terms,
        uint48 surgeryTime,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(terms, _beforeSurgery());
        uint8 maximum = terms.rules.maximumReschedules();
        if (progress.reschedules() >= maximum) revert TooManyReschedules(maximum);
        _requireUntil(progress.executionDeadline(terms));
        TermsLib.requireNotice(surgeryTime);
        _requireInTime(deadline);

        progress = progress.movedTo(surgeryTime).rescheduled();
        _requireSignedByBoth(
            terms,
            registry.licensedSigner(terms.surgeon()),
            BookingMessages.hashRescheduling(bookingId, surgeryTime, progress.reschedules(), deadline),
            patientSignature,
            surgeonSignature
        );

        _enter(booking, progress, progress.state());
        emit Rescheduled(bookingId, terms.surgeon(), surgeryTime);
    }

    /// @inheritdoc ISurgeryEscrow
    function cancel(
        PackedTerms calldata terms,
        address canceller,
        uint128 surgeonAmount,
        uint64 deadline,
        bytes calldata signature
    ) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(terms, _beforeSurgery());
        uint256 due = canceller == terms.patient() ? _forfeit(terms, progress) : 0;
        if (canceller == terms.surgeon()) _requireUntil(progress.executionDeadline(terms));
        if (surgeonAmount != due) revert AmountMismatch(surgeonAmount, due);
        _requireInTime(deadline);
        _requireSignedByParty(
            terms,
            canceller,
            BookingMessages.hashCancellation(bookingId, surgeonAmount, deadline),
            signature
        );

        _enter(booking, progress, State.CANCELLED);
        _payBeforeClosing(terms, false, surgeonAmount);
        emit Cancelled(bookingId, terms.surgeon(), canceller, surgeonAmount);
    }

    /// @dev What a patient forfeits who cancels now. Nobody owes anything to a surgeon who may not operate, and that
    /// patient need not wait for a refund either.
    function _forfeit(PackedTerms calldata terms, Progress progress) private view returns (uint256) {
        if (!registry.isLicensed(terms.surgeon())) return 0;
        _requireUntil(progress.surgeryTime() - 1);
        bool late = block.timestamp + terms.rules.cancellationWindow() >= progress.surgeryTime();
        return late ? RulesLib.shareOf(terms.deposit(), terms.rules.lateCancellationShare()) : 0;
    }
}
