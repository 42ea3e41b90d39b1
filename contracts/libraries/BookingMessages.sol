// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BookingId, Terms} from "../interfaces/ISurgeryEscrow.sol";

/// @title EIP-712 struct hashes of the messages that the escrow accepts
library BookingMessages {
    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "Terms(address patient,address surgeon,uint256 patientCommitment,uint128 deposit,uint128 protocolFee,uint64 appointmentTime,uint64 offerExpiry,uint32 executionWindow,uint32 closingWindow,bytes32 termsHash)"
    );
    bytes32 private constant ACCEPTANCE_TYPEHASH = keccak256("Acceptance(bytes32 bookingId,uint64 deadline)");
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256("Withdrawal(bytes32 bookingId,uint64 deadline)");
    bytes32 private constant PLAN_TYPEHASH = keccak256(
        "Plan(bytes32 bookingId,bytes32 planHash,uint64 surgeryTime,uint64 deadline)"
    );
    bytes32 private constant EXECUTION_TYPEHASH = keccak256(
        "Execution(bytes32 bookingId,uint256 recordCommitment,uint64 deadline)"
    );
    bytes32 private constant CLOSING_TYPEHASH = keccak256(
        "Closing(bytes32 bookingId,uint256 recordCommitment,uint64 deadline)"
    );

    function hashTerms(Terms calldata terms) internal pure returns (bytes32) {
        return keccak256(abi.encode(TERMS_TYPEHASH, terms));
    }

    function hashAcceptance(BookingId bookingId, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(ACCEPTANCE_TYPEHASH, bookingId, deadline));
    }

    function hashWithdrawal(BookingId bookingId, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(WITHDRAWAL_TYPEHASH, bookingId, deadline));
    }

    function hashPlan(
        BookingId bookingId,
        bytes32 planHash,
        uint64 surgeryTime,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(PLAN_TYPEHASH, bookingId, planHash, surgeryTime, deadline));
    }

    function hashExecution(
        BookingId bookingId,
        uint256 recordCommitment,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(EXECUTION_TYPEHASH, bookingId, recordCommitment, deadline));
    }

    function hashClosing(
        BookingId bookingId,
        uint256 recordCommitment,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(CLOSING_TYPEHASH, bookingId, recordCommitment, deadline));
    }
}
