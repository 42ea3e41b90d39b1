// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import {ISignedMessages} from "./ISignedMessages.sol";
import {ISurgeonRegistry} from "./ISurgeonRegistry.sol";
import {IClosedQueue} from "./ISurgeryTree.sol";

/// @notice keccak256(abi.encode(terms)) of a booking's {PackedTerms}. Each message about a booking names it, and the EIP-712
/// domain binds that message to contract and chain.
type BookingId is bytes32;

/// @notice The windows, shares and limits that both parties agree on, packed into one word; see {RulesLib}.
type Rules is uint256;

/// @notice What has happened to a booking so far: the one word that storage keeps of it; see {ProgressLib}.
type Progress is uint256;

/// @notice Where a booking stands. NONE is a booking that the chain has not seen, or one that was CLOSED after its offer had
/// expired: only events tell which.
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

/// @notice What patient and surgeon agree on, as the patient signs it to post an offer; calls and events carry {PackedTerms}. The
/// patient offers the terms by signing, the surgeon by accepting.
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

/// @notice {Terms} in six words, as calls and events carry them: 128 zero bytes less in each.
/// @dev Which words are bytes32 and which uint256 gives the four usual steps of a booking low selectors, and so an early place
/// where calls are told apart: 2,000 gas less in a booking's life.
/// @param patientAndTimes patient << 96 | appointmentTime << 48 | offerExpiry.
/// @param surgeonAndDeposit surgeon << 96 | deposit.
/// @param arbiterAndFee arbiter << 96 | protocolFee.
struct PackedTerms {
    bytes32 patientAndTimes;
    uint256 surgeonAndDeposit;
    bytes32 arbiterAndFee;
    uint256 patientCommitment;
    Rules rules;
    bytes32 termsHash;
}

/// @notice One of the closings of {ISurgeryEscrow.closeMany}, with what {ISurgeryEscrow.close} takes.
struct SignedClosing {
    PackedTerms terms;
    uint256 recordCommitment;
    uint64 deadline;
    bytes patientSignature;
}

