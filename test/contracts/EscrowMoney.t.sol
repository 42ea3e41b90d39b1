// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Progress, State, Terms} from "../../contracts/interfaces/ISurgeryEscrow.sol";
import {SurgeryEscrow} from "../../contracts/SurgeryEscrow.sol";
import {TestDollar} from "../../contracts/TestDollar.sol";
import {EscrowHandler} from "./support/EscrowHandler.sol";

/// @title The escrow's balance sheet under random lives of many bookings
contract EscrowMoneyTest {
    EscrowHandler private _handler;
    SurgeryEscrow private _escrow;
    TestDollar private _token;

    function setUp() external {
        _handler = new EscrowHandler();
        (_escrow, _token) = _handler.escrowAndToken();
    }

    /// @dev Read by the runner: only the handler acts.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_tokensHeldEqualWhatIsOwed() external view {
        uint256 owed = _openDeposits() + _handler.balancesOwed() + _escrow.reviewPot();
        require(_token.balanceOf(address(_escrow)) == owed, "balance sheet");
    }

    function invariant_everyDepositLeavesAtMostOnce() external view {
        require(
            _token.balanceOf(address(_escrow)) == _handler.depositsIn() - _handler.collected(),
            "tokens in less tokens out"
        );
    }

    function invariant_potIsOneFeeForEachSettledSurgeryLessRelays() external view {
        uint256 settled = _handler.closedCount() + _handler.lapsedCount();
        require(_escrow.reviewPot() == settled * _escrow.reviewFee() - _handler.relayPaid(), "review pot");
    }

    function invariant_queueCountsClosedSurgeries() external view {
        require(_escrow.queueHead() >> 216 == _handler.closedCount(), "queue");
    }

    function invariant_storageHoldsTheHashOfEachState() external view {
        for (uint256 i = 0; i < _handler.bookingCount(); ++i) {
            (Terms memory terms, Progress memory progress) = _handler.bookingAt(i);
            require(
                _escrow.progressHash(_escrow.bookingIdOf(terms)) == keccak256(abi.encode(progress)),
                "progress"
            );
        }
    }

    /// @dev The invariants would hold for a handler that never gets anywhere.
    function test_randomPlayReachesEveryState() external {
        uint256 steps = 0;
        for (uint256 step = 0; step < 160; ++step) {
            uint256 seed = uint256(keccak256(abi.encode("play", step)));
            bytes memory call;
            if (seed % 8 < 2) call = abi.encodeCall(_handler.open, (seed, uint8(seed >> 8), seed & 16 == 0));
            else if (seed % 8 == 2) call = abi.encodeCall(_handler.abandon, (seed >> 8));
            else if (seed % 8 == 3) call = abi.encodeCall(_handler.attempt, (uint8(seed >> 64), seed >> 8));
            else call = abi.encodeCall(_handler.advance, (seed >> 8));
            // What is not allowed reverts, as in the invariant runs.
            (bool done, ) = address(_handler).call(call);
            if (done) ++steps;
        }
        require(steps > 80, "most steps are refused");
        this.invariant_tokensHeldEqualWhatIsOwed();
        require(_handler.lateCloseCount() > 0, "nobody closed late");
        for (uint8 state = uint8(State.PROPOSED); state <= uint8(type(State).max); ++state) {
            require(_handler.entered(State(state)) > 0, "a state was never reached");
        }
    }

    function _openDeposits() private view returns (uint256 sum) {
        for (uint256 i = 0; i < _handler.bookingCount(); ++i) {
            (Terms memory terms, Progress memory progress) = _handler.bookingAt(i);
            State state = progress.state;
            if (state == State.SCHEDULED || state == State.CONFIRMED || state == State.EXECUTED) {
                sum += terms.deposit;
            }
        }
    }
}
