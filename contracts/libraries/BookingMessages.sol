// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BookingId, PackedTerms} from "../interfaces/ISurgeryEscrow.sol";
import {TermsLib} from "./TermsLib.sol";

/// @title EIP-712 struct hashes of the messages that the escrow accepts
library BookingMessages {
    using TermsLib for PackedTerms;

    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "Terms(address patient,address surgeon,address arbiter,uint256 patientCommitment,uint128 deposit,uint128 protocolFee,uint64 appointmentTime,uint64 offerExpiry,uint256 rules,bytes32 termsHash)"
    );
    bytes32 private constant ACCEPTANCE_TYPEHASH = keccak256("Acceptance(bytes32 bookingId,uint64 deadline)");
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256("Withdrawal(bytes32 bookingId,uint64 deadline)");
    bytes32 private constant PLAN_TYPEHASH = keccak256(
        "Plan(bytes32 bookingId,bytes32 planHash,uint48 surgeryTime,uint64 deadline)"
    );
    bytes32 private constant RESCHEDULING_TYPEHASH = keccak256(
        "Rescheduling(bytes32 bookingId,uint48 surgeryTime,uint8 reschedules,uint64 deadline)"
    );
    bytes32 private constant CANCELLATION_TYPEHASH = keccak256(
        "Cancellation(bytes32 bookingId,uint128 surgeonAmount,uint64 deadline)"
    );
    bytes32 private constant NO_SHOW_REPORT_TYPEHASH = keccak256(
        "NoShowReport(bytes32 bookingId,uint64 deadline)"
    );
    bytes32 private constant CONTEST_TYPEHASH = keccak256(
        "Contest(bytes32 bookingId,bytes32 evidenceHash,uint64 deadline)"
    );
    bytes32 private constant EXECUTION_TYPEHASH = keccak256(
        "Execution(bytes32 bookingId,uint256 recordCommitment,uint64 deadline)"
    );
    bytes32 private constant CLOSING_TYPEHASH = keccak256(
        "Closing(bytes32 bookingId,uint256 recordCommitment,uint64 deadline)"
    );
    bytes32 private constant ACCIDENT_TYPEHASH = keccak256(
        "Accident(bytes32 bookingId,bytes32 evidenceHash,uint64 deadline)"
    );
    bytes32 private constant SETTLEMENT_TYPEHASH = keccak256(
        "Settlement(bytes32 bookingId,uint128 surgeonAmount,uint128 patientAmount,uint64 deadline)"
    );
    bytes32 private constant RULING_TYPEHASH = keccak256(
        "Ruling(bytes32 bookingId,uint16 surgeonShare,bytes32 reasonHash,uint64 deadline)"
    );

    function hashTerms(PackedTerms calldata terms) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    TERMS_TYPEHASH,
                    terms.patient(),
                    terms.surgeon(),
                    terms.arbiter(),
                    terms.patientCommitment,
                    terms.deposit(),
                    terms.protocolFee(),
                    terms.appointmentTime(),
                    terms.offerExpiry(),
                    terms.rules,
                    terms.termsHash
                )
            );
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
        uint48 surgeryTime,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(PLAN_TYPEHASH, bookingId, planHash, surgeryTime, deadline));
    }

    /// @param reschedules How often the surgery has been moved after this.
    function hashRescheduling(
        BookingId bookingId,
        uint48 surgeryTime,
        uint8 reschedules,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(RESCHEDULING_TYPEHASH, bookingId, surgeryTime, reschedules, deadline));
    }

    function hashCancellation(
        BookingId bookingId,
        uint128 surgeonAmount,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(CANCELLATION_TYPEHASH, bookingId, surgeonAmount, deadline));
    }

    function hashNoShowReport(BookingId bookingId, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(NO_SHOW_REPORT_TYPEHASH, bookingId, deadline));
    }

    function hashContest(
        BookingId bookingId,
        bytes32 evidenceHash,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(CONTEST_TYPEHASH, bookingId, evidenceHash, deadline));
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

    function hashAccident(
        BookingId bookingId,
        bytes32 evidenceHash,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(ACCIDENT_TYPEHASH, bookingId, evidenceHash, deadline));
    }

    function hashSettlement(
        BookingId bookingId,
        uint128 surgeonAmount,
        uint128 patientAmount,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(SETTLEMENT_TYPEHASH, bookingId, surgeonAmount, patientAmount, deadline));
    }

    function hashRuling(
        BookingId bookingId,
        uint16 surgeonShare,
        bytes32 reasonHash,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(RULING_TYPEHASH, bookingId, surgeonShare, reasonHash, deadline));
    }
}
