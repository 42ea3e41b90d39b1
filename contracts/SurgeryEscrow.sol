// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {EscrowChanges} from "./EscrowChanges.sol";
import {EscrowDisputes} from "./EscrowDisputes.sol";
import {EscrowLedger} from "./EscrowLedger.sol";
import {EscrowNoShows} from "./EscrowNoShows.sol";
import {IDepositToken} from "./interfaces/IDepositToken.sol";
import {ISurgeonRegistry} from "./interfaces/ISurgeonRegistry.sol";
import {
    BookingId,
    SignedClosing,
    ISurgeryEscrow,
    PackedTerms,
    Progress,
    State
} from "./interfaces/ISurgeryEscrow.sol";
import {SurgeonDay} from "./interfaces/ISurgeryTree.sol";
import {BookingMessages} from "./libraries/BookingMessages.sol";
import {FieldElement} from "./libraries/FieldElement.sol";
import {ProgressLib} from "./libraries/ProgressLib.sol";
import {QueueWord} from "./libraries/QueueWord.sol";
import {only} from "./libraries/StateSet.sol";
import {SurgeonDayLib} from "./libraries/SurgeonDayLib.sol";
import {TermsLib} from "./libraries/TermsLib.sol";

/// @dev The way from an offer to CLOSED, and LAPSED; the other ways out are inherited.
contract SurgeryEscrow is EscrowChanges, EscrowNoShows, EscrowDisputes {
    using ProgressLib for Progress;
    using TermsLib for PackedTerms;

    /// @notice Seconds for which a booking has to have been in its state when it is closed: a sham takes days.
    uint256 public constant MINIMUM_CLOSING_DWELL = 1 days;

    /// @param authority Access manager that restricts {setProtocolFee}.
    /// @param protocolFee Token units, at most `maximumProtocolFee`.
    constructor(
        address authority,
        ISurgeonRegistry registry,
        IDepositToken token,
        address treasury,
        uint128 reviewFee,
        uint128 protocolFee,
        uint128 maximumProtocolFee
    )
        AccessManaged(authority)
        EIP712("Aftercare SurgeryEscrow", "1")
        EscrowLedger(registry, token, treasury, reviewFee, protocolFee, maximumProtocolFee)
    {}

    /// @inheritdoc ISurgeryEscrow
    function propose(
        PackedTerms calldata terms,
        bytes calldata patientSignature
    ) external returns (BookingId) {
        (BookingId bookingId, Booking storage booking, ) = _load(terms, only(State.NONE));
        _requireOpenOffer(terms);
        registry.licensedSigner(terms.surgeon());
        _requireSigned(terms.patient(), BookingMessages.hashTerms(terms), patientSignature);

        booking.progress = ProgressLib.begin(terms.appointmentTime(), State.PROPOSED);
        emit Proposed(bookingId, terms.surgeon(), terms);
        return bookingId;
    }

    /// @inheritdoc ISurgeryEscrow
    function withdrawOffer(
        PackedTerms calldata terms,
        uint64 deadline,
        bytes calldata patientSignature
    ) external {
        (BookingId bookingId, Booking storage booking, ) = _load(
            terms,
            only(State.NONE) | only(State.PROPOSED)
        );
        // Later there is nothing to withdraw, and a closed booking may look like one never seen.
        _requireNotExpired(terms);
        _requireInTime(deadline);
        _requireSigned(
            terms.patient(),
            BookingMessages.hashWithdrawal(bookingId, deadline),
            patientSignature
        );

        // Nothing of the offer is kept: the event of an offer never posted could not tell it.
        _enter(booking, Progress.wrap(0), State.WITHDRAWN);
        emit Withdrawn(bookingId, terms.surgeon());
    }

    /// @inheritdoc ISurgeryEscrow
    function expire(PackedTerms calldata terms) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(
            terms,
            only(State.PROPOSED)
        );
        if (block.timestamp < terms.offerExpiry()) revert OfferNotExpired(terms.offerExpiry());

        _enter(booking, progress, State.EXPIRED);
        emit Expired(bookingId, terms.surgeon());
    }

    /// @inheritdoc ISurgeryEscrow
    function schedule(
        PackedTerms calldata terms,
        uint64 deadline,
        bytes calldata depositSignature,
        bytes calldata surgeonSignature
    ) external nonReentrant returns (BookingId) {
        (BookingId bookingId, Booking storage booking, ) = _load(
            terms,
            only(State.NONE) | only(State.PROPOSED)
        );
        _requireOpenOffer(terms);
        _requireInTime(deadline);
        _requireSignedByLicensed(
            terms,
            BookingMessages.hashAcceptance(bookingId, deadline),
            surgeonSignature
        );

        booking.progress = ProgressLib.begin(terms.appointmentTime(), State.SCHEDULED);
        emit Scheduled(bookingId, terms.surgeon(), terms);
        _pullDeposit(terms, bookingId, depositSignature);
        return bookingId;
    }

    /// @inheritdoc ISurgeryEscrow
    function confirm(
        PackedTerms calldata terms,
        bytes32 planHash,
        uint48 surgeryTime,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(
            terms,
            only(State.SCHEDULED)
        );
        if (planHash == 0) revert InvalidTerms("planHash");
        // What was agreed with notice before needs none now.
        if (surgeryTime != progress.surgeryTime() || surgeryTime < block.timestamp) {
            TermsLib.requireNotice(surgeryTime);
        }
        _requireInTime(deadline);
        _requireSignedByBoth(
            terms,
            registry.licensedSigner(terms.surgeon()),
            BookingMessages.hashPlan(bookingId, planHash, surgeryTime, deadline),
            patientSignature,
            surgeonSignature
        );

        _enter(booking, progress.movedTo(surgeryTime), State.CONFIRMED);
        emit Confirmed(bookingId, terms.surgeon(), planHash, surgeryTime);
    }

    /// @inheritdoc ISurgeryEscrow
    function execute(
        PackedTerms calldata terms,
        uint256 recordCommitment,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(
            terms,
            only(State.CONFIRMED) | only(State.ACCIDENT)
        );
        if (!FieldElement.isCommitment(recordCommitment)) revert InvalidCommitment(recordCommitment);
        if (progress.hasRecord()) revert RecordExists(bookingId);
        bool isAccident = progress.state() == State.ACCIDENT;
        if (!isAccident) {
            _requireFrom(progress.surgeryTime());
            _requireUntil(progress.executionDeadline(terms));
        }
        _requireInTime(deadline);
        // A revoked licence must not rob the patient of a record that she can close and review.
        _requireSignedBySurgeon(
            terms,
            BookingMessages.hashExecution(bookingId, recordCommitment, deadline),
            surgeonSignature
        );

        progress = progress.withRecord(recordCommitment);
        if (isAccident) {
            booking.progress = progress;
            emit RecordSupplied(bookingId, terms.surgeon(), recordCommitment);
        } else {
            _enter(booking, progress, State.EXECUTED);
            emit Executed(bookingId, terms.surgeon(), recordCommitment);
        }
    }

    /// @inheritdoc ISurgeryEscrow
    function close(
        PackedTerms calldata terms,
        uint256 recordCommitment,
        uint64 deadline,
        bytes calldata patientSignature
    ) external {
        queueHead = _close(queueHead, terms, recordCommitment, deadline, patientSignature);
    }

    /// @inheritdoc ISurgeryEscrow
    function closeMany(SignedClosing[] calldata closings) external {
        uint256 head = queueHead;
        for (uint256 i = 0; i < closings.length; ++i) {
            SignedClosing calldata closing = closings[i];
            head = _close(
                head,
                closing.terms,
                closing.recordCommitment,
                closing.deadline,
                closing.patientSignature
            );
        }
        queueHead = head;
    }

    /// @inheritdoc ISurgeryEscrow
    function lapse(PackedTerms calldata terms) external {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(
            terms,
            only(State.EXECUTED)
        );
        _requireAfter(progress.closingDeadline(terms));

        _enter(booking, progress, State.LAPSED);
        _payBeforeClosing(terms, true, _distributable(terms, true));
        emit Lapsed(bookingId, terms.surgeon());
    }

    /// @dev Closes a booking and folds its leaf into the queue.
    /// @param head The queue's word before; closings that share a transaction read and write it once.
    /// @return The queue's word after.
    function _close(
        uint256 head,
        PackedTerms calldata terms,
        uint256 recordCommitment,
        uint64 deadline,
        bytes calldata patientSignature
    ) private returns (uint256) {
        (BookingId bookingId, Booking storage booking, Progress progress) = _load(
            terms,
            only(State.EXECUTED) |
                only(State.ACCIDENT) |
                only(State.SETTLED) |
                only(State.RULED) |
                only(State.DEFAULTED) |
                only(State.LAPSED)
        );
        if (!progress.hasRecord()) revert NoRecord(bookingId);
        if (!progress.isRecord(recordCommitment)) revert RecordMismatch(bookingId, recordCommitment);
        _requireFrom(progress.enteredAt() + MINIMUM_CLOSING_DWELL);
        _requireInTime(deadline);
        _requireSigned(
            terms.patient(),
            BookingMessages.hashClosing(bookingId, recordCommitment, deadline),
            patientSignature
        );

        // Once the offer has expired, a booking without a word can never be scheduled again: freeing it earns a refund.
        if (block.timestamp < terms.offerExpiry()) _enter(booking, progress, State.CLOSED);
        else booking.progress = Progress.wrap(0);
        // Elsewhere the money has moved before; a surgery that went badly can still be closed and reviewed.
        if (progress.state() == State.EXECUTED || progress.state() == State.ACCIDENT) _payAtClosing(terms);
        else _releaseReviewFee();

        emit Closed(
            bookingId,
            terms.surgeon(),
            QueueWord.countOf(head),
            terms.patientCommitment,
            recordCommitment
        );
        SurgeonDay surgeonDay = SurgeonDayLib.pack(terms.surgeon(), block.timestamp);
        return _enqueue(head, terms.patientCommitment, surgeonDay, recordCommitment);
    }

    /// @dev What has to hold for an offer to be posted, and still when it is accepted, besides the licence.
    function _requireOpenOffer(PackedTerms calldata terms) private view {
        _requireNotExpired(terms);
        terms.requireBounds(uint256(terms.protocolFee()) + reviewFee);
        _requireSchedulable(terms);
    }

    function _requireNotExpired(PackedTerms calldata terms) private view {
        if (block.timestamp >= terms.offerExpiry()) revert OfferExpired(terms.offerExpiry());
    }
}
