// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {EscrowLedger} from "./EscrowLedger.sol";
import {IDepositToken} from "./interfaces/IDepositToken.sol";
import {ISurgeonRegistry} from "./interfaces/ISurgeonRegistry.sol";
import {BookingId, ISurgeryEscrow, Progress, State, Terms} from "./interfaces/ISurgeryEscrow.sol";
import {SurgeonDay} from "./interfaces/ISurgeryTree.sol";
import {BookingMessages} from "./libraries/BookingMessages.sol";
import {FieldElement} from "./libraries/FieldElement.sol";
import {ProgressLib} from "./libraries/ProgressLib.sol";
import {SurgeonDayLib} from "./libraries/SurgeonDayLib.sol";
import {TermsLib} from "./libraries/TermsLib.sol";
import {SignedMessages} from "./SignedMessages.sol";

/// @dev One function for each transition: load the booking in a state that allows it, check time and signatures,
/// write the next word, then move money.
contract SurgeryEscrow is EscrowLedger, SignedMessages {
    using ProgressLib for Progress;
    using TermsLib for Terms;

    /// @notice Registry that tells which surgeons are licensed.
    ISurgeonRegistry public immutable registry;

    /// @inheritdoc ISurgeryEscrow
    mapping(BookingId bookingId => bytes32) public progressHash;

    /// @param authority Access manager that restricts {setProtocolFee}.
    /// @param protocolFee Token units, at most `maximumProtocolFee`.
    constructor(
        address authority,
        ISurgeonRegistry registry_,
        IDepositToken token,
        address treasury,
        uint128 reviewFee,
        uint128 protocolFee,
        uint128 maximumProtocolFee
    )
        AccessManaged(authority)
        EIP712("Aftercare SurgeryEscrow", "1")
        EscrowLedger(token, treasury, reviewFee, protocolFee, maximumProtocolFee)
    {
        registry = registry_;
    }

    /// @inheritdoc ISurgeryEscrow
    function propose(
        Terms calldata terms,
        bytes calldata patientSignature
    ) external returns (BookingId bookingId) {
        bookingId = bookingIdOf(terms);
        if (progressHash[bookingId] != 0) revert ProgressMismatch(bookingId);
        _requireOpenOffer(terms);
        _requireSignedDigest(terms.patient, BookingId.unwrap(bookingId), patientSignature);

        _record(bookingId, ProgressLib.begin(terms, State.PROPOSED));
        emit Proposed(bookingId, terms.surgeon, terms);
    }

    /// @inheritdoc ISurgeryEscrow
    function withdrawOffer(
        Terms calldata terms,
        Progress calldata progress,
        uint64 deadline,
        bytes calldata patientSignature
    ) external {
        BookingId bookingId = _load(terms, progress, State.NONE, State.PROPOSED);
        _requireInTime(deadline);
        _requireSigned(terms.patient, BookingMessages.hashWithdrawal(bookingId, deadline), patientSignature);

        // Nothing of the offer is kept: the event of an offer never posted could not tell it.
        Progress memory next;
        next.state = State.WITHDRAWN;
        next.enteredAt = uint64(block.timestamp);
        _record(bookingId, next);
        emit Withdrawn(bookingId, terms.surgeon);
    }

    /// @inheritdoc ISurgeryEscrow
    function expire(Terms calldata terms, Progress calldata progress) external {
        BookingId bookingId = _load(terms, progress, State.PROPOSED);
        if (block.timestamp < terms.offerExpiry) revert OfferNotExpired(terms.offerExpiry);

        _record(bookingId, progress.enter(State.EXPIRED));
        emit Expired(bookingId, terms.surgeon);
    }

    /// @inheritdoc ISurgeryEscrow
    function schedule(
        Terms calldata terms,
        Progress calldata progress,
        bytes calldata depositSignature,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external nonReentrant returns (BookingId bookingId) {
        bookingId = _load(terms, progress, State.NONE, State.PROPOSED);
        _requireOpenOffer(terms);
        _requireInTime(deadline);
        _requireSigned(terms.surgeon, BookingMessages.hashAcceptance(bookingId, deadline), surgeonSignature);

        _record(bookingId, ProgressLib.begin(terms, State.SCHEDULED));
        emit Scheduled(bookingId, terms.surgeon, terms);
        _pullDeposit(terms, bookingId, depositSignature);
    }

    /// @inheritdoc ISurgeryEscrow
    function confirm(
        Terms calldata terms,
        Progress calldata progress,
        bytes32 planHash,
        uint64 surgeryTime,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external {
        BookingId bookingId = _load(terms, progress, State.SCHEDULED);
        if (planHash == 0) revert InvalidTerms("planHash");
        terms.requireSurgeryTime(surgeryTime);
        _requireInTime(deadline);
        bytes32 plan = BookingMessages.hashPlan(bookingId, planHash, surgeryTime, deadline);
        _requireSigned(terms.patient, plan, patientSignature);
        _requireSigned(terms.surgeon, plan, surgeonSignature);

        Progress memory next = progress.enter(State.CONFIRMED);
        next.planHash = planHash;
        next.surgeryTime = surgeryTime;
        _record(bookingId, next);
        emit Confirmed(bookingId, terms.surgeon, planHash, surgeryTime);
    }

    /// @inheritdoc ISurgeryEscrow
    function execute(
        Terms calldata terms,
        Progress calldata progress,
        uint256 recordCommitment,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external {
        BookingId bookingId = _load(terms, progress, State.CONFIRMED);
        if (!FieldElement.isCommitment(recordCommitment)) revert InvalidCommitment(recordCommitment);
        if (block.timestamp < progress.surgeryTime) revert TooEarly(progress.surgeryTime);
        uint64 until = progress.executionDeadline(terms);
        if (block.timestamp > until) revert TooLate(until);
        _requireInTime(deadline);
        _requireSigned(
            terms.surgeon,
            BookingMessages.hashExecution(bookingId, recordCommitment, deadline),
            surgeonSignature
        );

        Progress memory next = progress.enter(State.EXECUTED);
        next.recordCommitment = recordCommitment;
        _record(bookingId, next);
        emit Executed(bookingId, terms.surgeon, recordCommitment);
    }

    /// @inheritdoc ISurgeryEscrow
    function close(
        Terms calldata terms,
        Progress calldata progress,
        uint64 deadline,
        bytes calldata patientSignature
    ) external {
        BookingId bookingId = _load(terms, progress, State.EXECUTED, State.LAPSED);
        _requireInTime(deadline);
        _requireSigned(
            terms.patient,
            BookingMessages.hashClosing(bookingId, progress.recordCommitment, deadline),
            patientSignature
        );

        _record(bookingId, progress.enter(State.CLOSED));
        // A lapsed booking was paid when it lapsed; a surgery that went badly can still be closed and reviewed.
        if (progress.state == State.LAPSED) _releaseReviewFee();
        else _settle(terms);
        _queueClosed(bookingId, terms, progress.recordCommitment);
    }

    /// @inheritdoc ISurgeryEscrow
    function refund(Terms calldata terms, Progress calldata progress) external {
        BookingId bookingId = _load(terms, progress, State.SCHEDULED, State.CONFIRMED);
        _requireAfter(progress.executionDeadline(terms));

        _record(bookingId, progress.enter(State.SURGEON_NO_SHOW));
        _refundDeposit(terms);
        emit SurgeonNoShow(bookingId, terms.surgeon);
    }

    /// @inheritdoc ISurgeryEscrow
    function lapse(Terms calldata terms, Progress calldata progress) external {
        BookingId bookingId = _load(terms, progress, State.EXECUTED);
        _requireAfter(progress.closingDeadline(terms));

        _record(bookingId, progress.enter(State.LAPSED));
        _settle(terms);
        _reserveReviewFee();
        emit Lapsed(bookingId, terms.surgeon);
    }

    /// @inheritdoc ISurgeryEscrow
    function bookingIdOf(Terms calldata terms) public view returns (BookingId) {
        return BookingId.wrap(_hashTypedDataV4(BookingMessages.hashTerms(terms)));
    }

    /// @dev The booking of these terms, if it has come as far as `progress` says and that state allows the action.
    function _load(
        Terms calldata terms,
        Progress calldata progress,
        State allowed
    ) private view returns (BookingId bookingId) {
        return _load(terms, progress, allowed, allowed);
    }

    function _load(
        Terms calldata terms,
        Progress calldata progress,
        State allowed,
        State alsoAllowed
    ) private view returns (BookingId bookingId) {
        bookingId = bookingIdOf(terms);
        if (progressHash[bookingId] != progress.hash()) revert ProgressMismatch(bookingId);
        if (progress.state != allowed && progress.state != alsoAllowed) {
            revert WrongState(bookingId, progress.state);
        }
    }

    function _record(BookingId bookingId, Progress memory next) private {
        progressHash[bookingId] = next.hash();
    }

    /// @dev What has to hold for an offer to be posted, and still when it is accepted.
    function _requireOpenOffer(Terms calldata terms) private view {
        if (block.timestamp >= terms.offerExpiry) revert OfferExpired(terms.offerExpiry);
        terms.requireBounds(uint256(terms.protocolFee) + reviewFee);
        _requireSchedulable(terms);
        registry.requireLicensed(terms.surgeon);
    }

    function _requireAfter(uint64 deadline) private view {
        if (block.timestamp <= deadline) revert TooEarly(deadline + 1);
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
