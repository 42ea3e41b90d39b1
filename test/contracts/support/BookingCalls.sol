// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BookingId, SignedClosing, Terms} from "../../../contracts/interfaces/ISurgeryEscrow.sol";
import {BookingMessages} from "../../../contracts/libraries/BookingMessages.sol";
import {EscrowFixture} from "./EscrowFixture.sol";
import {Standing, Words} from "./Standing.sol";

/// @notice Every action on a booking, in the order of the escrow's interface.
enum Action {
    PROPOSE,
    WITHDRAW_OFFER,
    EXPIRE,
    SCHEDULE,
    CONFIRM,
    RESCHEDULE,
    CANCEL,
    REPORT_NO_SHOW,
    CONTEST,
    CONCLUDE_NO_SHOW,
    REFUND,
    EXECUTE,
    CLOSE,
    LAPSE,
    REPORT_ACCIDENT,
    SETTLE,
    RULE,
    CONCLUDE_BY_DEFAULT
}

/// @notice Who signs.
struct Keys {
    uint256 patient;
    uint256 surgeon;
    uint256 arbiter;
}

/// @notice What an action says, besides the terms.
/// @param bySurgeon Whether the surgeon, not the patient, cancels or reports an accident.
struct Content {
    bytes32 planHash;
    uint48 surgeryTime;
    uint256 recordCommitment;
    uint128 surgeonAmount;
    uint128 patientAmount;
    uint16 surgeonShare;
    bool bySurgeon;
}

