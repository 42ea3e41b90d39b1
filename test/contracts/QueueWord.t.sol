// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ClosedSurgery, SurgeonDay} from "../../contracts/interfaces/ISurgeryTree.sol";
import {QueueWord} from "../../contracts/libraries/QueueWord.sol";

/// @title The rolling accumulator
contract QueueWordTest {
    uint256 private constant LARGEST_COUNT = (1 << 40) - 2;

    function testFuzz_foldingCountsUpByOne(uint256 word, uint256 a, uint256 b, uint256 c) external pure {
        word = _countable(word);
        uint256 next = QueueWord.fold(word, a, SurgeonDay.wrap(b), c);
        require(QueueWord.countOf(next) == QueueWord.countOf(word) + 1, "count");
        require(QueueWord.isCheckpoint(next) == (QueueWord.countOf(next) % 64 == 0), "checkpoint");
    }

    function testFuzz_foldingAllIsFoldingEach(
        uint256 word,
        ClosedSurgery[] calldata surgeries
    ) external pure {
        word = _countable(word) >> 1;
        uint256 each = word;
        for (uint256 i = 0; i < surgeries.length; ++i) {
            ClosedSurgery calldata surgery = surgeries[i];
            each = QueueWord.fold(
                each,
                surgery.patientCommitment,
                surgery.surgeonDay,
                surgery.recordCommitment
            );
        }
        require(QueueWord.foldAll(word, surgeries) == each, "fold");
    }

    function testFuzz_oneBitAnywhereGivesAnotherWord(
        uint256[4] memory parts,
        uint8 part,
        uint8 bit
    ) external pure {
        parts[0] = _countable(parts[0]);
        uint256 word = _fold(parts);
        parts[part % 4] ^= uint256(1) << bit;
        parts[0] = _countable(parts[0]);
        require(_fold(parts) != word || (part % 4 == 0 && bit >= 216), "one word for two queues");
    }

    function _fold(uint256[4] memory parts) private pure returns (uint256) {
        return QueueWord.fold(parts[0], parts[1], SurgeonDay.wrap(parts[2]), parts[3]);
    }

    /// @dev A word whose count can still grow.
    function _countable(uint256 word) private pure returns (uint256) {
        uint256 hash = word & ((1 << 216) - 1);
        return ((word >> 216) % LARGEST_COUNT << 216) | hash;
    }
}
