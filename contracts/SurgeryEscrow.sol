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
import {BookingId, ISurgeryEscrow, Progress, State, Terms} from "./interfaces/ISurgeryEscrow.sol";
import {SurgeonDay} from "./interfaces/ISurgeryTree.sol";
import {BookingMessages} from "./libraries/BookingMessages.sol";
import {FieldElement} from "./libraries/FieldElement.sol";
import {ProgressLib} from "./libraries/ProgressLib.sol";
import {only} from "./libraries/StateSet.sol";
import {SurgeonDayLib} from "./libraries/SurgeonDayLib.sol";
import {TermsLib} from "./libraries/TermsLib.sol";

/// @dev The way from an offer to CLOSED, and LAPSED; the other ways out are inherited.
contract SurgeryEscrow is EscrowChanges, EscrowNoShows, EscrowDisputes {
    using ProgressLib for Progress;
    using TermsLib for Terms;

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
        Terms calldata terms,
        bytes calldata patientSignature
    ) external returns (BookingId bookingId) {
        bookingId = bookingIdOf(terms);
        if (progressHash[bookingId] != 0) revert ProgressMismatch(bookingId);
        _requireOpenOffer(terms);
        registry.requireLicensed(terms.surgeon);
        _requireSignedDigest(terms.patient, BookingId.unwrap(bookingId), patientSignature);

        _record(bookingId, ProgressLib.begin(terms, State.PROPOSED));
        emit Proposed(bookingId, terms.surgeon, terms);
    }

    /// @inheritdoc ISurgeryEscrow
    function withdrawOffer(
        Terms calldata terms,
        Progress calldata claimed,
        uint64 deadline,
        bytes calldata patientSignature
    ) external {
        (BookingId bookingId, ) = _load(terms, claimed, only(State.NONE) | only(State.PROPOSED));
        _requireInTime(deadline);
        _requireSigned(terms.patient, BookingMessages.hashWithdrawal(bookingId, deadline), patientSignature);

        // Nothing of the offer is kept: the event of an offer never posted could not tell it.
        Progress memory nothing;
        _enter(bookingId, nothing, State.WITHDRAWN);
        emit Withdrawn(bookingId, terms.surgeon);
    }

    /// @inheritdoc ISurgeryEscrow
    function expire(Terms calldata terms, Progress calldata claimed) external {
        (BookingId bookingId, Progress memory progress) = _load(terms, claimed, only(State.PROPOSED));
        if (block.timestamp < terms.offerExpiry) revert OfferNotExpired(terms.offerExpiry);

        _enter(bookingId, progress, State.EXPIRED);
        emit Expired(bookingId, terms.surgeon);
    }

    /// @inheritdoc ISurgeryEscrow
    function schedule(
        Terms calldata terms,
        Progress calldata claimed,
        bytes calldata depositSignature,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external nonReentrant returns (BookingId bookingId) {
        (bookingId, ) = _load(terms, claimed, only(State.NONE) | only(State.PROPOSED));
        _requireOpenOffer(terms);
        _requireInTime(deadline);
        _requireSignedByLicensed(
            terms,
            BookingMessages.hashAcceptance(bookingId, deadline),
            surgeonSignature
        );

        _record(bookingId, ProgressLib.begin(terms, State.SCHEDULED));
        emit Scheduled(bookingId, terms.surgeon, terms);
        _pullDeposit(terms, bookingId, depositSignature);
    }

    /// @inheritdoc ISurgeryEscrow
    function confirm(
        Terms calldata terms,
        Progress calldata claimed,
        bytes32 planHash,
        uint64 surgeryTime,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external {
        (BookingId bookingId, Progress memory progress) = _load(terms, claimed, only(State.SCHEDULED));
        if (planHash == 0) revert InvalidTerms("planHash");
        // What was agreed with notice before needs none now.
        if (surgeryTime != progress.surgeryTime || surgeryTime < block.timestamp) {
            TermsLib.requireNotice(surgeryTime);
        }
        _requireInTime(deadline);
        _requireSignedByBoth(
            terms,
            registry.requireLicensed(terms.surgeon),
            BookingMessages.hashPlan(bookingId, planHash, surgeryTime, deadline),
            patientSignature,
            surgeonSignature
        );

        progress.planHash = planHash;
        progress.surgeryTime = surgeryTime;
        _enter(bookingId, progress, State.CONFIRMED);
        emit Confirmed(bookingId, terms.surgeon, planHash, surgeryTime);
    }

    /// @inheritdoc ISurgeryEscrow
    function execute(
        Terms calldata terms,
        Progress calldata claimed,
        uint256 recordCommitment,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external {
        (BookingId bookingId, Progress memory progress) = _load(
            terms,
            claimed,
            only(State.CONFIRMED) | only(State.ACCIDENT)
        );
        if (!FieldElement.isCommitment(recordCommitment)) revert InvalidCommitment(recordCommitment);
        if (progress.hasRecord()) revert RecordExists(bookingId);
        bool isAccident = progress.state == State.ACCIDENT;
        if (!isAccident) {
            _requireFrom(progress.surgeryTime);
            _requireUntil(progress.executionDeadline(terms));
        }
        _requireInTime(deadline);
        // A revoked licence must not rob the patient of a record that she can close and review.
        _requireSignedBySurgeon(
            terms,
            BookingMessages.hashExecution(bookingId, recordCommitment, deadline),
            surgeonSignature
        );

        progress.recordCommitment = recordCommitment;
        if (isAccident) {
            _record(bookingId, progress);
            emit RecordSupplied(bookingId, terms.surgeon, recordCommitment);
        } else {
            _enter(bookingId, progress, State.EXECUTED);
            emit Executed(bookingId, terms.surgeon, recordCommitment);
        }
    }

    /// @inheritdoc ISurgeryEscrow
    function close(
        Terms calldata terms,
        Progress calldata claimed,
        uint64 deadline,
        bytes calldata patientSignature
    ) external {
        (BookingId bookingId, Progress memory progress) = _load(
            terms,
            claimed,
            only(State.EXECUTED) |
                only(State.ACCIDENT) |
                only(State.SETTLED) |
                only(State.RULED) |
                only(State.DEFAULTED) |
                only(State.LAPSED)
        );
        if (!progress.hasRecord()) revert NoRecord(bookingId);
        _requireFrom(progress.enteredAt + MINIMUM_CLOSING_DWELL);
        _requireInTime(deadline);
        _requireSigned(
            terms.patient,
            BookingMessages.hashClosing(bookingId, progress.recordCommitment, deadline),
            patientSignature
        );

        // Elsewhere the money has moved before; a surgery that went badly can still be closed and reviewed.
        bool unpaid = progress.state == State.EXECUTED || progress.state == State.ACCIDENT;
        _enter(bookingId, progress, State.CLOSED);
        if (unpaid) _payAtClosing(terms);
        else _releaseReviewFee();
        _queueClosed(bookingId, terms, progress.recordCommitment);
    }

    /// @inheritdoc ISurgeryEscrow
    function lapse(Terms calldata terms, Progress calldata claimed) external {
        (BookingId bookingId, Progress memory progress) = _load(terms, claimed, only(State.EXECUTED));
        _requireAfter(progress.closingDeadline(terms));

        _enter(bookingId, progress, State.LAPSED);
        _payBeforeClosing(terms, true, _distributable(terms, true));
        emit Lapsed(bookingId, terms.surgeon);
    }

    /// @dev What has to hold for an offer to be posted, and still when it is accepted, besides the licence.
    function _requireOpenOffer(Terms calldata terms) private view {
        if (block.timestamp >= terms.offerExpiry) revert OfferExpired(terms.offerExpiry);
        terms.requireBounds(uint256(terms.protocolFee) + reviewFee);
        _requireSchedulable(terms);
    }

    function _queueClosed(BookingId bookingId, Terms calldata terms, uint256 recordCommitment) private {
        SurgeonDay surgeonDay = SurgeonDayLib.pack(terms.surgeon, block.timestamp);
        emit Closed(
            bookingId,
            terms.surgeon,
            _enqueue(terms.patientCommitment, surgeonDay, recordCommitment),
            terms.patientCommitment,
            recordCommitment,
            SurgeonDayLib.dayOf(surgeonDay)
        );
    }
}
