// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import {ISignedMessages} from "./ISignedMessages.sol";
import {ISurgeonRegistry} from "./ISurgeonRegistry.sol";

/// @notice EIP-712 digest of a booking's {Terms} in the escrow's domain: unique to terms, contract and chain.
type BookingId is bytes32;

/// @notice The windows, shares and limits that both parties agree on, packed into one word; see {RulesLib}.
type Rules is uint256;

/// @notice Where a booking stands. NONE is a booking the chain has not seen.
enum State {
    NONE,
    PROPOSED,
    SCHEDULED,
    CONFIRMED,
    EXECUTED,
    CLOSED,
    WITHDRAWN,
    EXPIRED,
    CANCELLED,
    NO_SHOW_REPORTED,
    PATIENT_NO_SHOW,
    SURGEON_NO_SHOW,
    ACCIDENT,
    DISPUTED,
    SETTLED,
    RULED,
    DEFAULTED,
    LAPSED
}

/// @notice What patient and surgeon agree on. The patient offers them by signing, the surgeon by accepting.
/// @param patient One-time key of this booking; never holds gas and is never used again.
/// @param surgeon The surgeon's address in the registry.
/// @param arbiter Who may rule when the two do not settle; zero where only the default rule shall apply.
/// @param patientCommitment Poseidon2(secret, 0) of this booking, a field element.
/// @param deposit Token units that the patient pays at scheduling, fees included.
/// @param protocolFee Token units of the deposit that go to the treasury once there is a record.
/// @param appointmentTime Second of the appointment.
/// @param offerExpiry First second at which the offer can no longer be accepted.
/// @param rules Windows, shares and limits for everything that comes after.
/// @param termsHash Hash of the private document that both hold.
struct Terms {
    address patient;
    address surgeon;
    address arbiter;
    uint256 patientCommitment;
    uint128 deposit;
    uint128 protocolFee;
    uint64 appointmentTime;
    uint64 offerExpiry;
    Rules rules;
    bytes32 termsHash;
}

/// @notice What has happened to a booking so far. Storage holds only keccak256(abi.encode(progress)); callers pass the rest.
/// @param state The state it is in.
/// @param enteredAt Second at which it entered that state.
/// @param surgeryTime Second from which the surgery may be reported; the appointment until plan or rescheduling move it.
/// @param reschedules How often both have moved the surgery.
/// @param planHash Hash of the plan (medicines, coverage), zero until CONFIRMED.
/// @param recordCommitment Poseidon16 commitment to the record, zero until the surgeon has supplied it.
struct Progress {
    State state;
    uint64 enteredAt;
    uint64 surgeryTime;
    uint8 reschedules;
    bytes32 planHash;
    uint256 recordCommitment;
}

