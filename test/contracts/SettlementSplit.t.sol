// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BookingId, Progress, State, Terms} from "../../contracts/interfaces/ISurgeryEscrow.sol";
import {BookingMessages} from "../../contracts/libraries/BookingMessages.sol";
import {EscrowFixture} from "./support/EscrowFixture.sol";
import {vm} from "./support/Vm.sol";

/// @title How a deposit is split, for any deposit and fee within their bounds
contract SettlementSplitTest is EscrowFixture {
    uint256 private constant PATIENT_KEY = 0xA11CE;
    uint64 private constant FOREVER = type(uint64).max;

    function setUp() external {
        vm.warp(1_800_000_000);
        _deploy();
    }

    function testFuzz_partsAddUpToTheDeposit(uint128 deposit, uint128 protocolFee) external {
        protocolFee %= MAXIMUM_PROTOCOL_FEE + 1;
        uint128 fees = protocolFee + REVIEW_FEE;
        deposit = fees + 1 + (deposit % (10 ** 15 - fees));
        escrow.setProtocolFee(protocolFee);
        Terms memory terms = _terms(PATIENT_KEY, SURGEON_KEY, deposit);
        token.mint(terms.patient, deposit);
        _toClosed(terms);

        require(escrow.balanceOf(TREASURY) == protocolFee, "treasury");
        require(escrow.balanceOf(terms.surgeon) == deposit - fees, "surgeon");
        require(escrow.reviewPot() == REVIEW_FEE, "pot");
        require(token.balanceOf(address(escrow)) == deposit, "held");
    }

    function _toClosed(Terms memory terms) private {
        BookingId bookingId = escrow.bookingIdOf(terms);
        Progress memory progress;
        bytes memory deposit = _signDeposit(PATIENT_KEY, terms);
        escrow.schedule(terms, progress, deposit, FOREVER, _signAcceptance(SURGEON_KEY, bookingId));

        progress = Progress(State.SCHEDULED, uint64(block.timestamp), terms.appointmentTime, 0, 0);
        bytes32 planHash = keccak256("plan");
        bytes32 plan = BookingMessages.hashPlan(bookingId, planHash, terms.appointmentTime, FOREVER);
        escrow.confirm(
            terms,
            progress,
            planHash,
            terms.appointmentTime,
            FOREVER,
            _sign(PATIENT_KEY, plan),
            _sign(SURGEON_KEY, plan)
        );

        (progress.state, progress.planHash) = (State.CONFIRMED, planHash);
        vm.warp(terms.appointmentTime);
        bytes32 execution = BookingMessages.hashExecution(bookingId, 42, FOREVER);
        escrow.execute(terms, progress, 42, FOREVER, _sign(SURGEON_KEY, execution));

        progress.state = State.EXECUTED;
        (progress.enteredAt, progress.recordCommitment) = (terms.appointmentTime, 42);
        bytes32 closing = BookingMessages.hashClosing(bookingId, 42, FOREVER);
        escrow.close(terms, progress, FOREVER, _sign(PATIENT_KEY, closing));
    }
}
