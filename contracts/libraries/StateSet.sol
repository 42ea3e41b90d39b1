// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {State} from "../interfaces/ISurgeryEscrow.sol";

/// @notice A set of states: bit n stands for the state of that number.
type StateSet is uint256;

using {union as |, contains} for StateSet global;

/// @notice The set of one state.
function only(State state) pure returns (StateSet) {
    return StateSet.wrap(1 << uint256(state));
}

function union(StateSet one, StateSet other) pure returns (StateSet) {
    return StateSet.wrap(StateSet.unwrap(one) | StateSet.unwrap(other));
}

function contains(StateSet set, State state) pure returns (bool) {
    return StateSet.unwrap(set) & (1 << uint256(state)) != 0;
}
