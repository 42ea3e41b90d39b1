// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ClosedSurgery, IClosedQueue, ISurgeryTree, SurgeonDay} from "./interfaces/ISurgeryTree.sol";
import {Poseidon, PoseidonT4, PoseidonT5} from "./libraries/Poseidon.sol";
import {QuaternaryTree} from "./libraries/QuaternaryTree.sol";
import {QueueWord} from "./libraries/QueueWord.sol";
import {SurgeonDayLib} from "./libraries/SurgeonDayLib.sol";

contract SurgeryTree is ISurgeryTree {
    using Poseidon for PoseidonT4;
    using Poseidon for PoseidonT5;
    using SurgeonDayLib for SurgeonDay;

    /// @notice Where {leafCountOf} stops: above any floor that a board can set, so that the leaves of a surgeon who has
    /// passed it cost no more writing.
    uint256 public constant COUNTED_LEAVES = 32;

    /// @inheritdoc ISurgeryTree
    IClosedQueue public immutable queue;
    /// @notice Hash of leaves.
    PoseidonT4 public immutable poseidonT4;
    /// @notice Hash of inner nodes.
    PoseidonT5 public immutable poseidonT5;
    /// @inheritdoc ISurgeryTree
    uint64 public immutable rootLifetime;

    /// @inheritdoc ISurgeryTree
    /// @dev Its count also gives the number of the tree and the leaves in it.
    uint256 public flushedWord;
    /// @dev Root of the current tree, zero while that has no leaves.
    uint256 private _lastRoot;
    /// @dev First second at which a root that is not the current one is no longer valid.
    mapping(uint256 root => uint256) private _validUntil;
    /// @inheritdoc ISurgeryTree
    mapping(address surgeon => uint256) public leafCountOf;
    /// @inheritdoc ISurgeryTree
    bytes32 public frontierHash = QuaternaryTree.hashOf(new uint256[](0));

    constructor(IClosedQueue queue_, PoseidonT4 poseidonT4_, PoseidonT5 poseidonT5_, uint64 rootLifetime_) {
        queue = queue_;
        poseidonT4 = poseidonT4_;
        poseidonT5 = poseidonT5_;
        rootLifetime = rootLifetime_;
        _requirePoseidon();
    }

    /// @inheritdoc ISurgeryTree
    function flush(ClosedSurgery[] calldata surgeries, uint256[] calldata frontier) external {
        if (surgeries.length == 0) revert EmptyBatch();
        uint256 word = flushedWord;
        uint256 firstLeaf = _leavesAfter(word);
        uint256 remaining = QuaternaryTree.CAPACITY - firstLeaf;
        if (surgeries.length > remaining) revert BatchExceedsTree(remaining);

        // Hashing is the expensive part, so a batch that somebody else has flushed fails before it.
        _takeFromQueue(word, surgeries);
        uint256[] memory waiting = frontier;
        if (QuaternaryTree.hashOf(waiting) != frontierHash) revert FrontierMismatch();
        uint256 newRoot;
        (newRoot, waiting) = QuaternaryTree.append(poseidonT5, firstLeaf, waiting, _hashLeaves(surgeries));
        frontierHash = QuaternaryTree.hashOf(waiting);
        _countLeaves(surgeries);

        // The countdown of a root starts when it is replaced, so an idle tree's root stays valid and a flood of
        // inserts takes no time away from any. The root of a tree without leaves proves nothing and was never valid.
        if (firstLeaf != 0) _validUntil[_lastRoot] = block.timestamp + rootLifetime;
        if (surgeries.length < remaining) {
            _lastRoot = newRoot;
        } else {
            _validUntil[newRoot] = type(uint256).max;
            _lastRoot = 0;
        }
        emit Flushed(_treeAfter(word), firstLeaf, surgeries.length, newRoot);
    }

    /// @inheritdoc ISurgeryTree
    function root() external view returns (uint256) {
        return _lastRoot == 0 ? QuaternaryTree.EMPTY_ROOT : _lastRoot;
    }

    /// @inheritdoc ISurgeryTree
    function isValidRoot(uint256 candidate) external view returns (bool) {
        return (candidate == _lastRoot && candidate != 0) || block.timestamp < _validUntil[candidate];
    }

    /// @inheritdoc ISurgeryTree
    function treeNumber() external view returns (uint256) {
        return _treeAfter(flushedWord);
    }

    /// @inheritdoc ISurgeryTree
    function leafCount() external view returns (uint256) {
        return _leavesAfter(flushedWord);
    }

    /// @dev Number of the tree that the surgery after this queue word belongs to.
    function _treeAfter(uint256 word) private pure returns (uint256) {
        return QueueWord.countOf(word) / QuaternaryTree.CAPACITY;
    }

    /// @dev Leaves in that tree before that surgery.
    function _leavesAfter(uint256 word) private pure returns (uint256) {
        return QueueWord.countOf(word) % QuaternaryTree.CAPACITY;
    }

    /// @dev Folds the surgeries into the word of the last flush. Only what the queue really holds leads to its head or
    /// to a checkpoint.
    function _takeFromQueue(uint256 flushed, ClosedSurgery[] calldata surgeries) private {
        uint256 word = QueueWord.foldAll(flushed, surgeries);
        if (word != queue.queueHead() && !_isCheckpoint(word)) revert QueueMismatch(word);
        flushedWord = word;
    }

    function _isCheckpoint(uint256 word) private view returns (bool) {
        return
            QueueWord.isCheckpoint(word) &&
            word == queue.queueCheckpoint(QueueWord.countOf(word) / QueueWord.CHECKPOINT_INTERVAL);
    }

    function _hashLeaves(ClosedSurgery[] calldata surgeries) private view returns (uint256[] memory leaves) {
        assembly ("memory-safe") {
            leaves := mload(0x40)
            // A surgery is three words, so the array in calldata is what the hash takes.
            let words := mul(3, surgeries.length)
            mstore(leaves, words)
            let elements := add(leaves, 0x20)
            calldatacopy(elements, surgeries.offset, shl(5, words))
            // Allocated here, since Solidity would write zeros first.
            mstore(0x40, add(elements, shl(5, words)))
        }
        poseidonT4.hashGroups(leaves);
    }

    /// @dev Counts neighbours of one surgeon together: one storage access for each run.
    function _countLeaves(ClosedSurgery[] calldata surgeries) private {
        address surgeon = surgeries[0].surgeonDay.surgeonOf();
        uint256 runStart = 0;
        // Unchecked: a run starts before it ends, and a count is at most COUNTED_LEAVES before a batch is added.
        unchecked {
            for (uint256 i = 1; i < surgeries.length; ++i) {
                address next = surgeries[i].surgeonDay.surgeonOf();
                if (next != surgeon) {
                    _countLeavesOf(surgeon, i - runStart);
                    (surgeon, runStart) = (next, i);
                }
            }
            _countLeavesOf(surgeon, surgeries.length - runStart);
        }
    }

    function _countLeavesOf(address surgeon, uint256 added) private {
        uint256 before = leafCountOf[surgeon];
        if (before == COUNTED_LEAVES) return;
        uint256 counted;
        unchecked {
            // A count below COUNTED_LEAVES and a batch that fits into calldata.
            counted = before + added;
        }
        leafCountOf[surgeon] = counted < COUNTED_LEAVES ? counted : COUNTED_LEAVES;
    }

    /// @dev A wrong hash would lock every review out for ever, so it must not survive deployment.
    function _requirePoseidon() private view {
        uint256[] memory words = _countingWords(3);
        poseidonT4.hashGroups(words);
        if (words[0] != 0x0e7732d89e6939c0ff03d5e58dab6302f3230e269dc5b968f725df34ab36d732) {
            revert WrongHash(PoseidonT4.unwrap(poseidonT4));
        }
        words = _countingWords(4);
        poseidonT5.hashGroups(words);
        if (words[0] != 0x299c867db6c1fdd79dcefa40e4510b9837e60ebb1ce0663dbaa525df65250465) {
            revert WrongHash(PoseidonT5.unwrap(poseidonT5));
        }
    }

    /// @dev 1, 2, … up to `count`.
    function _countingWords(uint256 count) private pure returns (uint256[] memory words) {
        words = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) words[i] = i + 1;
    }
}
