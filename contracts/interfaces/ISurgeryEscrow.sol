// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import {ISignedMessages} from "./ISignedMessages.sol";

/// @notice EIP-712 digest of a booking's {Terms} in the escrow's domain: unique to terms, contract and chain.
type BookingId is bytes32;

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
    SURGEON_NO_SHOW,
    LAPSED
}

/// @notice What patient and surgeon agree on. The patient offers them by signing, the surgeon by accepting.
/// @param patient One-time key of this booking; never holds gas and is never used again.
/// @param surgeon The surgeon's address in the registry.
/// @param patientCommitment Poseidon2(secret, 0) of this booking, a field element.
/// @param deposit Token units that the patient pays at scheduling, fees included.
/// @param protocolFee Token units of the deposit that go to the treasury at settlement.
/// @param appointmentTime Second of the appointment.
/// @param offerExpiry First second at which the offer can no longer be accepted.
/// @param executionWindow Seconds after the surgery time in which the surgeon has to report the surgery.
/// @param closingWindow Seconds after that report in which the patient is expected to close.
/// @param termsHash Hash of the private document that both hold.
struct Terms {
    address patient;
    address surgeon;
    uint256 patientCommitment;
    uint128 deposit;
    uint128 protocolFee;
    uint64 appointmentTime;
    uint64 offerExpiry;
    uint32 executionWindow;
    uint32 closingWindow;
    bytes32 termsHash;
}

/// @notice What has happened to a booking so far. Storage holds only keccak256(abi.encode(progress)); callers pass the rest.
/// @param state The state it is in.
/// @param enteredAt Second at which it entered that state.
/// @param surgeryTime Second from which the surgery may be reported; the appointment time until a plan sets it.
/// @param planHash Hash of the plan (medicines, coverage), zero until CONFIRMED.
/// @param recordCommitment Poseidon16 commitment to the record, zero until EXECUTED.
struct Progress {
    State state;
    uint64 enteredAt;
    uint64 surgeryTime;
    bytes32 planHash;
    uint256 recordCommitment;
}

/// @title Escrow of booking deposits, and the life cycle of a surgery
/// @notice Every action carries the signatures it needs and may be sent by anyone. Storage holds one word a booking.
/// Money leaves a booking exactly once, at CLOSED, LAPSED or SURGEON_NO_SHOW, as balances that {collect} pays out.
interface ISurgeryEscrow is ISignedMessages {
    event Proposed(BookingId indexed bookingId, address indexed surgeon, Terms terms);
    event Scheduled(BookingId indexed bookingId, address indexed surgeon, Terms terms);
    event Confirmed(
        BookingId indexed bookingId,
        address indexed surgeon,
        bytes32 planHash,
        uint64 surgeryTime
    );
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
    event SurgeonNoShow(BookingId indexed bookingId, address indexed surgeon);
    event Lapsed(BookingId indexed bookingId, address indexed surgeon);
    event Collected(address indexed account, uint256 amount);
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
    /// @notice The time for the action has not come.
    error TooEarly(uint64 from);
    /// @notice The time for the action is over.
    error TooLate(uint64 until);
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
    function confirm(
        Terms calldata terms,
        Progress calldata progress,
        bytes32 planHash,
        uint64 surgeryTime,
        uint64 deadline,
        bytes calldata patientSignature,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Reports the surgery with its record: CONFIRMED → EXECUTED, from the surgery time to the end of the execution window.
    /// @param surgeonSignature The surgeon's signature over `Execution(bookingId, recordCommitment, deadline)`.
    function execute(
        Terms calldata terms,
        Progress calldata progress,
        uint256 recordCommitment,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Accepts the record, queues the leaf, and pays where that has not happened yet: EXECUTED or LAPSED → CLOSED.
    /// @param patientSignature The patient's signature over `Closing(bookingId, recordCommitment, deadline)`.
    function close(
        Terms calldata terms,
        Progress calldata progress,
        uint64 deadline,
        bytes calldata patientSignature
    ) external;

    /// @notice Refunds a patient in full whose surgery was not reported in time:
    /// SCHEDULED or CONFIRMED → SURGEON_NO_SHOW, after the execution window. Anyone may call.
    function refund(Terms calldata terms, Progress calldata progress) external;

    /// @notice Pays a surgeon whose patient did not close in time: EXECUTED → LAPSED, after the closing window. Anyone may call.
    function lapse(Terms calldata terms, Progress calldata progress) external;

    /// @notice Pays an account its whole balance. Anyone may call; the money goes to the account itself.
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

    /// @notice Token units that {collect} would pay the account now.
    function balanceOf(address account) external view returns (uint256);

    /// @notice Token units that the review pot holds: one review fee for each settled surgery, less what was paid.
    function reviewPot() external view returns (uint256);

    /// @notice Token units that each settled surgery sets aside to have one review relayed.
    function reviewFee() external view returns (uint128);

    /// @notice Token units that terms have to carry as protocol fee now.
    function protocolFee() external view returns (uint128);

    /// @notice Token units that the protocol fee can never exceed.
    function maximumProtocolFee() external view returns (uint128);

    /// @notice The board that may pay relayers; zero until it is connected.
    function reviewBoard() external view returns (address);
}
