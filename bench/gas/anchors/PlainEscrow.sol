// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title The escrow that one would write first: a struct in storage for each booking, everybody sends from an own account
/// @notice An anchor for the bench, not for use: it has the way from booking to closing and none of the ways out.
contract PlainEscrow {
    using SafeERC20 for IERC20;

    enum State {
        None,
        Booked,
        Accepted,
        Planned,
        Confirmed,
        Executed,
        Closed
    }

    struct Booking {
        address patient;
        uint64 appointmentTime;
        State state;
        address surgeon;
        uint64 surgeryTime;
        uint128 deposit;
        uint128 protocolFee;
        bytes32 termsHash;
        bytes32 planHash;
        uint256 patientCommitment;
        uint256 recordCommitment;
    }

    event Booked(uint256 indexed id, address indexed patient, address indexed surgeon, uint128 deposit);
    event StateChanged(uint256 indexed id, State state);

    error NotAllowed();
    error WrongState(State state);
    error TooEarly();

    IERC20 public immutable token;
    address public immutable treasury;
    uint128 public protocolFee = 2_000_000;
    uint256 public count;
    mapping(uint256 id => Booking) public bookings;

    constructor(IERC20 token_, address treasury_) {
        token = token_;
        treasury = treasury_;
    }

    function book(
        address surgeon,
        uint128 deposit,
        uint64 appointmentTime,
        bytes32 termsHash,
        uint256 patientCommitment
    ) external returns (uint256 id) {
        id = count++;
        Booking storage booking = bookings[id];
        booking.patient = msg.sender;
        booking.appointmentTime = appointmentTime;
        booking.state = State.Booked;
        booking.surgeon = surgeon;
        booking.deposit = deposit;
        booking.protocolFee = protocolFee;
        booking.termsHash = termsHash;
        booking.patientCommitment = patientCommitment;
        emit Booked(id, msg.sender, surgeon, deposit);
        token.safeTransferFrom(msg.sender, address(this), deposit);
    }

    function accept(uint256 id) external {
        Booking storage booking = _from(id, State.Booked);
        if (msg.sender != booking.surgeon) revert NotAllowed();
        _enter(id, booking, State.Accepted);
    }

    function plan(uint256 id, bytes32 planHash, uint64 surgeryTime) external {
        Booking storage booking = _from(id, State.Accepted);
        if (msg.sender != booking.surgeon) revert NotAllowed();
        booking.planHash = planHash;
        booking.surgeryTime = surgeryTime;
        _enter(id, booking, State.Planned);
    }

    function confirm(uint256 id) external {
        Booking storage booking = _from(id, State.Planned);
        if (msg.sender != booking.patient) revert NotAllowed();
        _enter(id, booking, State.Confirmed);
    }

    function execute(uint256 id, uint256 recordCommitment) external {
        Booking storage booking = _from(id, State.Confirmed);
        if (msg.sender != booking.surgeon) revert NotAllowed();
        if (block.timestamp < booking.surgeryTime) revert TooEarly();
        booking.recordCommitment = recordCommitment;
        _enter(id, booking, State.Executed);
    }

    function close(uint256 id) external {
        Booking storage booking = _from(id, State.Executed);
        if (msg.sender != booking.patient) revert NotAllowed();
        _enter(id, booking, State.Closed);
        token.safeTransfer(treasury, booking.protocolFee);
        token.safeTransfer(booking.surgeon, booking.deposit - booking.protocolFee);
    }

    function _from(uint256 id, State expected) private view returns (Booking storage booking) {
        booking = bookings[id];
        if (booking.state != expected) revert WrongState(booking.state);
    }

    function _enter(uint256 id, Booking storage booking, State next) private {
        booking.state = next;
        emit StateChanged(id, next);
    }
}
