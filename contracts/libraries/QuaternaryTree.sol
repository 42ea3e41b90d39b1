// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Poseidon, PoseidonT5} from "./Poseidon.sol";

/// @title Append-only tree of four children a node, depth 10, that stores only its frontier
/// @dev A node is complete when all leaves below it are there. The frontier holds, on each level, the complete nodes
/// that wait for the rest of their group of four: at most three.
library QuaternaryTree {
    using Poseidon for PoseidonT5;

    uint256 internal constant DEPTH = 10;
    /// @dev Leaves of a full tree.
    uint256 internal constant CAPACITY = 4 ** DEPTH;
    /// @dev Root of the tree without leaves.
    uint256 internal constant EMPTY_ROOT = 0x262138dff44f5352d2d7ec48461c771444a6c00c761a3263735d0a99143a51f1;

    struct Frontier {
        uint256[3][DEPTH] nodes;
    }

    /// @notice Appends leaves and returns the new root. Each node that changes is hashed once, however many leaves
    /// below it are new.
    /// @dev Works level by level, in one piece of memory. The new nodes of each level begin at the same place, and once the
    /// waiting nodes are put before them and empty ones behind them, they are hashed to that place in one call: the new
    /// nodes of the next level.
    /// @param size Leaves in the tree so far; with the new ones at most CAPACITY.
    /// @param leaves The leaves, at least one.
    function append(
        Frontier storage frontier,
        PoseidonT5 hasher,
        uint256 size,
        uint256[] memory leaves
    ) internal returns (uint256 root) {
        uint256 nodes = _withRoomAround(leaves);
        uint256 count = leaves.length;
        uint256[DEPTH] memory emptyNodes = _emptyNodes();
        uint256 slot;
        assembly ("memory-safe") {
            slot := frontier.slot
        }
        // Unchecked: all counts are at most CAPACITY, and a level has three slots.
        unchecked {
            uint256 complete = size + count;
            for (uint256 level = 0; level < DEPTH; ++level) {
                uint256 waiting = size & 3;
                _putWaitingBefore(nodes, slot, waiting);
                _putEmptyBehind(nodes, count, emptyNodes[level]);
                _keepWaiting(nodes, slot, size, complete);
                count = (waiting + count + 3) >> 2;
                hasher.hashGroupsAt(nodes - 32 * waiting, count, nodes);
                size >>= 2;
                complete >>= 2;
                slot += 3;
            }
        }
        assembly ("memory-safe") {
            root := mload(nodes)
        }
    }

    /// @dev Copies the leaves to where three words before them and three behind them are free.
    /// @return nodes Place in memory of the first leaf's copy.
    function _withRoomAround(uint256[] memory leaves) private pure returns (uint256 nodes) {
        assembly ("memory-safe") {
            nodes := add(mload(0x40), 0x60)
            let size := shl(5, mload(leaves))
            // The leaves lie behind the array's length.
            mcopy(nodes, add(leaves, 0x20), size)
            // What Solidity allocates from now on begins behind the room.
            mstore(0x40, add(nodes, add(size, 0x60)))
        }
    }

    /// @dev Reads what completes the first group from the level's slots: the nodes that were there before.
    function _putWaitingBefore(uint256 nodes, uint256 slot, uint256 waiting) private view {
        assembly ("memory-safe") {
            let place := sub(nodes, shl(5, waiting))
            // Counts in bytes of memory; the slots count in ones.
            for {} lt(place, nodes) {
                place := add(place, 0x20)
            } {
                mstore(place, sload(slot))
                slot := add(slot, 1)
            }
        }
    }

    /// @dev Completes the last group. At most three are needed; three are written always, since asking costs more, and what
    /// lies behind the group is not hashed.
    function _putEmptyBehind(uint256 nodes, uint256 count, uint256 emptyNode) private pure {
        assembly ("memory-safe") {
            let end := add(nodes, shl(5, count))
            mstore(end, emptyNode)
            mstore(add(end, 0x20), emptyNode)
            mstore(add(end, 0x40), emptyNode)
        }
    }

    /// @dev Stores those new nodes that are complete and whose group is not. An incomplete node is computed again by the
    /// next batch and never stored.
    /// @param first Index on this level of the first new node.
    /// @param complete Number of complete nodes on this level, old and new.
    function _keepWaiting(uint256 nodes, uint256 slot, uint256 first, uint256 complete) private {
        unchecked {
            uint256 groupStart = complete & ~uint256(3);
            for (uint256 index = groupStart > first ? groupStart : first; index < complete; ++index) {
                assembly ("memory-safe") {
                    // The node's place in its group is its slot's in the level.
                    sstore(add(slot, and(index, 3)), mload(add(nodes, shl(5, sub(index, first)))))
                }
            }
        }
    }

    /// @dev Roots of empty subtrees of each height; zero is the empty leaf.
    function _emptyNodes() private pure returns (uint256[DEPTH] memory) {
        return
            [
                0,
                0x0532fd436e19c70e51209694d9c215250937921b8b79060488c1206db73e9946,
                0x1ea8dbbca1ca3a574b1b871aad1e8bc47571c7e11a99a6fb25f3f19d4bfad32c,
                0x1b98ec5a992cd3688e655aef8674386f4e84f0a442eaab4840427e359c214dd2,
                0x0fd83a3939005974d559c13c652a31942ffd61cab9a038e04239af96cafaee14,
                0x11eb54967ae25ce42205223461cda9dbb1a1811db38b71e404d1fd94c9627777,
                0x1c682a99981cf10a215d2788721e0ca060ddc0932cbb04c903eee3bd899dcfc0,
                0x2b3de1ae8e72d64a5cb03934061e3fd03789273f370e32d576ae54b4cbeca719,
                0x1b64ed0dc55f80f1f3da256b451baf16110fc268311a13fe903f87945b734861,
                uint256(0x06efb4c4a55b0225fd1088d357b2432f422b0593015c57980e373ecef9029c72)
            ];
    }
}