/// @title Escrow of booking deposits, and the life cycle of a surgery
/// @notice Every action carries the signatures it needs and may be sent by anyone. Storage holds one word a booking.
/// Money leaves a booking exactly once, as balances that {collect} pays out. A surgeon signs with the key that the registry
/// names for her, so a rotated key counts for bookings made before.
///
/// What there is to distribute: with a record, the deposit less protocol fee and review fee; without one, the whole deposit.
/// The surgeon's part of it is rounded down.
interface ISurgeryEscrow is ISignedMessages {
    event Proposed(BookingId indexed bookingId, address indexed surgeon, Terms terms);
    event Scheduled(BookingId indexed bookingId, address indexed surgeon, Terms terms);
    event Confirmed(
        BookingId indexed bookingId,
        address indexed surgeon,
        bytes32 planHash,
        uint64 surgeryTime
    );
    event Rescheduled(BookingId indexed bookingId, address indexed surgeon, uint64 surgeryTime);
    event Executed(BookingId indexed bookingId, address indexed surgeon, uint256 recordCommitment);
    /// @param queueIndex Position of the leaf in the queue of closed surgeries, from 0.
    event Closed(
        BookingId indexed bookingId,
        address indexed surgeon,
        uint256 queueIndex,
        uint256 patientCommitment,
        uint256 recordCommitment,
        uint256 closedDay
    );
    event Withdrawn(BookingId indexed bookingId, address indexed surgeon);
    event Expired(BookingId indexed bookingId, address indexed surgeon);
    /// @param canceller The patient's or the surgeon's address in the terms.
    event Cancelled(
        BookingId indexed bookingId,
        address indexed surgeon,
        address canceller,
        uint256 surgeonAmount
    );
    event NoShowReported(BookingId indexed bookingId, address indexed surgeon);
    event NoShowContested(BookingId indexed bookingId, address indexed surgeon, bytes32 evidenceHash);
    event PatientNoShow(BookingId indexed bookingId, address indexed surgeon, uint256 surgeonAmount);
    event SurgeonNoShow(BookingId indexed bookingId, address indexed surgeon);
    /// @param reporter The patient's or the surgeon's address in the terms.
    event AccidentReported(
        BookingId indexed bookingId,
        address indexed surgeon,
        address reporter,
        bytes32 evidenceHash
    );
    /// @notice The record of a surgery that was reported as an accident first. The booking stays ACCIDENT since when it was.
    event RecordSupplied(BookingId indexed bookingId, address indexed surgeon, uint256 recordCommitment);
    event Settled(
        BookingId indexed bookingId,
        address indexed surgeon,
        uint256 surgeonAmount,
        uint256 patientAmount
    );
    /// @param surgeonShare Basis points.
    event Ruled(
        BookingId indexed bookingId,
        address indexed surgeon,
        uint16 surgeonShare,
        bytes32 reasonHash,
        uint256 surgeonAmount
    );
    event Defaulted(BookingId indexed bookingId, address indexed surgeon, uint256 surgeonAmount);
    event Lapsed(BookingId indexed bookingId, address indexed surgeon);
    /// @param recipient Where the money went: the account itself, or the key that a surgeon has rotated to.
    event Collected(address indexed account, address indexed recipient, uint256 amount);
    event RelayPaid(address indexed recipient, uint256 amount);
    event ProtocolFeeChanged(uint128 protocolFee);
    event ReviewBoardConnected(address reviewBoard);

    /// @notice The booking is not in a state that allows the action.
    error WrongState(BookingId bookingId, State state);
    /// @notice The progress passed in is not the one on record.
    error ProgressMismatch(BookingId bookingId);
    /// @notice The offer can no longer be accepted, or, for {expire}, can still be.
    error OfferExpired(uint64 offerExpiry);
    error OfferNotExpired(uint64 offerExpiry);
    /// @notice A term is outside its bounds.
    error InvalidTerms(string term);
    /// @notice The protocol fee in the terms is not the one in force.
    error ProtocolFeeMismatch(uint128 protocolFee, uint128 inForce);
    /// @notice A commitment is zero or not a field element.
    error InvalidCommitment(uint256 commitment);
    /// @notice The surgery cannot be moved there: less than a day or more than two years ahead.
    error InvalidSurgeryTime(uint64 surgeryTime);
    /// @notice The surgery has been moved as often as the terms allow.
    error TooManyReschedules(uint8 maximum);
    /// @notice The time for the action has not come.
    error TooEarly(uint256 from);
    /// @notice The time for the action is over.
    error TooLate(uint256 until);
    /// @notice Only patient and surgeon can do this, and the account is neither.
    error NotAParty(address account);
    /// @notice The signed amounts are not what there is to distribute, or not what a cancellation now gives the surgeon.
    error AmountMismatch(uint256 signed, uint256 expected);
    /// @notice A share is above 10,000 basis points.
    error ShareTooHigh(uint16 share);
    /// @notice The terms name no arbiter.
    error NoArbiter(BookingId bookingId);
    /// @notice The surgeon has supplied no record, so there is nothing to close.
    error NoRecord(BookingId bookingId);
    /// @notice The surgeon has supplied a record before; it cannot be replaced.
    error RecordExists(BookingId bookingId);
    /// @notice The token moved another amount than the deposit.
    error DepositMismatch(uint256 received, uint256 deposit);
    error NothingToCollect(address account);
    error NotTheReviewBoard(address caller);
    error AlreadyConnected(address reviewBoard);
    error NotConnected();
    error NotTheDeployer(address caller);
    error ProtocolFeeTooHigh(uint128 protocolFee, uint128 maximum);
    /// @notice The review pot holds less than the relayer would be paid.
    error ReviewPotExceeded(uint256 amount, uint256 pot);

    /// @notice Posts a signed offer on chain: NONE → PROPOSED. Optional; {schedule} also takes offers never posted.
    /// @param patientSignature The patient's signature over {Terms}.
    function propose(Terms calldata terms, bytes calldata patientSignature) external returns (BookingId);

