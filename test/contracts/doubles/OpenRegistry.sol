// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title Registry for which every surgeon is licensed
contract OpenRegistry {
    function requireLicensed(address surgeon) external view {}
}
