// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {TestDollar} from "../../../contracts/TestDollar.sol";

/// @title Test dollar that can be told to misbehave in each way that a token can
contract MoodyDollar is TestDollar {
    enum Mood {
        HONEST,
        /// Keeps one per cent of what it moves.
        TOLL,
        /// Moves nothing and returns false; where there is nothing to return, says nothing.
        FALSE,
        /// Reverts.
        BROKEN,
        /// Calls back before it moves anything.
        REENTRANT
    }

    error Broken();

    Mood public mood;
    address private _target;
    bytes private _call;
    /// @notice Calls back that went through.
    uint256 public reentered;

    function setMood(Mood newMood) external {
        mood = newMood;
    }

    function setCallBack(address target, bytes calldata call_) external {
        (_target, _call) = (target, call_);
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        if (mood == Mood.FALSE) return false;
        return super.transfer(to, value);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || mood == Mood.HONEST) return super._update(from, to, value);
        if (mood == Mood.BROKEN) revert Broken();
        if (mood == Mood.FALSE) return;
        if (mood == Mood.TOLL) {
            super._update(from, address(this), value / 100);
            return super._update(from, to, value - value / 100);
        }
        (bool done, ) = _target.call(_call);
        if (done) ++reentered;
        super._update(from, to, value);
    }
}
