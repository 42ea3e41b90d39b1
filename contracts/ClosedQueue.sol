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

    /// @dev Callers pass commitments that are field elements.
    /// @return index Position of the surgery in the queue, from 0.
    function _enqueue(
        uint256 patientCommitment,
        SurgeonDay surgeonDay,
        uint256 recordCommitment
    ) internal returns (uint256 index) {
        uint256 word = queueHead;
        index = QueueWord.countOf(word);
        word = QueueWord.fold(word, patientCommitment, surgeonDay, recordCommitment);
        queueHead = word;
        if (QueueWord.isCheckpoint(word)) {
            queueCheckpoint[QueueWord.countOf(word) / QueueWord.CHECKPOINT_INTERVAL] = word;
        }
    }

    function _queuedCount() internal view returns (uint256) {
        return QueueWord.countOf(queueHead);
    }
}
