// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {SignedClosing, Rules, State, Terms} from "../../../contracts/interfaces/ISurgeryEscrow.sol";
import {RulesLib} from "../../../contracts/libraries/RulesLib.sol";
import {SurgeryEscrow} from "../../../contracts/SurgeryEscrow.sol";
import {MoodyDollar} from "../doubles/MoodyDollar.sol";
import {Action, BookingCalls, Content, Keys} from "./BookingCalls.sol";
import {Standing, Words} from "./Standing.sol";
import {vm} from "./Vm.sol";

/// @title Plays random bookings: any action on any of them at any time, by the right people and by others, on a token that
/// misbehaves now and then
/// @dev Keeps its own books of what should have happened, from the calls that succeeded.
contract EscrowHandler is BookingCalls {
    using RulesLib for Rules;
    using Words for Terms;

    struct Booking {
        Keys keys;
        uint256 surgeon;
        Terms terms;
        Standing standing;
        /// What the escrow has credited for this booking, the review pot included.
        uint256 paid;
    }

    uint256 private constant FIRST_PATIENT_KEY = 1_000_000;
    uint256 private constant SURGEONS = 4;
    uint256 private constant MAXIMUM_LIVE = 6;

    error Held();

    Booking[] private _bookings;
    /// @dev Kept here because the runner may set the clock back between calls.
    uint256 private _clock = 1_800_000_000;
    SurgeryEscrow private _twin;
    bytes[] private _signedCalls;
    uint256 private _moves;
    /// @dev The keys that sign for the surgeons now.
    uint256[SURGEONS] private _surgeonKeys;

    uint256 public depositsIn;
    uint256 public collected;
    uint256 public relayPaid;
    uint256 public closedCount;
    /// @dev Paid with a record, and not closed since.
    uint256 public paidUnclosedCount;
    uint256 public lateCloseCount;
    /// @dev Batches of two closings at least.
    uint256 public batchesClosed;
    uint256 public replays;
    mapping(State => uint256) public entered;
    /// @dev What must never happen, counted.
    uint256 public acceptedFromStrangers;
    uint256 public acceptedTwice;
    uint256 public unnamedErrors;
    uint256 public feesAstray;
    uint256 public batchesAstray;

    modifier timed() {
        vm.warp(_clock);
        _;
    }

    constructor() {
        vm.warp(_clock);
        _deploy();
        _twin = _newEscrow();
        for (uint256 i = 0; i < SURGEONS; ++i) _surgeonKeys[i] = SURGEON_KEY + i;
    }

    /// @notice One move, drawn from the seed: mostly one that gets a booking on, so that short plays get far.
    function play(uint256 seed) external timed {
        // A runner likes some numbers, as zero, which would draw the same move again and again.
        uint256 draw = uint256(keccak256(abi.encode(seed, ++_moves)));
        uint256 choice = draw % 60;
        draw >>= 8;
        if (choice < 8) _open(draw >> 64, draw);
        else if (choice < 18) _advance(draw);
        else if (choice < 40) _deviate(draw);
        else if (choice < 46) _abandon(draw);
        else if (choice < 48) _attempt(uint8(draw >> 64), draw);
        else if (choice < 51) _replay(draw);
        else if (choice == 51) _collect(draw);
        else if (choice == 52) _payRelay(draw, draw >> 64);
        else if (choice == 53) _setProtocolFee(uint128(draw));
        else if (choice == 54) _changeMood(draw);
        else if (choice == 55) _changeLicence(draw);
        else if (choice == 56) _rotateKey(draw);
        else if (choice == 57) _gatherFees(draw);
        else if (choice == 58) _closeMany(draw);
        else _passTime(uint32(draw));
    }

    function _passTime(uint32 time) private {
        _clock += uint256(time) % 6 days;
    }

    /// @dev Opens a booking, posting the offer first or not, while few are open: runs should get far with each.
    function _open(uint256 amount, uint256 seed) private {
        if (_liveCount() >= MAXIMUM_LIVE) return;
        uint256 i = _bookings.length;
        uint256 surgeon = seed % SURGEONS;
        uint256 patientKey = FIRST_PATIENT_KEY + i;
        uint128 fees = escrow.protocolFee() + REVIEW_FEE;
        uint128 deposit = uint128(fees + 1 + (amount % 10_000_000_000));
        Terms memory terms = _terms(patientKey, SURGEON_KEY + surgeon, deposit, _randomRules(seed));
        if ((seed >> 16) % 4 == 0) terms.arbiter = address(0);
        // Some surgeries are closed while their offer is open, and some after.
        terms.offerExpiry = uint64(_clock + 1 days + ((seed >> 32) % 20 days));
        token.mint(terms.patient, terms.deposit);

        Booking storage booking = _bookings.push();
        booking.keys = Keys(patientKey, _surgeonKeys[surgeon], ARBITER_KEY);
        booking.surgeon = surgeon;
        booking.terms = terms;
        _act(i, seed & 2048 == 0 ? Action.PROPOSE : Action.SCHEDULE, seed);
    }

    /// @dev Takes a booking one step further on its straight way to CLOSED, waiting where it must.
    function _advance(uint256 seed) private {
        (bool found, uint256 i) = _pickLive(seed);
        if (!found) return;
        Standing memory standing = _bookings[i].standing;
        State state = standing.state;
        if (state == State.PROPOSED) {
            _act(i, _clock < _bookings[i].terms.offerExpiry ? Action.SCHEDULE : Action.EXPIRE, seed);
        } else if (state == State.SCHEDULED) _act(i, Action.CONFIRM, seed);
        else if (state == State.CONFIRMED) {
            _waitUntil(standing.surgeryTime);
            _act(i, Action.EXECUTE, seed);
        } else if (standing.recordCommitment != 0) {
            _waitUntil(standing.enteredAt + 1 days);
            _act(i, Action.CLOSE, seed);
        } else if (state == State.ACCIDENT) _act(i, Action.EXECUTE, seed);
        else _endByTime(i);
    }

    /// @dev Takes a booking off its straight way by the means that its state gives.
    function _deviate(uint256 seed) private {
        (bool found, uint256 i) = _pickLive(seed);
        if (!found) return;
        Standing memory standing = _bookings[i].standing;
        State state = standing.state;
        uint256 way = (seed >> 32) % 5;
        if (state == State.PROPOSED) _act(i, way == 0 ? Action.WITHDRAW_OFFER : Action.SCHEDULE, seed);
        else if (way == 0) _act(i, Action.SETTLE, seed);
        else if (state == State.NO_SHOW_REPORTED) _act(i, Action.CONTEST, seed);
        else if (state == State.EXECUTED && way < 3) _act(i, Action.REPORT_ACCIDENT, seed);
        else if (state == State.EXECUTED) _endByTime(i);
        else if (state == State.ACCIDENT || state == State.DISPUTED) {
            _waitUntil(standing.enteredAt + _bookings[i].terms.rules.settlementWindow() + 1);
            _act(i, Action.RULE, seed);
        } else if (way == 1) _act(i, Action.RESCHEDULE, seed);
        else if (way == 2) _act(i, Action.CANCEL, seed);
        else {
            _waitUntil(standing.surgeryTime);
            _act(i, state == State.CONFIRMED ? Action.REPORT_ACCIDENT : Action.REPORT_NO_SHOW, seed);
        }
    }

    /// @dev Lets a booking's deadlines pass and ends it the way that leaves.
    function _abandon(uint256 seed) private {
        (bool found, uint256 i) = _pickLive(seed);
        if (found) _endByTime(i);
    }

    /// @dev Tries any action on any booking, by anybody, mostly one that is not allowed.
    function _attempt(uint8 action, uint256 seed) private {
        if (_bookings.length == 0) return;
        _act(seed % _bookings.length, Action(action % 18), seed, _randomKeys(seed % _bookings.length, seed));
    }

    /// @dev Sends again what has gone through once, to the same escrow or to another one.
    function _replay(uint256 seed) private {
        if (_signedCalls.length == 0) return;
        address target = seed & 1 == 0 ? address(escrow) : address(_twin);
        (bool done, ) = target.call(_signedCalls[(seed >> 1) % _signedCalls.length]);
        ++replays;
        if (done) ++acceptedTwice;
    }

    function _collect(uint256 seed) private {
        (bool done, bytes memory result) = address(escrow).call(
            abi.encodeCall(escrow.collect, (_creditor(seed % _creditors())))
        );
        if (done) collected += abi.decode(result, (uint256));
    }

    function _gatherFees(uint256 seed) private {
        address surgeon = vm.addr(SURGEON_KEY + (seed % SURGEONS));
        uint256 before = escrow.balanceOf(TREASURY);
        uint256 fees = escrow.feesOf(surgeon);
        (bool done, ) = address(escrow).call(abi.encodeCall(escrow.gatherFees, (surgeon)));
        if (done != (fees != 0) || escrow.balanceOf(TREASURY) - before != fees) ++feesAstray;
    }

    /// @dev Takes two new bookings to a report at one time, and closes all that have a record in one batch.
    function _closeMany(uint256 seed) private {
        uint256 first = _bookings.length;
        _open(seed >> 64, seed);
        _open(seed >> 72, seed >> 8);
        for (uint256 i = first; i < _bookings.length; ++i) {
            if (_bookings[i].standing.state == State.PROPOSED) _act(i, Action.SCHEDULE, seed);
            _act(i, Action.CONFIRM, seed);
        }
        for (uint256 i = first; i < _bookings.length; ++i) {
            _waitUntil(_bookings[i].standing.surgeryTime);
            _act(i, Action.EXECUTE, seed);
        }
        SignedClosing[] memory closings = new SignedClosing[](_bookings.length);
        uint256[] memory chosen = new uint256[](_bookings.length);
        uint256 count = 0;
        uint256 due = 0;
        for (uint256 i = 0; i < _bookings.length; ++i) {
            Booking storage booking = _bookings[i];
            Standing memory standing = booking.standing;
            if (standing.recordCommitment == 0 || standing.state == State.CLOSED) continue;
            _waitUntil(standing.enteredAt + 1 days);
            closings[count] = _closing(booking.terms, standing.recordCommitment, booking.keys.patient);
            chosen[count] = i;
            due += booking.terms.deposit - booking.paid;
            ++count;
        }
        assembly ("memory-safe") {
            mstore(closings, count) // the array ends with the last that was filled
        }
        uint256 before = _owed();
        (bool done, ) = address(escrow).call(abi.encodeCall(escrow.closeMany, (closings)));
        if (!done || _owed() - before != due) {
            ++batchesAstray;
            return;
        }
        if (count > 1) ++batchesClosed;
        for (uint256 i = 0; i < count; ++i) {
            Booking storage booking = _bookings[chosen[i]];
            booking.paid = booking.terms.deposit;
            _follow(booking, Action.CLOSE, _content(booking, Action.CLOSE, seed));
        }
    }

    function _payRelay(uint256 seed, uint256 amount) private {
        amount %= 2 * REVIEW_FEE;
        if (amount > escrow.reviewPot()) return;
        escrow.payRelay(_creditor(seed % _creditors()), amount);
        relayPaid += amount;
    }

    function _setProtocolFee(uint128 fee) private {
        escrow.setProtocolFee(fee % (MAXIMUM_PROTOCOL_FEE + 1));
    }

    /// @dev Mostly leaves the token honest, so that the play gets on.
    function _changeMood(uint256 seed) private {
        uint256 mood = seed % 24;
        token.setMood(MoodyDollar.Mood(mood < 5 ? mood : 0));
        if (seed & 16 == 0 || _signedCalls.length == 0) {
            bytes memory call = abi.encodeCall(escrow.collect, (_creditor((seed >> 8) % _creditors())));
            token.setCallBack(address(escrow), call);
        } else token.setCallBack(address(escrow), _signedCalls[(seed >> 8) % _signedCalls.length]);
    }

    function _changeLicence(uint256 seed) private {
        registry.setLicensed(vm.addr(SURGEON_KEY + (seed % SURGEONS)), seed & 64 != 0 || seed & 128 != 0);
    }

    function _rotateKey(uint256 seed) private {
        uint256 surgeon = seed % SURGEONS;
        uint256 key = 1 + ((seed >> 8) % 1_000);
        registry.setSigner(vm.addr(SURGEON_KEY + surgeon), vm.addr(key));
        _surgeonKeys[surgeon] = key;
        for (uint256 i = 0; i < _bookings.length; ++i) {
            if (_bookings[i].surgeon == surgeon) _bookings[i].keys.surgeon = key;
        }
    }

    /// @notice Ends an open booking with nobody but time, pays the patient out, and undoes all of it.
    function tryWayOut(uint256 i) external timed {
        token.setMood(MoodyDollar.Mood.HONEST);
        Terms memory terms = _bookings[i].terms;
        uint256 before = _owedToParties(terms);
        _endByTime(i);
        if (_isOpen(_bookings[i].standing.state) || _owedToParties(terms) - before != terms.deposit) return;
        address patient = terms.patient;
        if (escrow.balanceOf(patient) != 0) escrow.collect(patient);
        revert Held();
    }

    /// @notice Closes a booking with a record against the surgeon's will, and undoes it.
    function tryClosing(uint256 i) external timed {
        registry.setLicensed(_bookings[i].terms.surgeon, false);
        _waitUntil(_bookings[i].standing.enteredAt + 1 days);
        _act(i, Action.CLOSE, 0);
        if (_bookings[i].standing.state == State.CLOSED) revert Held();
    }

    function escrowAndToken() external view returns (SurgeryEscrow, MoodyDollar) {
        return (escrow, token);
    }

    function bookingCount() external view returns (uint256) {
        return _bookings.length;
    }

    function bookingAt(uint256 i) external view returns (Terms memory, Standing memory, uint256 paid) {
        return (_bookings[i].terms, _bookings[i].standing, _bookings[i].paid);
    }

    /// @notice Everything that the escrow owes to accounts.
    function balancesOwed() public view returns (uint256 sum) {
        for (uint256 i = 0; i < _creditors(); ++i) {
            sum += escrow.balanceOf(_creditor(i)) + escrow.feesOf(_creditor(i));
        }
    }

    function isOpen(State state) external pure returns (bool) {
        return _isOpen(state);
    }

    function _endByTime(uint256 i) private {
        Terms memory terms = _bookings[i].terms;
        Standing memory standing = _bookings[i].standing;
        Rules rules = terms.rules;
        State state = standing.state;
        if (state == State.PROPOSED) {
            _waitUntil(terms.offerExpiry);
            _act(i, Action.EXPIRE, 0);
        } else if (state == State.SCHEDULED || state == State.CONFIRMED) {
            _waitUntil(standing.surgeryTime + rules.executionWindow() + 1);
            _act(i, Action.REFUND, 0);
        } else if (state == State.EXECUTED) {
            _waitUntil(standing.enteredAt + rules.closingWindow() + 1);
            _act(i, Action.LAPSE, 0);
        } else if (state == State.NO_SHOW_REPORTED) {
            _waitUntil(standing.enteredAt + rules.contestWindow() + 1);
            _act(i, Action.CONCLUDE_NO_SHOW, 0);
        } else if (state == State.ACCIDENT || state == State.DISPUTED) {
            _waitUntil(standing.enteredAt + rules.settlementWindow() + rules.rulingWindow() + 1);
            _act(i, Action.CONCLUDE_BY_DEFAULT, 0);
        }
    }

    /// @dev By the right people; now and then others have tried to be them just before, when the time is right.
    function _act(uint256 i, Action action, uint256 seed) private {
        if (seed & 3 == 1) _act(i, action, seed, _randomKeys(i, seed));
        _act(i, action, seed, _bookings[i].keys);
    }

    function _act(uint256 i, Action action, uint256 seed, Keys memory keys) private {
        Booking storage booking = _bookings[i];
        Content memory content = _content(booking, action, seed);
        bytes memory call = _encode(action, booking.terms, booking.standing, content, keys);
        uint256 before = _owedToParties(booking.terms);
        (bool done, bytes memory result) = address(escrow).call(call);
        if (!done) {
            if (!_isNamed(result)) ++unnamedErrors;
            return;
        }
        _judge(booking, action, content, keys);
        if (_signers(action, content) != 0) _signedCalls.push(call);
        booking.paid += _owedToParties(booking.terms) - before;
        _follow(booking, action, content);
    }

    /// @dev Whether everybody signed whose signature the action takes.
    function _judge(
        Booking storage booking,
        Action action,
        Content memory content,
        Keys memory keys
    ) private {
        uint256 signers = _signers(action, content);
        if (
            (signers & 1 != 0 && keys.patient != booking.keys.patient) ||
            (signers & 2 != 0 && keys.surgeon != booking.keys.surgeon) ||
            (signers & 4 != 0 && keys.arbiter != booking.keys.arbiter)
        ) ++acceptedFromStrangers;
    }

    /// @dev Bit 0 for the patient, 1 for the surgeon, 2 for the arbiter.
    function _signers(Action action, Content memory content) private pure returns (uint256) {
        if (action == Action.CANCEL || action == Action.REPORT_ACCIDENT) return content.bySurgeon ? 2 : 1;
        if (
            action == Action.PROPOSE ||
            action == Action.WITHDRAW_OFFER ||
            action == Action.CONTEST ||
            action == Action.CLOSE
        ) return 1;
        if (action == Action.REPORT_NO_SHOW || action == Action.EXECUTE) return 2;
        if (action == Action.RULE) return 4;
        if (
            action == Action.SCHEDULE ||
            action == Action.CONFIRM ||
            action == Action.RESCHEDULE ||
            action == Action.SETTLE
        ) return 3;
        return 0;
    }

    /// @dev A custom error: not empty, and neither `Error(string)` nor `Panic(uint256)`.
    function _isNamed(bytes memory result) private pure returns (bool) {
        return result.length >= 4 && bytes4(result) != 0x08c379a0 && bytes4(result) != 0x4e487b71;
    }

    /// @dev What the booking should be now that the escrow has taken the action.
    function _follow(Booking storage booking, Action action, Content memory content) private {
        Standing storage standing = booking.standing;
        State before = standing.state;
        bool hadRecord = standing.recordCommitment != 0;
        if (action == Action.EXECUTE) standing.recordCommitment = content.recordCommitment;
        if (action == Action.EXECUTE && before == State.ACCIDENT) return;
        if (action == Action.PROPOSE || action == Action.SCHEDULE) {
            standing.surgeryTime = booking.terms.appointmentTime;
        }
        if (action == Action.SCHEDULE) depositsIn += booking.terms.deposit;
        if (action == Action.CONFIRM || action == Action.RESCHEDULE) {
            standing.surgeryTime = content.surgeryTime;
        }
        if (action == Action.RESCHEDULE) ++standing.reschedules;
        if (action == Action.WITHDRAW_OFFER) delete booking.standing;
        if (action == Action.CLOSE) {
            ++closedCount;
            if (!_isOpen(before)) {
                --paidUnclosedCount;
                ++lateCloseCount;
            }
        } else if (action != Action.RESCHEDULE && hadRecord && !_isOpen(_next(action, before))) {
            ++paidUnclosedCount;
        }
        standing.state = _next(action, before);
        standing.enteredAt = uint64(_clock);
        ++entered[standing.state];
    }

    function _next(Action action, State before) private pure returns (State) {
        if (action == Action.PROPOSE) return State.PROPOSED;
        if (action == Action.WITHDRAW_OFFER) return State.WITHDRAWN;
        if (action == Action.EXPIRE) return State.EXPIRED;
        if (action == Action.SCHEDULE) return State.SCHEDULED;
        if (action == Action.CONFIRM) return State.CONFIRMED;
        if (action == Action.CANCEL) return State.CANCELLED;
        if (action == Action.REPORT_NO_SHOW) return State.NO_SHOW_REPORTED;
        if (action == Action.CONTEST) return State.DISPUTED;
        if (action == Action.CONCLUDE_NO_SHOW) return State.PATIENT_NO_SHOW;
        if (action == Action.REFUND) return State.SURGEON_NO_SHOW;
        if (action == Action.EXECUTE) return State.EXECUTED;
        if (action == Action.CLOSE) return State.CLOSED;
        if (action == Action.LAPSE) return State.LAPSED;
        if (action == Action.REPORT_ACCIDENT) return State.ACCIDENT;
        if (action == Action.SETTLE) return State.SETTLED;
        if (action == Action.RULE) return State.RULED;
        if (action == Action.CONCLUDE_BY_DEFAULT) return State.DEFAULTED;
        return before;
    }

    /// @dev What an action says: amounts as they have to be, most of the time.
    function _content(
        Booking storage booking,
        Action action,
        uint256 seed
    ) private view returns (Content memory content) {
        Terms memory terms = booking.terms;
        Standing memory standing = booking.standing;
        content.planHash = bytes32(seed | 1);
        content.surgeryTime = uint48(_clock + 1 days + (seed % 20 days));
        content.recordCommitment = 1 + (seed % 1_000_000);
        content.surgeonShare = uint16((seed >> 16) % 10_001);
        content.bySurgeon = seed & 1 == 0;
        uint256 shared = terms.deposit;
        if (standing.recordCommitment != 0) shared -= terms.protocolFee + REVIEW_FEE;
        if (action == Action.SETTLE) {
            content.surgeonAmount = uint128((shared * content.surgeonShare) / 10_000);
            content.patientAmount = uint128(shared - content.surgeonAmount + (seed % 8 == 0 ? 1 : 0));
        } else if (
            action == Action.CANCEL &&
            !content.bySurgeon &&
            registry.isLicensed(terms.surgeon) &&
            _clock + terms.rules.cancellationWindow() >= standing.surgeryTime
        ) {
            content.surgeonAmount = uint128((shared * terms.rules.lateCancellationShare()) / 10_000);
        }
    }

    /// @dev Each key the right one, or that of the other party, of the arbiter or of nobody in the booking.
    function _randomKeys(uint256 i, uint256 seed) private view returns (Keys memory keys) {
        Keys memory right = _bookings[i].keys;
        keys = Keys(right.patient, right.surgeon, right.arbiter);
        uint256 role = (seed >> 128) % 6;
        uint256 other = [right.patient, right.surgeon, right.arbiter, 0xBAD][(seed >> 136) % 4];
        if (role == 0) keys.patient = other;
        else if (role == 1) keys.surgeon = other;
        else if (role == 2) keys.arbiter = other;
    }

    function _randomRules(uint256 seed) private pure returns (Rules) {
        uint256 draw = uint256(keccak256(abi.encode("rules", seed)));
        return
            _rules(
                [
                    24 + (draw % 500),
                    72 + ((draw >> 16) % 700),
                    (draw >> 32) % 700,
                    1 + ((draw >> 48) % 24),
                    48 + ((draw >> 64) % 200),
                    24 + ((draw >> 80) % 300),
                    24 + ((draw >> 96) % 300)
                ],
                [(draw >> 112) % 10_001, (draw >> 128) % 10_001, (draw >> 144) % 10_001],
                (draw >> 160) % 11
            );
    }

    function _waitUntil(uint256 time) private {
        if (_clock < time) _clock = time;
        vm.warp(_clock);
    }

    /// @dev A booking that something can still happen to.
    function _pickLive(uint256 seed) private view returns (bool, uint256) {
        for (uint256 offset = 0; offset < _bookings.length; ++offset) {
            uint256 i = ((seed % _bookings.length) + offset) % _bookings.length;
            if (_isLive(i)) return (true, i);
        }
        return (false, 0);
    }

    function _liveCount() private view returns (uint256 count) {
        for (uint256 i = 0; i < _bookings.length; ++i) if (_isLive(i)) ++count;
    }

    function _isLive(uint256 i) private view returns (bool) {
        Standing storage standing = _bookings[i].standing;
        return
            standing.state == State.PROPOSED ||
            _isOpen(standing.state) ||
            (standing.recordCommitment != 0 && standing.state != State.CLOSED);
    }

    function _isOpen(State state) private pure returns (bool) {
        return
            state == State.SCHEDULED ||
            state == State.CONFIRMED ||
            state == State.EXECUTED ||
            state == State.NO_SHOW_REPORTED ||
            state == State.ACCIDENT ||
            state == State.DISPUTED;
    }

    function _owed() private view returns (uint256) {
        return balancesOwed() + escrow.reviewPot();
    }

    /// @dev What one booking can add to. Asking for all accounts at each move would make long plays slow, and the trace of one
    /// that fails larger than a machine's memory; whoever else is credited upsets the balance sheet.
    function _owedToParties(Terms memory terms) private view returns (uint256) {
        return
            escrow.balanceOf(terms.patient) +
            escrow.balanceOf(terms.surgeon) +
            escrow.feesOf(terms.surgeon) +
            escrow.reviewPot();
    }

    function _creditors() private view returns (uint256) {
        return _bookings.length + 1 + SURGEONS;
    }

    /// @dev The treasury, the four surgeons, then the patients.
    function _creditor(uint256 i) private view returns (address) {
        if (i == 0) return TREASURY;
        if (i <= SURGEONS) return vm.addr(SURGEON_KEY + i - 1);
        return _bookings[i - 1 - SURGEONS].terms.patient;
    }
}
