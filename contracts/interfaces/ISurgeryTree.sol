// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

/// @notice A surgeon's address and the day of closing in one field element: surgeon + closedDay · 2¹⁶⁰, the day below 2¹⁶.
type SurgeonDay is uint256;

/// @notice The data of one leaf, as the escrow queued it.
/// @param patientCommitment Poseidon2(secret, 0), a field element.
/// @param surgeonDay The surgeon and the day (UTC, days since 1970-01-01) on which the surgery was closed.
/// @param recordCommitment Poseidon16 commitment to the record, a field element.
struct ClosedSurgery {
    uint256 patientCommitment;
    SurgeonDay surgeonDay;
    uint256 recordCommitment;
}

/// @title Queue of closed surgeries that wait for the tree
/// @notice A queue word is count (upper 40 bits) and rolling hash (lower 216 bits):
/// word' = (count + 1) ‖ keccak256(word, patientCommitment, surgeonDay, recordCommitment) truncated to its lower 216 bits.
interface IClosedQueue {
    /// @notice The word after the last queued surgery.
    function queueHead() external view returns (uint256);

    /// @notice The word after `index` · 64 surgeries, zero where the queue has not come that far.
    function queueCheckpoint(uint256 index) external view returns (uint256);
}

/// @title Append-only quaternary Poseidon tree of CLOSED surgeries, depth 10
/// @notice leaf = Poseidon3(patientCommitment, surgeonDay, recordCommitment), inner node = Poseidon4(children), empty leaf = 0.
/// When a tree is full its last root stays valid for ever and a new tree begins.
interface ISurgeryTree {
    /// @param treeNumber Number of the tree, from 0.
    /// @param firstLeaf Index in that tree of the batch's first leaf.
    /// @param count Leaves in the batch. Their data is in the `Closed` events of the queue, in the same order.
    /// @param root Root of that tree after the batch.
    event Flushed(uint256 indexed treeNumber, uint256 firstLeaf, uint256 count, uint256 root);

    /// @notice Nothing was passed in.
    error EmptyBatch();
    /// @notice The surgeries passed in do not lead from the last flush to the queue's head or to a checkpoint.
    error QueueMismatch(uint256 word);
    /// @notice The batch would not fit into the current tree.
    error BatchExceedsTree(uint256 remaining);
    /// @notice The nodes passed in are not the frontier of the current tree.
    error FrontierMismatch();
    /// @notice The contract at this address does not compute the hash that circuits and clients compute.
    error WrongHash(address poseidon);

    /// @notice Inserts queued surgeries in order. Anyone may call. A batch ends at the queue's head or at a multiple of 64
    /// surgeries, and never reaches over the end of a tree.
    /// @param frontier The frontier of the current tree, which anyone computes from its leaves: the complete nodes whose group
    /// of four is not complete, in order, the leaves' level first. Empty where the tree has no leaves.
    function flush(ClosedSurgery[] calldata surgeries, uint256[] calldata frontier) external;

    /// @notice Queue that the leaves come from: the escrow.
    function queue() external view returns (IClosedQueue);

    /// @notice Root of the current tree.
    function root() external view returns (uint256);

    /// @notice Whether a proof against this root is accepted: it is the current root, the last root of a full tree, or it
    /// was replaced less than `rootLifetime` seconds ago.
    function isValidRoot(uint256 root) external view returns (bool);

    /// @notice Seconds for which a root stays valid after it was replaced.
    function rootLifetime() external view returns (uint64);

    /// @notice Number of the current tree.
    function treeNumber() external view returns (uint256);

    /// @notice Leaves in the current tree.
    function leafCount() external view returns (uint256);

    /// @notice Leaves of this surgeon in all trees, counted up to 32 and no further: enough for any floor that a board sets.
    /// Who wants to know how many there are counts the `Closed` events of the queue.
    function leafCountOf(address surgeon) external view returns (uint256);

    /// @notice keccak256 of the frontier's nodes, one behind the other.
    function frontierHash() external view returns (bytes32);

    /// @notice The queue word up to which surgeries have been inserted.
    function flushedWord() external view returns (uint256);
}
