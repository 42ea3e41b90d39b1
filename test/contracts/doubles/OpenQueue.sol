// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ClosedQueue} from "../../../contracts/ClosedQueue.sol";
import {ClosedSurgery} from "../../../contracts/interfaces/ISurgeryTree.sol";

/// @title The escrow's queue, open to anyone, so that the tree can be tested without bookings
contract OpenQueue is ClosedQueue {
    function enqueue(ClosedSurgery[] calldata surgeries) external {
        for (uint256 i = 0; i < surgeries.length; ++i) {
            queueHead = _enqueue(
                queueHead,
                surgeries[i].patientCommitment,
                surgeries[i].surgeonDay,
                surgeries[i].recordCommitment
            );
        }
    }
}
