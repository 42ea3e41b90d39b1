// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Licence, Profile} from "../interfaces/ISurgeonRegistry.sol";

/// @title EIP-712 struct hashes of the messages that the surgeon registry accepts
library LicenceMessages {
    bytes32 private constant PROFILE_TYPEHASH = keccak256(
        "Profile(bytes32 encryptionKey,bytes32 contentHash)"
    );
    bytes32 private constant LICENCE_TYPEHASH = keccak256(
        "Licence(address surgeon,bytes32 numberHash,bytes32 jurisdiction,bytes32 specialty,uint64 issuedAt,uint64 expiry)"
    );
    bytes32 private constant REGISTRATION_TYPEHASH = keccak256(
        "Registration(bytes32 numberHash,uint64 issuedAt,address board,Profile profile,uint64 deadline)Profile(bytes32 encryptionKey,bytes32 contentHash)"
    );
    bytes32 private constant PROFILE_UPDATE_TYPEHASH = keccak256(
        "ProfileUpdate(address surgeon,Profile profile,uint256 nonce,uint64 deadline)Profile(bytes32 encryptionKey,bytes32 contentHash)"
    );
    bytes32 private constant ROTATION_TYPEHASH = keccak256(
        "Rotation(address surgeon,address newSigner,uint256 nonce,uint64 deadline)"
    );
    bytes32 private constant SUSPENSION_TYPEHASH = keccak256(
        "Suspension(address surgeon,bytes32 numberHash,uint64 issuedAt,uint64 suspendedUntil,uint64 deadline)"
    );
    bytes32 private constant REVOCATION_TYPEHASH = keccak256(
        "Revocation(address surgeon,bytes32 numberHash,uint64 issuedAt,uint64 deadline)"
    );

    function hashLicence(Licence calldata licence) internal pure returns (bytes32) {
        return keccak256(abi.encode(LICENCE_TYPEHASH, licence));
    }

    function hashRegistration(
        Licence calldata licence,
        address board,
        Profile calldata profile,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    REGISTRATION_TYPEHASH,
                    licence.numberHash,
                    licence.issuedAt,
                    board,
                    _hashProfile(profile),
                    deadline
                )
            );
    }

    function hashProfileUpdate(
        address surgeon,
        Profile calldata profile,
        uint256 nonce,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(abi.encode(PROFILE_UPDATE_TYPEHASH, surgeon, _hashProfile(profile), nonce, deadline));
    }

    function hashRotation(
        address surgeon,
        address newSigner,
        uint256 nonce,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(ROTATION_TYPEHASH, surgeon, newSigner, nonce, deadline));
    }

    function hashSuspension(
        address surgeon,
        bytes32 numberHash,
        uint64 issuedAt,
        uint64 suspendedUntil,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(SUSPENSION_TYPEHASH, surgeon, numberHash, issuedAt, suspendedUntil, deadline)
            );
    }

    function hashRevocation(
        address surgeon,
        bytes32 numberHash,
        uint64 issuedAt,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(REVOCATION_TYPEHASH, surgeon, numberHash, issuedAt, deadline));
    }

    function _hashProfile(Profile calldata profile) private pure returns (bytes32) {
        return keccak256(abi.encode(PROFILE_TYPEHASH, profile));
    }
}
