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
import {only} from "./libraries/StateSet.sol";
import {TermsLib} from "./libraries/TermsLib.sol";

/// @title A surgery to which one side did not come
abstract contract EscrowNoShows is EscrowBookings {
    using ProgressLib for Progress;
    using RulesLib for Rules;
    using TermsLib for PackedTerms;

    /// @inheritdoc ISurgeryEscrow
    function reportNoShow(
        PackedTerms calldata terms,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(terms, _beforeSurgery());
        _requireFrom(progress.surgeryTime());
        _requireUntil(progress.noShowDeadline(terms));
        _requireInTime(deadline);
        _requireSignedByLicensed(
            terms,
            BookingMessages.hashNoShowReport(bookingId, deadline),
            surgeonSignature
        );

        _enter(booking, progress, State.NO_SHOW_REPORTED);
        emit NoShowReported(bookingId, terms.surgeon());
    }

    /// @inheritdoc ISurgeryEscrow
    function contest(
        PackedTerms calldata terms,
        bytes32 evidenceHash,
        uint64 deadline,
        bytes calldata patientSignature
    ) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(
            terms,
            only(State.NO_SHOW_REPORTED)
        );
        _requireUntil(progress.contestDeadline(terms));
        _requireInTime(deadline);
        _requireSigned(
            terms.patient(),
            BookingMessages.hashContest(bookingId, evidenceHash, deadline),
            patientSignature
        );

        _enter(booking, progress, State.DISPUTED);
        emit NoShowContested(bookingId, terms.surgeon(), evidenceHash);
    }

    /// @inheritdoc ISurgeryEscrow
    function concludeNoShow(PackedTerms calldata terms) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(
            terms,
            only(State.NO_SHOW_REPORTED)
        );
        _requireAfter(progress.contestDeadline(terms));

        uint256 surgeonAmount = RulesLib.shareOf(terms.deposit(), terms.rules.noShowShare());
        _enter(booking, progress, State.PATIENT_NO_SHOW);
        _payBeforeClosing(terms, false, surgeonAmount);
        emit PatientNoShow(bookingId, terms.surgeon(), surgeonAmount);
    }

    /// @inheritdoc ISurgeryEscrow
    function refund(PackedTerms calldata terms) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(terms, _beforeSurgery());
        _requireAfter(progress.executionDeadline(terms));

        _enter(booking, progress, State.SURGEON_NO_SHOW);
        _payBeforeClosing(terms, false, 0);
        emit SurgeonNoShow(bookingId, terms.surgeon());
    }
}
