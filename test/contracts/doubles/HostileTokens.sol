// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Token that an escrow can be deployed with, whatever it does later
abstract contract DeployableToken is ERC20("Deployable", "DEPLOY") {
    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function authorizationState(address, bytes32) external pure returns (bool) {
        return false;
    }
}

/// @title Token that takes deposits without looking at signatures; the others below add one misbehaviour each
contract CarelessToken is DeployableToken {
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256,
        uint256,
        bytes32,
        bytes memory
    ) external virtual {
        _transfer(from, to, value);
    }
}

/// @title Token that calls back with whatever it was given, before it moves anything
contract ReentrantToken is CarelessToken {
    address private _target;
    bytes private _call;
    /// @notice What the call back came to; empty until there was one.
    bytes public outcome;

    function callBack(address target, bytes calldata call_) external {
        (_target, _call) = (target, call_);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (_target != address(0)) {
            address target = _target;
            _target = address(0);
            (, outcome) = target.call(_call);
        }
        super._update(from, to, value);
    }
}

/// @title Token that reports failure by returning false
contract FalseToken is CarelessToken {
    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @title Token that does nothing when a deposit is due
contract IdleToken is CarelessToken {
    function receiveWithAuthorization(
        address,
        address,
        uint256,
        uint256,
        uint256,
        bytes32,
        bytes memory
    ) external override {}
}

/// @title Token that keeps one per cent of each transfer
contract TollToken is CarelessToken {
    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0)) return super._update(from, to, value);
        super._update(from, address(this), value / 100);
        super._update(from, to, value - value / 100);
    }
}

/// @title Token with a list of accounts that may not receive it
contract BlocklistToken is CarelessToken {
    mapping(address account => bool) public isBlocked;

    error Blocked(address account);

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (isBlocked[to]) revert Blocked(to);
        super._update(from, to, value);
    }
}

/// @title Token that knows only ERC-3009's form for keys, and refuses in its own words whoever it has been told to
contract KeysOnlyToken is DeployableToken {
    error Refused(address from);

    address private _refused;

    function refuse(address account) external {
        _refused = account;
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256,
        uint256,
        bytes32,
        uint8,
        bytes32,
        bytes32
    ) external {
        if (from == _refused) revert Refused(from);
        _transfer(from, to, value);
    }
}
