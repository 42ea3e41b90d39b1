// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Poseidon, PoseidonT5} from "./Poseidon.sol";

/// @title Append-only tree of four children a node, depth 10, of which only the frontier has to be kept
/// @dev A node is complete when all leaves below it are there. The frontier is the list of complete nodes that wait for
/// the rest of their group of four: at most three of each level, in order, the leaves' level first.
library QuaternaryTree {
    using Poseidon for PoseidonT5;

    uint256 internal constant DEPTH = 10;
    /// @dev Leaves of a full tree.
    uint256 internal constant CAPACITY = 4 ** DEPTH;
    /// @dev Root of the tree without leaves.
    uint256 internal constant EMPTY_ROOT = 0x262138dff44f5352d2d7ec48461c771444a6c00c761a3263735d0a99143a51f1;

    /// @notice Appends leaves and returns the new root and frontier. Each node that changes is hashed once, however many
    /// leaves below it are new.
    /// @dev Works level by level, in one piece of memory. The new nodes of each level begin at the same place, and once the
    /// waiting nodes are put before them and empty ones behind them, they are hashed to that place in one call: the new
    /// nodes of the next level. An incomplete node is computed again by the next batch.
    /// @param size Leaves in the tree so far; with the new ones at most CAPACITY.
    /// @param frontier The frontier of these leaves; empty for a tree without leaves.
    /// @param leaves The new leaves, at least one.
    function append(
        PoseidonT5 hasher,
        uint256 size,
        uint256[] memory frontier,
        uint256[] memory leaves
    ) internal view returns (uint256 root, uint256[] memory newFrontier) {
        uint256 nodes = _withRoomAround(leaves);
        uint256 count = leaves.length;
        uint256[DEPTH] memory emptyNodes = _emptyNodes();
        newFrontier = _longestFrontier();
        uint256 waiting = _elementsOf(frontier);
        uint256 kept = _elementsOf(newFrontier);
        // Unchecked: counts are at most CAPACITY, and places in memory far below 2²⁵⁶. A level's waiting nodes lie before
        // `nodes`, and those that it keeps do where none is new.
        unchecked {
            uint256 complete = size + count;
            for (uint256 level = 0; level < DEPTH; ++level) {
                uint256 waitingSize = 32 * (size & 3);
                uint256 groups = nodes - waitingSize;
                _copy(waiting, groups, waitingSize);
                waiting += waitingSize;
                _putEmptyBehind(nodes + 32 * count, emptyNodes[level]);

                // The last complete nodes, old or new, are those whose group is not complete.
                uint256 keptSize = 32 * (complete & 3);
                _copy(nodes + 32 * (complete - size) - keptSize, kept, keptSize);
                kept += keptSize;

                count = ((size & 3) + count + 3) >> 2;
                hasher.hashGroupsAt(groups, count, nodes);
                size >>= 2;
                complete >>= 2;
            }
        }
        assembly ("memory-safe") {
            root := mload(nodes)
            // The length, in words, of what has been written.
            mstore(newFrontier, shr(5, sub(kept, add(newFrontier, 0x20))))
        }
    }

    /// @notice What is kept of a frontier.
    function hashOf(uint256[] memory frontier) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            // The nodes lie behind the array's length.
            hash := keccak256(add(frontier, 0x20), shl(5, mload(frontier)))
        }
    }

    /// @dev Copies the leaves to where three words before them and three behind them are free.
    /// @return nodes Place in memory of the first leaf's copy.
    function _withRoomAround(uint256[] memory leaves) private pure returns (uint256 nodes) {
        assembly ("memory-safe") {
            nodes := add(mload(0x40), 0x60)
            let size := shl(5, mload(leaves))
            mcopy(nodes, add(leaves, 0x20), size)
            // What is allocated from now on begins behind the room.
            mstore(0x40, add(nodes, add(size, 0x60)))
        }
    }

    /// @dev Room for a frontier of three nodes on each level; nothing is written before it is known.
    function _longestFrontier() private pure returns (uint256[] memory frontier) {
        assembly ("memory-safe") {
            frontier := mload(0x40)
            // The length and 30 nodes.
            mstore(0x40, add(frontier, 0x3e0))
        }
    }

    /// @dev Place in memory of an array's first element, behind its length.
    function _elementsOf(uint256[] memory array) private pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := add(array, 0x20)
        }
    }

    /// @dev Copies bytes from one place in memory to another.
    function _copy(uint256 from, uint256 to, uint256 size) private pure {
        assembly ("memory-safe") {
            mcopy(to, from, size)
        }
    }

    /// @dev Completes the last group. At most three are needed; three are written always, since asking costs more, and what
    /// lies behind the group is not hashed.
    function _putEmptyBehind(uint256 end, uint256 emptyNode) private pure {
        assembly ("memory-safe") {
            mstore(end, emptyNode)
            mstore(add(end, 0x20), emptyNode)
            mstore(add(end, 0x40), emptyNode)
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