/// @title The escrow's calls, signed and encoded
abstract contract BookingCalls is EscrowFixture {
    using Words for Terms;

    uint64 internal constant FOREVER = type(uint64).max;
    bytes32 internal constant EVIDENCE = keccak256("evidence");
    bytes32 internal constant REASON = keccak256("reason");

    function _encode(
        Action action,
        Terms memory terms,
        Standing memory standing,
        Content memory content,
        Keys memory keys
    ) internal view returns (bytes memory) {
        BookingId id = escrow.bookingIdOf(terms.packed());
        if (action == Action.PROPOSE) {
            return
                abi.encodeCall(escrow.propose, (terms.packed(), _sign(keys.patient, _structHashOf(terms))));
        }
        if (action == Action.WITHDRAW_OFFER) {
            bytes memory signature = _sign(keys.patient, BookingMessages.hashWithdrawal(id, FOREVER));
            return abi.encodeCall(escrow.withdrawOffer, (terms.packed(), FOREVER, signature));
        }
        if (action == Action.SCHEDULE) {
            bytes memory deposit = _signDeposit(keys.patient, terms);
            bytes memory signature = _sign(keys.surgeon, BookingMessages.hashAcceptance(id, FOREVER));
            return abi.encodeCall(escrow.schedule, (terms.packed(), FOREVER, deposit, signature));
        }
        if (action <= Action.CONTEST) return _encodeBefore(action, id, terms, standing, content, keys);
        return _encodeAfter(action, id, terms, standing, content, keys);
    }

    /// @dev EIP-712 struct hash of the terms: in memory the fields lie as they are encoded.
    function _structHashOf(Terms memory terms) private pure returns (bytes32) {
        return
            keccak256(
                bytes.concat(
                    keccak256(
                        "Terms(address patient,address surgeon,address arbiter,uint256 patientCommitment,uint128 deposit,uint128 protocolFee,uint64 appointmentTime,uint64 offerExpiry,uint256 rules,bytes32 termsHash)"
                    ),
                    abi.encode(terms)
                )
            );
    }

    /// @dev A closing that the patient signed, for a batch.
    function _closing(
        Terms memory terms,
        uint256 recordCommitment,
        uint256 patientKey
    ) internal view returns (SignedClosing memory) {
        BookingId id = escrow.bookingIdOf(terms.packed());
        bytes memory signature = _sign(
            patientKey,
            BookingMessages.hashClosing(id, recordCommitment, FOREVER)
        );
        return SignedClosing(terms.packed(), recordCommitment, FOREVER, signature);
    }

    function _encodeBefore(
        Action action,
        BookingId id,
        Terms memory terms,
        Standing memory standing,
        Content memory content,
        Keys memory keys
    ) private view returns (bytes memory) {
        if (action == Action.EXPIRE) return abi.encodeCall(escrow.expire, (terms.packed()));
        if (action == Action.CONFIRM) {
            bytes32 plan = BookingMessages.hashPlan(id, content.planHash, content.surgeryTime, FOREVER);
            return
                abi.encodeCall(
                    escrow.confirm,
                    (
                        terms.packed(),
                        content.planHash,
                        content.surgeryTime,
                        FOREVER,
                        _sign(keys.patient, plan),
                        _sign(keys.surgeon, plan)
                    )
                );
        }
        if (action == Action.RESCHEDULE) {
            bytes32 message = BookingMessages.hashRescheduling(
                id,
                content.surgeryTime,
                standing.reschedules + 1,
                FOREVER
            );
            return
                abi.encodeCall(
                    escrow.reschedule,
                    (
                        terms.packed(),
                        content.surgeryTime,
                        FOREVER,
                        _sign(keys.patient, message),
                        _sign(keys.surgeon, message)
                    )
                );
        }
        if (action == Action.CANCEL) {
            bytes32 message = BookingMessages.hashCancellation(id, content.surgeonAmount, FOREVER);
            bytes memory signature = _sign(content.bySurgeon ? keys.surgeon : keys.patient, message);
            address canceller = content.bySurgeon ? terms.surgeon : terms.patient;
            return
                abi.encodeCall(
                    escrow.cancel,
                    (terms.packed(), canceller, content.surgeonAmount, FOREVER, signature)
                );
        }
        if (action == Action.REPORT_NO_SHOW) {
            bytes memory signature = _sign(keys.surgeon, BookingMessages.hashNoShowReport(id, FOREVER));
            return abi.encodeCall(escrow.reportNoShow, (terms.packed(), FOREVER, signature));
        }
        bytes memory contest = _sign(keys.patient, BookingMessages.hashContest(id, EVIDENCE, FOREVER));
        return abi.encodeCall(escrow.contest, (terms.packed(), EVIDENCE, FOREVER, contest));
    }

    function _encodeAfter(
        Action action,
        BookingId id,
        Terms memory terms,
        Standing memory standing,
        Content memory content,
        Keys memory keys
    ) private view returns (bytes memory) {
        if (action == Action.CONCLUDE_NO_SHOW) {
            return abi.encodeCall(escrow.concludeNoShow, (terms.packed()));
        }
        if (action == Action.REFUND) return abi.encodeCall(escrow.refund, (terms.packed()));
        if (action == Action.LAPSE) return abi.encodeCall(escrow.lapse, (terms.packed()));
        if (action == Action.CONCLUDE_BY_DEFAULT) {
            return abi.encodeCall(escrow.concludeByDefault, (terms.packed()));
        }
        if (action == Action.EXECUTE) {
            uint256 commitment = content.recordCommitment;
            bytes memory signature = _sign(
                keys.surgeon,
                BookingMessages.hashExecution(id, commitment, FOREVER)
            );
            return abi.encodeCall(escrow.execute, (terms.packed(), commitment, FOREVER, signature));
        }
        if (action == Action.CLOSE) {
            bytes32 message = BookingMessages.hashClosing(id, standing.recordCommitment, FOREVER);
            return
                abi.encodeCall(
                    escrow.close,
                    (terms.packed(), standing.recordCommitment, FOREVER, _sign(keys.patient, message))
                );
        }
        if (action == Action.REPORT_ACCIDENT) {
            bytes32 message = BookingMessages.hashAccident(id, EVIDENCE, FOREVER);
            bytes memory signature = _sign(content.bySurgeon ? keys.surgeon : keys.patient, message);
            address reporter = content.bySurgeon ? terms.surgeon : terms.patient;
            return
                abi.encodeCall(
                    escrow.reportAccident,
                    (terms.packed(), reporter, EVIDENCE, FOREVER, signature)
                );
        }
        if (action == Action.SETTLE) {
            (uint128 toSurgeon, uint128 toPatient) = (content.surgeonAmount, content.patientAmount);
            bytes32 message = BookingMessages.hashSettlement(id, toSurgeon, toPatient, FOREVER);
            bytes memory byPatient = _sign(keys.patient, message);
            bytes memory bySurgeon = _sign(keys.surgeon, message);
            return
                abi.encodeCall(
                    escrow.settle,
                    (terms.packed(), toSurgeon, toPatient, FOREVER, byPatient, bySurgeon)
                );
        }
        bytes32 ruling = BookingMessages.hashRuling(id, content.surgeonShare, REASON, FOREVER);
        return
            abi.encodeCall(
                escrow.rule,
                (terms.packed(), content.surgeonShare, REASON, FOREVER, _sign(keys.arbiter, ruling))
            );
    }
}