/// @title Escrow of booking deposits, and the life cycle of a surgery
/// @notice Every action carries the signatures it needs and may be sent by anyone. Storage holds one word a booking, and
/// none of a booking that was closed after its offer had expired: its terms cannot be used again anyway.
/// Money leaves a booking exactly once, as balances that {collect} pays out. A surgeon signs with the key that the registry
/// names for her, so a rotated key counts for bookings made before.
///
/// What there is to distribute: with a record, the deposit less protocol fee and review fee; without one, the whole deposit.
/// The surgeon's part of it is rounded down.
interface ISurgeryEscrow is ISignedMessages, IClosedQueue {
    event Proposed(BookingId indexed bookingId, address indexed surgeon, PackedTerms terms);
    event Scheduled(BookingId indexed bookingId, address indexed surgeon, PackedTerms terms);
    event Confirmed(
        BookingId indexed bookingId,
        address indexed surgeon,
        bytes32 planHash,
        uint48 surgeryTime
    );
    event Rescheduled(BookingId indexed bookingId, address indexed surgeon, uint48 surgeryTime);
    event Executed(BookingId indexed bookingId, address indexed surgeon, uint256 recordCommitment);
    /// @notice The leaf's day is that of the block.
    /// @param queueIndex Position of the leaf in the queue of closed surgeries, from 0.
    event Closed(
        BookingId indexed bookingId,
        address indexed surgeon,
        uint256 queueIndex,
        uint256 patientCommitment,
        uint256 recordCommitment
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
    event FeesGathered(address indexed surgeon, uint256 amount);
    event ProtocolFeeChanged(uint128 protocolFee);
    event ReviewBoardConnected(address reviewBoard);

    /// @notice The booking is not in a state that allows the action.
    error WrongState(BookingId bookingId, State state);
    /// @notice The offer can no longer be accepted.
    error OfferExpired(uint64 offerExpiry);
    /// @notice The offer can still be accepted.
    error OfferNotExpired(uint64 offerExpiry);
    /// @notice A term is outside its bounds.
    error InvalidTerms(string term);
    /// @notice The protocol fee in the terms is not the one in force.
    error ProtocolFeeMismatch(uint128 protocolFee, uint128 inForce);
    /// @notice A commitment is zero or not a field element.
    error InvalidCommitment(uint256 commitment);
    /// @notice The surgery cannot be moved there: less than a day or more than two years ahead.
    error InvalidSurgeryTime(uint48 surgeryTime);
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
    /// @notice The record is not the one that the surgeon has supplied.
    error RecordMismatch(BookingId bookingId, uint256 recordCommitment);
    /// @notice The surgeon has supplied a record before; it cannot be replaced.
    error RecordExists(BookingId bookingId);
    /// @notice The token moved another amount than the deposit.
    error DepositMismatch(uint256 received, uint256 deposit);
    /// @notice An escrow for this token would be of no use: it has other than six decimals, or does not know ERC-3009.
    /// @param requirement What the token does not meet.
    error UnsuitableToken(address token, string requirement);
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
    function propose(
        PackedTerms calldata terms,
        bytes calldata patientSignature
    ) external returns (BookingId);

    /// @notice Withdraws an offer, posted or not, so that it can never be accepted: NONE or PROPOSED → WITHDRAWN.
    /// @param patientSignature The patient's signature over `Withdrawal(bookingId, deadline)`.
    function withdrawOffer(
        PackedTerms calldata terms,
        uint64 deadline,
        bytes calldata patientSignature
    ) external;

    /// @notice Marks a posted offer that nobody accepted in time: PROPOSED → EXPIRED. Anyone may call.
    function expire(PackedTerms calldata terms) external;

    /// @notice Accepts an offer and pulls the deposit in the same transaction: NONE or PROPOSED → SCHEDULED.
    /// @param deadline Last second at which the acceptance may be relayed.
    /// @param depositSignature The patient's ERC-3009 signature over ReceiveWithAuthorization(patient, escrow, deposit,
    /// 0, offerExpiry, nonce), the nonce being the upper 192 bits of the booking id, so that it also consents to the terms.
    /// @param surgeonSignature The surgeon's signature over `Acceptance(bookingId, deadline)`.
    function schedule(
        PackedTerms calldata terms,
        uint64 deadline,
        bytes calldata depositSignature,
        bytes calldata surgeonSignature
    ) external returns (BookingId);

    /// @notice Fixes the plan: SCHEDULED → CONFIRMED. Both sign `Plan(bookingId, planHash, surgeryTime, deadline)`.
    /// The surgery stays where it was agreed, if that is still ahead, or moves to at least a day from now.
    function confirm(
        PackedTerms calldata terms,
        bytes32 planHash,
        uint48 surgeryTime,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Moves a SCHEDULED or CONFIRMED surgery, until a refund is due. Both sign
    /// `Rescheduling(bookingId, surgeryTime, reschedules, deadline)`, `reschedules` being the count after it.
    function reschedule(
        PackedTerms calldata terms,
        uint48 surgeryTime,
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
        PackedTerms calldata terms,
        address canceller,
        uint128 surgeonAmount,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Reports a patient who did not come: SCHEDULED or CONFIRMED → NO_SHOW_REPORTED, from the surgery time to the
    /// end of the no-show window. Only a licensed surgeon: nobody has to turn up for another.
    /// @param surgeonSignature The surgeon's signature over `NoShowReport(bookingId, deadline)`.
    function reportNoShow(
        PackedTerms calldata terms,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Contests that report: NO_SHOW_REPORTED → DISPUTED, until the end of the contest window.
    /// @param patientSignature The patient's signature over `Contest(bookingId, evidenceHash, deadline)`.
    function contest(
        PackedTerms calldata terms,
        bytes32 evidenceHash,
        uint64 deadline,
        bytes calldata patientSignature
    ) external;

    /// @notice Pays the no-show share to the surgeon where nobody contested: NO_SHOW_REPORTED → PATIENT_NO_SHOW.
    /// Anyone may call.
    function concludeNoShow(PackedTerms calldata terms) external;

    /// @notice Refunds a patient in full whose surgery was not reported in time:
    /// SCHEDULED or CONFIRMED → SURGEON_NO_SHOW, after the execution window. Anyone may call.
    function refund(PackedTerms calldata terms) external;

    /// @notice Reports the surgery with its record: CONFIRMED → EXECUTED, from the surgery time to the end of the execution
    /// window. Where an accident was reported first, it adds the record and the booking stays ACCIDENT.
    /// @param surgeonSignature The surgeon's signature over `Execution(bookingId, recordCommitment, deadline)`.
    function execute(
        PackedTerms calldata terms,
        uint256 recordCommitment,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Accepts the record and queues the leaf: any state with a record that is not CLOSED → CLOSED, a day after it
    /// was entered. Pays the surgeon in full from EXECUTED and ACCIDENT; elsewhere the money has moved.
    /// @param recordCommitment The one that the surgeon has supplied.
    /// @param patientSignature The patient's signature over `Closing(bookingId, recordCommitment, deadline)`.
    function close(
        PackedTerms calldata terms,
        uint256 recordCommitment,
        uint64 deadline,
        bytes calldata patientSignature
    ) external;

    /// @notice Closes several bookings, in order, each as {close} does. All or none: where one is refused, so is the batch.
    function closeMany(SignedClosing[] calldata closings) external;

    /// @notice Pays a surgeon whose patient did not close in time: EXECUTED → LAPSED, after the closing window. Anyone may call.
    function lapse(PackedTerms calldata terms) external;

    /// @notice Reports that the surgery went wrong: CONFIRMED → ACCIDENT within the execution window, or EXECUTED → ACCIDENT
    /// within the closing window.
    /// @param reporter The patient's or the surgeon's address in the terms.
    /// @param signature The reporter's signature over `Accident(bookingId, evidenceHash, deadline)`.
    function reportAccident(
        PackedTerms calldata terms,
        address reporter,
        bytes32 evidenceHash,
        uint64 deadline,
        bytes calldata signature
    ) external;

    /// @notice Splits the money as both agree: any state that holds a deposit → SETTLED. Both sign
    /// `Settlement(bookingId, surgeonAmount, patientAmount, deadline)`; the amounts add up to what there is to distribute.
    function settle(
        PackedTerms calldata terms,
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
        PackedTerms calldata terms,
        uint16 surgeonShare,
        bytes32 reasonHash,
        uint64 deadline,
        bytes calldata arbiterSignature
    ) external;

    /// @notice Splits the money where nobody settled or ruled in time: DISPUTED or ACCIDENT → DEFAULTED. The surgeon gets
    /// the default share, but nothing of an accident whose record she has not supplied. Anyone may call.
    function concludeByDefault(PackedTerms calldata terms) external;

    /// @notice Pays an account its whole balance. Anyone may call; the money goes to the account itself, or to the key that
    /// a surgeon has rotated to.
    function collect(address account) external returns (uint256 amount);

    /// @notice Moves the protocol fees of a surgeon's surgeries to the treasury's balance. Anyone may call. They wait in the
    /// surgeon's slot, so that a closing need not write the treasury's.
    function gatherFees(address surgeon) external returns (uint256 amount);

    /// @notice Credits a relayer from the review pot. Only the review board.
    function payRelay(address recipient, uint256 amount) external;

    /// @notice Names the review board that may pay relayers. Only the deployer, once; nothing can be scheduled before.
    function connectReviewBoard(address reviewBoard) external;

    /// @notice Sets the protocol fee that new terms have to carry. Restricted by the access manager.
    function setProtocolFee(uint128 protocolFee) external;

    /// @notice The id of the booking with these terms.
    function bookingIdOf(PackedTerms calldata terms) external pure returns (BookingId);

    /// @notice Where the booking stands; zero for NONE, and for a booking that was CLOSED after its offer had expired.
    function progressOf(BookingId bookingId) external view returns (Progress);

    /// @notice Registry that tells which surgeons are licensed and which keys sign for them.
    function registry() external view returns (ISurgeonRegistry);

    /// @notice Token units that {collect} would pay the account now.
    function balanceOf(address account) external view returns (uint256);

    /// @notice Token units that {gatherFees} would move to the treasury's balance now.
    function feesOf(address surgeon) external view returns (uint256);

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
