// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Progress, State, Terms} from "../interfaces/ISurgeryEscrow.sol";

/// @title What has happened to a booking, and the one word that storage keeps of it
library ProgressLib {
    /// @notice The word on record for this progress: zero for a booking never seen.
    function hash(Progress memory progress) internal pure returns (bytes32) {
        return progress.state == State.NONE ? bytes32(0) : keccak256(abi.encode(progress));
    }

    /// @notice The progress of a booking that enters its first state now.
    function begin(Terms calldata terms, State state) internal view returns (Progress memory) {
        return
            Progress({
                state: state,
                enteredAt: uint64(block.timestamp),
                surgeryTime: terms.appointmentTime,
                planHash: 0,
                recordCommitment: 0
            });
    }

    /// @notice The same booking in its next state, entered now.
    function enter(Progress calldata progress, State state) internal view returns (Progress memory next) {
        next = progress;
        next.state = state;
        next.enteredAt = uint64(block.timestamp);
    }

    /// @notice Last second at which the surgery may be reported.
    function executionDeadline(
        Progress calldata progress,
        Terms calldata terms
    ) internal pure returns (uint64) {
        return progress.surgeryTime + terms.executionWindow;
    }

    /// @notice Last second at which only the patient can end an executed booking.
    function closingDeadline(
        Progress calldata progress,
        Terms calldata terms
    ) internal pure returns (uint64) {
        return progress.enteredAt + terms.closingWindow;
    }
}
