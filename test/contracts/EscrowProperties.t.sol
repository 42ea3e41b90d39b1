// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Progress, State, Terms} from "../../contracts/interfaces/ISurgeryEscrow.sol";
import {SurgeryEscrow} from "../../contracts/SurgeryEscrow.sol";
import {MoodyDollar} from "./doubles/MoodyDollar.sol";
import {EscrowHandler} from "./support/EscrowHandler.sol";
import {Standing, Words} from "./support/Standing.sol";

/// @dev A contract and the functions of it that the runner may call, as the runner reads it.
struct FuzzSelector {
    address addr;
    bytes4[] selectors;
}

/// @title What always holds for the escrow, through random lives of many bookings with hostile people and a hostile token
contract EscrowPropertiesTest {
    using Words for Standing;
    using Words for Terms;

    EscrowHandler private _handler;
    SurgeryEscrow private _escrow;
    MoodyDollar private _token;

    function setUp() external {
        _handler = new EscrowHandler();
        (_escrow, _token) = _handler.escrowAndToken();
    }

    function handler() external view returns (EscrowHandler) {
        return _handler;
    }

    /// @dev Read by the runner: only the handler acts, and not by its dry runs.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = EscrowHandler.play.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector({addr: address(_handler), selectors: selectors});
    }

    function invariant_1a_tokensHeldEqualWhatIsOwed() public view {
        uint256 owed = _openDeposits() + _handler.balancesOwed() + _escrow.reviewPot();
        require(_token.balanceOf(address(_escrow)) == owed, "balance sheet");
        require(
            _token.balanceOf(address(_escrow)) == _handler.depositsIn() - _handler.collected(),
            "tokens in less tokens out"
        );
    }

    function invariant_1b_everyDepositLeavesExactlyOnce() public view {
        for (uint256 i = 0; i < _handler.bookingCount(); ++i) {
            (Terms memory terms, Standing memory standing, uint256 paid) = _handler.bookingAt(i);
            bool held =
                standing.state <= State.PROPOSED ||
                    standing.state == State.WITHDRAWN ||
                    standing.state == State.EXPIRED ||
                    _handler.isOpen(standing.state);
            require(paid == (held ? 0 : terms.deposit), "paid once");
        }
    }

    function invariant_1c_potIsOneFeeForEachPaidRecordLessRelays() public view {
        uint256 records = _handler.closedCount() + _handler.paidUnclosedCount();
        require(_escrow.reviewPot() == records * _escrow.reviewFee() - _handler.relayPaid(), "review pot");
    }

    function invariant_1d_feesReachTheTreasuryAndBatchesPayWhatIsDue() public view {
        require(_handler.feesAstray() == 0, "fees went astray");
        require(_handler.batchesAstray() == 0, "a batch was refused, or paid something else");
    }

    function invariant_2_timeAloneGetsEveryDepositOut() public {
        for (uint256 i = 0; i < _handler.bookingCount(); ++i) {
            (, Standing memory standing, ) = _handler.bookingAt(i);
            if (_handler.isOpen(standing.state)) {
                require(_holds(abi.encodeCall(_handler.tryWayOut, (i))), "a deposit is stuck");
            }
        }
    }

    function invariant_3_patientsCanCloseWhateverHasARecord() public {
        for (uint256 i = 0; i < _handler.bookingCount(); ++i) {
            (, Standing memory standing, ) = _handler.bookingAt(i);
            if (standing.recordCommitment != 0 && standing.state != State.CLOSED) {
                require(_holds(abi.encodeCall(_handler.tryClosing, (i))), "a record cannot be closed");
            }
        }
    }

    function invariant_4_nothingHappensWithoutTheRightSignatures() public view {
        require(_handler.acceptedFromStrangers() == 0, "a stranger's signature counted");
        require(_escrow.queueHead() >> 216 == _handler.closedCount(), "queue");
    }

    function invariant_5_everyRefusalHasAName() public view {
        require(_handler.unnamedErrors() == 0, "an error without a name");
    }

    function invariant_6_aSignatureWorksOnce() public view {
        require(_handler.acceptedTwice() == 0, "a signature counted twice");
        require(_token.reentered() == 0, "a call from inside a transfer went through");
    }

    function invariant_storageHoldsEachStateInAWord() public view {
        for (uint256 i = 0; i < _handler.bookingCount(); ++i) {
            (Terms memory terms, Standing memory standing, ) = _handler.bookingAt(i);
            Progress expected = standing.progressOf(terms);
            Progress word = _escrow.progressOf(_escrow.bookingIdOf(terms.packed()));
            require(Progress.unwrap(word) == Progress.unwrap(expected), "progress");
        }
    }

    /// @dev The dry runs undo themselves by reverting with this one error when what they try has worked.
    function _holds(bytes memory dryRun) private returns (bool) {
        (bool done, bytes memory result) = address(_handler).call(dryRun);
        return !done && bytes4(result) == EscrowHandler.Held.selector;
    }

    function _openDeposits() private view returns (uint256 sum) {
        for (uint256 i = 0; i < _handler.bookingCount(); ++i) {
            (Terms memory terms, Standing memory standing, ) = _handler.bookingAt(i);
            if (_handler.isOpen(standing.state)) sum += terms.deposit;
        }
    }
}