    /// @notice Withdraws an offer, posted or not, so that it can never be accepted: NONE or PROPOSED → WITHDRAWN.
    /// @param progress The booking's progress; all zero for an offer never posted.
    /// @param patientSignature The patient's signature over `Withdrawal(bookingId, deadline)`.
    function withdrawOffer(
        Terms calldata terms,
        Progress calldata progress,
        uint64 deadline,
        bytes calldata patientSignature
    ) external;

    /// @notice Marks a posted offer that nobody accepted in time: PROPOSED → EXPIRED. Anyone may call.
    function expire(Terms calldata terms, Progress calldata progress) external;

    /// @notice Accepts an offer and pulls the deposit in the same transaction: NONE or PROPOSED → SCHEDULED.
    /// @param progress The booking's progress; all zero for an offer never posted.
    /// @param depositSignature The patient's ERC-3009 signature over ReceiveWithAuthorization(patient, escrow, deposit,
    /// 0, offerExpiry, nonce), the nonce being the upper 192 bits of the booking id, so that it also consents to the terms.
    /// @param deadline Last second at which the acceptance may be relayed.
    /// @param surgeonSignature The surgeon's signature over `Acceptance(bookingId, deadline)`.
    function schedule(
        Terms calldata terms,
        Progress calldata progress,
        bytes calldata depositSignature,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external returns (BookingId);

    /// @notice Fixes the plan: SCHEDULED → CONFIRMED. Both sign `Plan(bookingId, planHash, surgeryTime, deadline)`.
    /// The surgery stays where it was agreed, if that is still ahead, or moves to at least a day from now.
    function confirm(
        Terms calldata terms,
        Progress calldata progress,
        bytes32 planHash,
        uint64 surgeryTime,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Moves a SCHEDULED or CONFIRMED surgery, until a refund is due. Both sign
    /// `Rescheduling(bookingId, surgeryTime, reschedules, deadline)`, `reschedules` being the count after it.
    function reschedule(
        Terms calldata terms,
        Progress calldata progress,
        uint64 surgeryTime,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Calls the surgery off: SCHEDULED or CONFIRMED → CANCELLED. The patient can until the surgery time, from the
    /// cancellation window on at the price of the late-cancellation share, and at any time for nothing while the surgeon is
    /// not licensed; the surgeon until a refund is due, always for nothing.
    /// @param canceller The patient's or the surgeon's address in the terms.
    /// @param surgeonAmount What the surgeon is paid; it has to be what the terms say at the time of the transaction, so
    /// that a cancellation held back by a relayer cannot become a late one.
    /// @param signature The canceller's signature over `Cancellation(bookingId, surgeonAmount, deadline)`.
    function cancel(
        Terms calldata terms,
        Progress calldata progress,
        address canceller,
        uint128 surgeonAmount,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Reports a patient who did not come: SCHEDULED or CONFIRMED → NO_SHOW_REPORTED, from the surgery time to the
    /// end of the no-show window. Only a licensed surgeon: nobody has to turn up for another.
    /// @param surgeonSignature The surgeon's signature over `NoShowReport(bookingId, deadline)`.
    function reportNoShow(
        Terms calldata terms,
        Progress calldata progress,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Contests that report: NO_SHOW_REPORTED → DISPUTED, until the end of the contest window.
    /// @param patientSignature The patient's signature over `Contest(bookingId, evidenceHash, deadline)`.
    function contest(
        Terms calldata terms,
        Progress calldata progress,
        bytes32 evidenceHash,
        uint64 deadline,
        bytes calldata patientSignature
    ) external;

    /// @notice Pays the no-show share to the surgeon where nobody contested: NO_SHOW_REPORTED → PATIENT_NO_SHOW.
    /// Anyone may call.
    function concludeNoShow(Terms calldata terms, Progress calldata progress) external;

    /// @notice Refunds a patient in full whose surgery was not reported in time:
    /// SCHEDULED or CONFIRMED → SURGEON_NO_SHOW, after the execution window. Anyone may call.
    function refund(Terms calldata terms, Progress calldata progress) external;

    /// @notice Reports the surgery with its record: CONFIRMED → EXECUTED, from the surgery time to the end of the execution
    /// window. Where an accident was reported first, it adds the record and the booking stays ACCIDENT.
    /// @param surgeonSignature The surgeon's signature over `Execution(bookingId, recordCommitment, deadline)`.
    function execute(
        Terms calldata terms,
        Progress calldata progress,
        uint256 recordCommitment,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Accepts the record and queues the leaf: any state with a record that is not CLOSED → CLOSED, a day after it
    /// was entered. Pays the surgeon in full from EXECUTED and ACCIDENT; elsewhere the money has moved.
    /// @param patientSignature The patient's signature over `Closing(bookingId, recordCommitment, deadline)`.
    function close(
        Terms calldata terms,
        Progress calldata progress,
        uint64 deadline,
        bytes calldata patientSignature
    ) external;

    /// @notice Pays a surgeon whose patient did not close in time: EXECUTED → LAPSED, after the closing window. Anyone may call.
    function lapse(Terms calldata terms, Progress calldata progress) external;

    /// @notice Reports that the surgery went wrong: CONFIRMED → ACCIDENT within the execution window, or EXECUTED → ACCIDENT
    /// within the closing window.
    /// @param reporter The patient's or the surgeon's address in the terms.
    /// @param signature The reporter's signature over `Accident(bookingId, evidenceHash, deadline)`.
    function reportAccident(
        Terms calldata terms,
        Progress calldata progress,
        address reporter,
        bytes32 evidenceHash,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Splits the money as both agree: any state that holds a deposit → SETTLED. Both sign
    /// `Settlement(bookingId, surgeonAmount, patientAmount, deadline)`; the amounts add up to what there is to distribute.
    function settle(
        Terms calldata terms,
        Progress calldata progress,
        uint128 surgeonAmount,
        uint128 patientAmount,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Splits the money as the arbiter rules: DISPUTED or ACCIDENT → RULED, within the ruling window that follows
    /// the settlement window.
    /// @param surgeonShare Basis points of what there is to distribute.
    /// @param arbiterSignature The arbiter's signature over `Ruling(bookingId, surgeonShare, reasonHash, deadline)`.
    function rule(
        Terms calldata terms,
        Progress calldata progress,
        uint16 surgeonShare,
        bytes32 reasonHash,
        uint64 deadline,
        bytes calldata arbiterSignature
    ) external;

    /// @notice Splits the money where nobody settled or ruled in time: DISPUTED or ACCIDENT → DEFAULTED. The surgeon gets
    /// the default share, but nothing of an accident whose record she has not supplied. Anyone may call.
    function concludeByDefault(Terms calldata terms, Progress calldata progress) external;

    /// @notice Pays an account its whole balance. Anyone may call; the money goes to the account itself, or to the key that
    /// a surgeon has rotated to.
    function collect(address account) external returns (uint256 amount);

    /// @notice Credits a relayer from the review pot. Only the review board.
    function payRelay(address recipient, uint256 amount) external;

    /// @notice Names the review board that may pay relayers. Only the deployer, once; nothing can be scheduled before.
    function connectReviewBoard(address reviewBoard) external;

    /// @notice Sets the protocol fee that new terms have to carry. Restricted by the access manager.
    function setProtocolFee(uint128 protocolFee) external;

    /// @notice The EIP-712 digest of these terms.
    function bookingIdOf(Terms calldata terms) external view returns (BookingId);

    /// @notice keccak256(abi.encode(progress)) of the booking, or zero for NONE.
    function progressHash(BookingId bookingId) external view returns (bytes32);

    /// @notice Registry that tells which surgeons are licensed and which keys sign for them.
    function registry() external view returns (ISurgeonRegistry);

    /// @notice Token units that {collect} would pay the account now.
    function balanceOf(address account) external view returns (uint256);

    /// @notice Token units that the review pot holds: one review fee for each paid surgery that has a record, less what
    /// was paid to relayers.
    function reviewPot() external view returns (uint256);

    /// @notice Token units that each paid surgery with a record sets aside to have one review relayed.
    function reviewFee() external view returns (uint128);

    /// @notice Token units that terms have to carry as protocol fee now.
    function protocolFee() external view returns (uint128);

    /// @notice Token units that the protocol fee can never exceed.
    function maximumProtocolFee() external view returns (uint128);

    /// @notice The board that may pay relayers; zero until it is connected.
    function reviewBoard() external view returns (address);
}
