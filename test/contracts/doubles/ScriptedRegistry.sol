// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ISurgeonRegistry} from "../../../contracts/interfaces/ISurgeonRegistry.sol";

/// @title Registry that says of each surgeon what a test has told it: licensed, and signing with her first key, to begin with
contract ScriptedRegistry {
    mapping(address surgeon => bool) private _unlicensed;
    mapping(address surgeon => address) private _signers;

    function setLicensed(address surgeon, bool licensed) external {
        _unlicensed[surgeon] = !licensed;
    }

    function setSigner(address surgeon, address signer) external {
        _signers[surgeon] = signer;
    }

    function licensedSigner(address surgeon) external view returns (address) {
        if (_unlicensed[surgeon]) revert ISurgeonRegistry.LicenceNotValid(surgeon, 0, 0, true);
        return signerOf(surgeon);
    }

    function isLicensed(address surgeon) external view returns (bool) {
        return !_unlicensed[surgeon];
    }

    function signerOf(address account) public view returns (address) {
        return _signers[account] == address(0) ? account : _signers[account];
    }
}
