// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20TransferAuthorization} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20TransferAuthorization.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";

/// @title Dollar without value, for local chains and test networks: anyone may mint it
contract TestDollar is ERC20, ERC20Permit, ERC20TransferAuthorization {
    constructor() ERC20("Aftercare Test Dollar", "atUSD") ERC20Permit("Aftercare Test Dollar") {}

    /// @notice Gives `account` new test dollars, in millionths.
    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    /// @notice Six, as the dollar tokens of real rollups have.
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    /// @dev Authorizations count their nonces by key, permits under key zero.
    function _useCheckedNonce(address owner, uint256 keyNonce) internal override(Nonces, NoncesKeyed) {
        super._useCheckedNonce(owner, keyNonce);
    }
}
