// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {PackedTerms, Progress, State, Terms} from "../../../contracts/interfaces/ISurgeryEscrow.sol";

/// @notice Where a booking should stand, as a test's own books have it.
struct Standing {
    State state;
    uint64 enteredAt;
    uint64 surgeryTime;
    uint8 reschedules;
    uint256 recordCommitment;
}

/// @title The words of docs/protocol.md, computed without the escrow's libraries
library Words {
    /// @dev What storage should hold.
    function progressOf(Standing memory standing, Terms memory terms) internal pure returns (Progress) {
        if (standing.state == State.CLOSED && standing.enteredAt >= terms.offerExpiry)
            return Progress.wrap(0);
        uint256 tag =
            standing.recordCommitment == 0
                ? 0
                : uint256(keccak256(abi.encode(standing.recordCommitment))) << 112;
        return
            Progress.wrap(
                tag |
                    (uint256(standing.reschedules) << 104) |
                    (uint256(standing.surgeryTime) << 56) |
                    (uint256(standing.enteredAt) << 8) |
                    uint256(standing.state)
            );
    }

    function packed(Terms memory terms) internal pure returns (PackedTerms memory) {
        return
            PackedTerms({
                patientAndTimes: bytes32(
                    abi.encodePacked(terms.patient, uint48(terms.appointmentTime), uint48(terms.offerExpiry))
                ),
                surgeonAndDeposit: uint256(bytes32(abi.encodePacked(terms.surgeon, uint96(terms.deposit)))),
                arbiterAndFee: bytes32(abi.encodePacked(terms.arbiter, uint96(terms.protocolFee))),
                patientCommitment: terms.patientCommitment,
                rules: terms.rules,
                termsHash: terms.termsHash
            });
    }
}
