// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Progress, Rules, State, Terms} from "../interfaces/ISurgeryEscrow.sol";
import {RulesLib} from "./RulesLib.sol";

/// @title What has happened to a booking, the one word that storage keeps of it, and the deadlines that follow from it
library ProgressLib {
    using RulesLib for Rules;

    /// @dev Bytes of {Progress}, in calldata as in memory: six words.
    uint256 private constant SIZE = 0xc0;

    /// @notice The progress that a caller claims, in memory.
    /// @dev A copy without decoding, 400 gas less in every action: it is used only if its hash is on record, and only clean
    /// words are. Of an unseen booking nothing but the state is used.
    function load(Progress calldata claimed) internal pure returns (Progress memory progress) {
        assembly ("memory-safe") {
            calldatacopy(progress, claimed, SIZE) // into the memory that the declaration has reserved
        }
    }

    /// @notice The word on record for this progress: zero for a booking never seen.
    /// @dev keccak256(abi.encode(progress)): in memory the fields lie as they are encoded. The state is not read as a State
    /// before the word is known to be on record, so that one that does not exist is a mismatch like any other.
    function hash(Progress memory progress) internal pure returns (bytes32 word) {
        assembly ("memory-safe") {
            // NONE is zero, and the word of a booking never seen stays zero
            if mload(progress) {
                word := keccak256(progress, SIZE) // the six fields
            }
        }
    }

    /// @notice The progress of a booking that enters its first state now.
    function begin(Terms calldata terms, State state) internal view returns (Progress memory progress) {
        progress.surgeryTime = terms.appointmentTime;
        enter(progress, state);
    }

    /// @notice Puts a booking into its next state, entered now.
    function enter(Progress memory progress, State state) internal view {
        progress.state = state;
        progress.enteredAt = uint64(block.timestamp);
    }

    /// @notice Whether the surgeon has supplied a record.
    function hasRecord(Progress memory progress) internal pure returns (bool) {
        return progress.recordCommitment != 0;
    }

    /// @notice Last second at which the surgery may be reported; a refund is due after it.
    function executionDeadline(
        Progress memory progress,
        Terms calldata terms
    ) internal pure returns (uint256) {
        return progress.surgeryTime + terms.rules.executionWindow();
    }

    /// @notice Last second at which only the patient can end an executed booking.
    function closingDeadline(Progress memory progress, Terms calldata terms) internal pure returns (uint256) {
        return progress.enteredAt + terms.rules.closingWindow();
    }

    /// @notice Last second at which the surgeon may report that the patient did not come.
    function noShowDeadline(Progress memory progress, Terms calldata terms) internal pure returns (uint256) {
        return progress.surgeryTime + terms.rules.noShowWindow();
    }

    /// @notice Last second at which the patient may contest that report.
    function contestDeadline(Progress memory progress, Terms calldata terms) internal pure returns (uint256) {
        return progress.enteredAt + terms.rules.contestWindow();
    }

    /// @notice Last second at which only the two parties can end a dispute.
    function settlementDeadline(
        Progress memory progress,
        Terms calldata terms
    ) internal pure returns (uint256) {
        return progress.enteredAt + terms.rules.settlementWindow();
    }

    /// @notice Last second at which the arbiter may rule.
    function rulingDeadline(Progress memory progress, Terms calldata terms) internal pure returns (uint256) {
        return settlementDeadline(progress, terms) + terms.rules.rulingWindow();
    }
}
