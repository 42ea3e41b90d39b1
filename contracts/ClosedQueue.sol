// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IClosedQueue, SurgeonDay} from "./interfaces/ISurgeryTree.sol";
import {QueueWord} from "./libraries/QueueWord.sol";

/// @title Queue of closed surgeries, kept as one word: closing costs one warm slot, whatever the tree costs later
abstract contract ClosedQueue is IClosedQueue {
    /// @inheritdoc IClosedQueue
    uint256 public queueHead;

    /// @inheritdoc IClosedQueue
    mapping(uint256 index => uint256 word) public queueCheckpoint;

    /// @dev Callers pass commitments that are field elements, and store the word that they get.
    /// @param head The queue's word before.
    /// @return word The queue's word after.
    function _enqueue(
        uint256 head,
        uint256 patientCommitment,
        SurgeonDay surgeonDay,
        uint256 recordCommitment
    ) internal returns (uint256 word) {
        word = QueueWord.fold(head, patientCommitment, surgeonDay, recordCommitment);
        if (QueueWord.isCheckpoint(word)) {
            queueCheckpoint[QueueWord.countOf(word) / QueueWord.CHECKPOINT_INTERVAL] = word;
        }
    }

    function _queuedCount() internal view returns (uint256) {
        return QueueWord.countOf(queueHead);
    }
}
