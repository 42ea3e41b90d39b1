// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Rules, State, Terms} from "../../contracts/interfaces/ISurgeryEscrow.sol";
import {Action, BookingCalls, Content, Keys} from "./support/BookingCalls.sol";
import {Standing} from "./support/Standing.sol";
import {vm} from "./support/Vm.sol";

/// @title How a deposit is split, for any deposit, fee and share within their bounds
contract SettlementSplitTest is BookingCalls {
    uint256 private constant PATIENT_KEY = 0xA11CE;

    function setUp() external {
        vm.warp(1_800_000_000);
        _deploy();
    }

    function testFuzz_partsAddUpToTheDepositOfAClosedBooking(uint128 deposit, uint128 protocolFee) external {
        (Terms memory terms, Standing memory standing) = _executed(deposit, protocolFee, 0);
        vm.warp(terms.appointmentTime + 1 days);
        Content memory content;
        _send(Action.CLOSE, terms, standing, content);

        uint256 fees = terms.protocolFee + REVIEW_FEE;
        require(escrow.feesOf(terms.surgeon) == terms.protocolFee, "treasury");
        require(escrow.balanceOf(terms.surgeon) == terms.deposit - fees, "surgeon");
        require(escrow.reviewPot() == REVIEW_FEE, "pot");
        require(token.balanceOf(address(escrow)) == terms.deposit, "held");
    }

    function testFuzz_surgeonsShareIsRoundedDownAndThePatientGetsTheRest(
        uint128 deposit,
        uint128 protocolFee,
        uint16 share
    ) external {
        share %= 10_001;
        (Terms memory terms, Standing memory standing) = _executed(deposit, protocolFee, share);
        Content memory content;
        _send(Action.REPORT_ACCIDENT, terms, standing, content);
        standing.state = State.ACCIDENT;
        vm.warp(terms.appointmentTime + 9 days + 1);
        _send(Action.CONCLUDE_BY_DEFAULT, terms, standing, content);

        uint256 shared = terms.deposit - terms.protocolFee - REVIEW_FEE;
        uint256 hers = escrow.balanceOf(terms.surgeon);
        require(hers * 10_000 <= shared * share && (hers + 1) * 10_000 > shared * share, "rounding");
        require(escrow.balanceOf(terms.patient) == shared - hers, "rest");
        if (terms.protocolFee != 0) escrow.gatherFees(terms.surgeon);
        require(escrow.balanceOf(TREASURY) == terms.protocolFee, "treasury");
        require(escrow.reviewPot() == REVIEW_FEE, "pot");
    }

    function _executed(
        uint128 deposit,
        uint128 protocolFee,
        uint256 defaultShare
    ) private returns (Terms memory terms, Standing memory standing) {
        protocolFee %= MAXIMUM_PROTOCOL_FEE + 1;
        uint128 fees = protocolFee + REVIEW_FEE;
        escrow.setProtocolFee(protocolFee);
        Rules rules = _rules([uint256(168), 336, 48, 12, 72, 120, 96], [uint256(0), 0, defaultShare], 0);
        terms = _terms(PATIENT_KEY, SURGEON_KEY, fees + 1 + (deposit % (10 ** 15 - fees)), rules);
        token.mint(terms.patient, terms.deposit);
        Content memory content;
        (content.planHash, content.surgeryTime) = (keccak256("plan"), uint48(terms.appointmentTime));
        content.recordCommitment = 42;

        _send(Action.SCHEDULE, terms, standing, content);
        standing = Standing(State.SCHEDULED, uint64(block.timestamp), terms.appointmentTime, 0, 0);
        _send(Action.CONFIRM, terms, standing, content);
        standing.state = State.CONFIRMED;
        vm.warp(terms.appointmentTime);
        _send(Action.EXECUTE, terms, standing, content);
        (standing.state, standing.enteredAt, standing.recordCommitment) = (
            State.EXECUTED,
            terms.appointmentTime,
            42
        );
    }

    function _send(
        Action action,
        Terms memory terms,
        Standing memory standing,
        Content memory content
    ) private {
        Keys memory keys = Keys(PATIENT_KEY, SURGEON_KEY, ARBITER_KEY);
        (bool done, bytes memory result) = address(escrow).call(
            _encode(action, terms, standing, content, keys)
        );
        if (!done) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
    }
}
