// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BookingId, Progress, State, Terms} from "../../../contracts/interfaces/ISurgeryEscrow.sol";
import {BookingMessages} from "../../../contracts/libraries/BookingMessages.sol";
import {SurgeryEscrow} from "../../../contracts/SurgeryEscrow.sol";
import {TestDollar} from "../../../contracts/TestDollar.sol";
import {EscrowFixture} from "./EscrowFixture.sol";
import {vm} from "./Vm.sol";

/// @title Plays random bookings: any action on any of them at any time, legal or not
/// @dev Keeps its own books of what should have happened, from the calls that succeeded.
contract EscrowHandler is EscrowFixture {
    struct Booking {
        uint256 patientKey;
        uint256 surgeonKey;
        Terms terms;
        Progress progress;
    }

    uint256 private constant FIRST_PATIENT_KEY = 1_000_000;
    uint256 private constant MAXIMUM_LIVE = 4;
    uint64 private constant FOREVER = type(uint64).max;

    Booking[] private _bookings;
    /// @dev Kept here because the runner may set the clock back between calls.
    uint256 private _clock = 1_800_000_000;

    uint256 public depositsIn;
    uint256 public collected;
    uint256 public relayPaid;
    uint256 public closedCount;
    /// @dev Lapsed and not closed since.
    uint256 public lapsedCount;
    uint256 public lateCloseCount;
    mapping(State => uint256) public entered;

    modifier timed() {
        vm.warp(_clock);
        _;
    }

    constructor() {
        vm.warp(_clock);
        _deploy();
    }

    function passTime(uint32 time) external {
        _clock += uint256(time) % 12 days;
    }

    /// @notice Opens a booking, posting the offer first or not, while few are open: runs should get far with each.
    function open(uint256 amount, uint8 surgeon, bool posted) external timed {
        require(_liveCount() < MAXIMUM_LIVE, "enough bookings");
        uint256 i = _bookings.length;
        uint256 key = FIRST_PATIENT_KEY + i;
        _add(key, surgeon, _newTerms(key, amount, surgeon));
        if (posted) _propose(i);
        else _schedule(i);
    }

    /// @notice Takes a booking one step further on its straight way to CLOSED, waiting for the surgery where it must.
    function advance(uint256 seed) external timed {
        uint256 i = _pickLive(seed);
        Progress memory progress = _bookings[i].progress;
        if (progress.state == State.PROPOSED) _schedule(i);
        else if (progress.state == State.SCHEDULED) _confirm(i, seed);
        else if (progress.state == State.CONFIRMED) {
            _waitUntil(progress.surgeryTime);
            _execute(i);
        } else _close(i);
    }

    /// @notice Takes back a posted offer, or lets a booking's next deadline pass and ends it the way that leaves.
    function abandon(uint256 seed) external timed {
        uint256 i = _pickLive(seed);
        (Terms memory terms, Progress memory progress) = (_bookings[i].terms, _bookings[i].progress);
        if (progress.state == State.PROPOSED && seed & 256 == 0) _withdrawOffer(i);
        else if (progress.state == State.PROPOSED) {
            _waitUntil(terms.offerExpiry);
            _expire(i);
        } else if (progress.state == State.EXECUTED) {
            _waitUntil(progress.enteredAt + terms.closingWindow + 1);
            _lapse(i);
        } else {
            _waitUntil(progress.surgeryTime + terms.executionWindow + 1);
            _refund(i);
        }
    }

    /// @notice Tries any action on any booking, mostly one that its state does not allow.
    function attempt(uint8 action, uint256 seed) external timed {
        uint256 i = _pick(seed);
        action %= 8;
        if (action == 0) _withdrawOffer(i);
        else if (action == 1) _expire(i);
        else if (action == 2) _schedule(i);
        else if (action == 3) _confirm(i, seed);
        else if (action == 4) _execute(i);
        else if (action == 5) _close(i);
        else if (action == 6) _refund(i);
        else _lapse(i);
    }

    function collect(uint256 seed) external timed {
        collected += escrow.collect(_creditor(seed % (_bookings.length + 5)));
    }

    function payRelay(uint256 seed, uint256 amount) external timed {
        amount %= 2 * REVIEW_FEE;
        escrow.payRelay(_creditor(seed % (_bookings.length + 5)), amount);
        relayPaid += amount;
    }

    function setProtocolFee(uint128 fee) external timed {
        escrow.setProtocolFee(fee % (MAXIMUM_PROTOCOL_FEE + 1));
    }

    function escrowAndToken() external view returns (SurgeryEscrow, TestDollar) {
        return (escrow, token);
    }

    function bookingCount() external view returns (uint256) {
        return _bookings.length;
    }

    function bookingAt(uint256 i) external view returns (Terms memory, Progress memory) {
        return (_bookings[i].terms, _bookings[i].progress);
    }

    /// @notice Everything that the escrow owes to accounts.
    function balancesOwed() external view returns (uint256 sum) {
        for (uint256 i = 0; i < _bookings.length + 5; ++i) sum += escrow.balanceOf(_creditor(i));
    }

    function _propose(uint256 i) private {
        Terms memory terms = _bookings[i].terms;
        bytes32 digest = BookingId.unwrap(escrow.bookingIdOf(terms));
        escrow.propose(terms, _signDigest(_bookings[i].patientKey, digest));
        _enter(i, State.PROPOSED);
    }

    function _schedule(uint256 i) private {
        Booking storage booking = _bookings[i];
        bytes memory deposit = _signDeposit(booking.patientKey, booking.terms);
        bytes memory acceptance = _signAcceptance(booking.surgeonKey, escrow.bookingIdOf(booking.terms));
        escrow.schedule(booking.terms, booking.progress, deposit, FOREVER, acceptance);
        depositsIn += booking.terms.deposit;
        _enter(i, State.SCHEDULED);
    }

    function _withdrawOffer(uint256 i) private {
        Booking storage booking = _bookings[i];
        bytes32 message = BookingMessages.hashWithdrawal(escrow.bookingIdOf(booking.terms), FOREVER);
        bytes memory signature = _sign(booking.patientKey, message);
        escrow.withdrawOffer(booking.terms, booking.progress, FOREVER, signature);
        _enter(i, State.WITHDRAWN);
        // A withdrawn offer keeps nothing but its state and time.
        _bookings[i].progress.surgeryTime = 0;
    }

    function _expire(uint256 i) private {
        escrow.expire(_bookings[i].terms, _bookings[i].progress);
        _enter(i, State.EXPIRED);
    }

    function _confirm(uint256 i, uint256 seed) private {
        Booking storage booking = _bookings[i];
        uint64 surgeryTime = uint64(_clock + (seed % 20 days));
        bytes32 message = BookingMessages.hashPlan(
            escrow.bookingIdOf(booking.terms),
            bytes32(seed | 1),
            surgeryTime,
            FOREVER
        );
        bytes memory patientSignature = _sign(booking.patientKey, message);
        bytes memory surgeonSignature = _sign(booking.surgeonKey, message);
        escrow.confirm(
            booking.terms,
            booking.progress,
            bytes32(seed | 1),
            surgeryTime,
            FOREVER,
            patientSignature,
            surgeonSignature
        );
        booking.progress.planHash = bytes32(seed | 1);
        booking.progress.surgeryTime = surgeryTime;
        _enter(i, State.CONFIRMED);
    }

    function _execute(uint256 i) private {
        Booking storage booking = _bookings[i];
        uint256 recordCommitment = i + 1;
        bytes32 message = BookingMessages.hashExecution(
            escrow.bookingIdOf(booking.terms),
            recordCommitment,
            FOREVER
        );
        bytes memory signature = _sign(booking.surgeonKey, message);
        escrow.execute(booking.terms, booking.progress, recordCommitment, FOREVER, signature);
        booking.progress.recordCommitment = recordCommitment;
        _enter(i, State.EXECUTED);
    }

    function _close(uint256 i) private {
        Booking storage booking = _bookings[i];
        bytes32 message = BookingMessages.hashClosing(
            escrow.bookingIdOf(booking.terms),
            booking.progress.recordCommitment,
            FOREVER
        );
        bytes memory signature = _sign(booking.patientKey, message);
        escrow.close(booking.terms, booking.progress, FOREVER, signature);
        if (booking.progress.state == State.LAPSED) {
            --lapsedCount;
            ++lateCloseCount;
        }
        ++closedCount;
        _enter(i, State.CLOSED);
    }

    function _refund(uint256 i) private {
        escrow.refund(_bookings[i].terms, _bookings[i].progress);
        _enter(i, State.SURGEON_NO_SHOW);
    }

    function _lapse(uint256 i) private {
        escrow.lapse(_bookings[i].terms, _bookings[i].progress);
        ++lapsedCount;
        _enter(i, State.LAPSED);
    }

    function _newTerms(uint256 key, uint256 amount, uint8 surgeon) private returns (Terms memory terms) {
        uint128 fees = escrow.protocolFee() + REVIEW_FEE;
        terms = _terms(key, SURGEON_KEY + (surgeon % 4), uint128(fees + 1 + (amount % 10_000_000_000)));
        token.mint(terms.patient, terms.deposit);
    }

    function _add(uint256 key, uint8 surgeon, Terms memory terms) private {
        Booking storage booking = _bookings.push();
        booking.patientKey = key;
        booking.surgeonKey = SURGEON_KEY + (surgeon % 4);
        booking.terms = terms;
    }

    function _enter(uint256 i, State state) private {
        Progress storage progress = _bookings[i].progress;
        if (progress.surgeryTime == 0) progress.surgeryTime = _bookings[i].terms.appointmentTime;
        progress.state = state;
        progress.enteredAt = uint64(_clock);
        ++entered[state];
    }

    function _waitUntil(uint256 time) private {
        if (_clock < time) _clock = time;
        vm.warp(_clock);
    }

    /// @dev A booking that something can still happen to.
    function _pickLive(uint256 seed) private view returns (uint256) {
        for (uint256 offset = 0; offset < _bookings.length; ++offset) {
            uint256 i = ((seed % _bookings.length) + offset) % _bookings.length;
            if (_isLive(i)) return i;
        }
        revert("no live booking");
    }

    function _liveCount() private view returns (uint256 count) {
        for (uint256 i = 0; i < _bookings.length; ++i) if (_isLive(i)) ++count;
    }

    function _isLive(uint256 i) private view returns (bool) {
        State state = _bookings[i].progress.state;
        return
            state == State.PROPOSED ||
            state == State.SCHEDULED ||
            state == State.CONFIRMED ||
            state == State.EXECUTED ||
            state == State.LAPSED;
    }

    function _pick(uint256 seed) private view returns (uint256) {
        return seed % _bookings.length;
    }

    /// @dev The treasury, the four surgeons, then the patients.
    function _creditor(uint256 i) private view returns (address) {
        if (i == 0) return TREASURY;
        if (i < 5) return vm.addr(SURGEON_KEY + i - 1);
        return _bookings[i - 5].terms.patient;
    }
}
