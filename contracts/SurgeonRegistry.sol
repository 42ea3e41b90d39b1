// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {ISurgeonRegistry, Licence, Profile, Registration} from "./interfaces/ISurgeonRegistry.sol";
import {LicenceMessages} from "./libraries/LicenceMessages.sol";
import {SignedMessages} from "./SignedMessages.sol";

contract SurgeonRegistry is ISurgeonRegistry, SignedMessages, AccessManaged {
    /// @notice Role of the access manager that medical boards hold.
    uint64 public constant BOARD_ROLE = 1;

    /// @dev The first slot holds all that a booking asks for. `latest` is the time of the last attestation or
    /// revocation: only a later attestation counts.
    struct Entry {
        uint64 issuedAt;
        uint64 expiry;
        uint64 latest;
        bool revoked;
        address board;
        bytes32 numberHash;
        bytes32 jurisdiction;
        bytes32 specialty;
        Profile profile;
        uint256 profileNonce;
    }

    /// @dev `voidUntil` keeps a revoked surgeon from using an older attestation of the same number for another address.
    struct LicenceNumber {
        address holder;
        uint64 voidUntil;
    }

    mapping(address surgeon => Entry) private _entries;
    mapping(bytes32 numberHash => LicenceNumber) private _numbers;

    constructor(address authority) AccessManaged(authority) EIP712("Aftercare SurgeonRegistry", "1") {}

    /// @inheritdoc ISurgeonRegistry
    function register(
        Licence calldata licence,
        address board,
        bytes calldata boardSignature,
        Profile calldata profile,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external {
        _requireBoard(board);
        _requireComplete(licence);
        _requireProfile(profile);
        _requireCurrent(licence);
        _requireInTime(deadline);
        _requireSigned(board, LicenceMessages.hashLicence(licence), boardSignature);
        _requireSigned(
            licence.surgeon,
            LicenceMessages.hashRegistration(licence, board, profile, deadline),
            surgeonSignature
        );

        Entry storage entry = _entries[licence.surgeon];
        if (entry.numberHash != licence.numberHash) {
            // A surgeon who comes back after a revocation may find her old number in other hands.
            if (_numbers[entry.numberHash].holder == licence.surgeon)
                delete _numbers[entry.numberHash].holder;
            entry.numberHash = licence.numberHash;
        }
        _numbers[licence.numberHash].holder = licence.surgeon;
        entry.issuedAt = licence.issuedAt;
        entry.expiry = licence.expiry;
        entry.latest = licence.issuedAt;
        entry.revoked = false;
        entry.board = board;
        entry.jurisdiction = licence.jurisdiction;
        entry.specialty = licence.specialty;
        entry.profile = profile;
        ++entry.profileNonce;
        emit SurgeonRegistered(licence.surgeon, board, licence, profile);
    }

    /// @inheritdoc ISurgeonRegistry
    function updateProfile(
        address surgeon,
        Profile calldata profile,
        uint256 nonce,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external {
        Entry storage entry = _knownEntry(surgeon);
        if (nonce != entry.profileNonce) revert ProfileNonceUsed(nonce, entry.profileNonce);
        _requireProfile(profile);
        _requireInTime(deadline);
        _requireSigned(
            surgeon,
            LicenceMessages.hashProfileUpdate(surgeon, profile, nonce, deadline),
            surgeonSignature
        );

        entry.profile = profile;
        ++entry.profileNonce;
        emit ProfileUpdated(surgeon, profile);
    }

    /// @inheritdoc ISurgeonRegistry
    function revoke(address surgeon, uint64 deadline, bytes calldata boardSignature) external {
        Entry storage entry = _knownEntry(surgeon);
        if (entry.revoked) revert LicenceNotValid(surgeon, entry.expiry, true);
        _requireInTime(deadline);
        _requireSigned(
            entry.board,
            LicenceMessages.hashRevocation(surgeon, entry.numberHash, entry.issuedAt, deadline),
            boardSignature
        );

        entry.revoked = true;
        entry.latest = uint64(block.timestamp);
        _numbers[entry.numberHash] = LicenceNumber({holder: address(0), voidUntil: uint64(block.timestamp)});
        emit LicenceRevoked(surgeon, entry.board);
    }

    /// @inheritdoc ISurgeonRegistry
    function isLicensed(address surgeon) external view returns (bool) {
        return _isValid(_entries[surgeon]);
    }

    /// @inheritdoc ISurgeonRegistry
    function requireLicensed(address surgeon) external view {
        Entry storage entry = _knownEntry(surgeon);
        if (!_isValid(entry)) revert LicenceNotValid(surgeon, entry.expiry, entry.revoked);
    }

    /// @inheritdoc ISurgeonRegistry
    function registrationOf(address surgeon) external view returns (Registration memory registration) {
        Entry storage entry = _entries[surgeon];
        if (!_isKnown(entry)) return registration;
        return
            Registration({
                licence: Licence({
                    surgeon: surgeon,
                    numberHash: entry.numberHash,
                    jurisdiction: entry.jurisdiction,
                    specialty: entry.specialty,
                    issuedAt: entry.issuedAt,
                    expiry: entry.expiry
                }),
                profile: entry.profile,
                board: entry.board,
                revoked: entry.revoked
            });
    }

    /// @inheritdoc ISurgeonRegistry
    function profileNonce(address surgeon) external view returns (uint256) {
        return _entries[surgeon].profileNonce;
    }

    function _requireBoard(address board) private view {
        (bool isBoard, ) = IAccessManager(authority()).hasRole(BOARD_ROLE, board);
        if (!isBoard) revert NotABoard(board);
    }

    function _requireComplete(Licence calldata licence) private pure {
        if (licence.surgeon == address(0)) revert EmptyField("surgeon");
        if (licence.numberHash == 0) revert EmptyField("numberHash");
        if (licence.jurisdiction == 0) revert EmptyField("jurisdiction");
        if (licence.specialty == 0) revert EmptyField("specialty");
    }

    /// @dev Without an encryption key patients could not send her anything; a profile document is optional.
    function _requireProfile(Profile calldata profile) private pure {
        if (profile.encryptionKey == 0) revert EmptyField("encryptionKey");
    }

    /// @dev An attestation counts once: it has to be newer than whatever address and number have seen before.
    function _requireCurrent(Licence calldata licence) private view {
        if (licence.issuedAt > block.timestamp) revert IssuedInFuture(licence.issuedAt);
        if (licence.expiry <= block.timestamp) revert LicenceExpired(licence.expiry);

        LicenceNumber memory number = _numbers[licence.numberHash];
        if (number.holder != address(0) && number.holder != licence.surgeon) {
            revert LicenceNumberTaken(number.holder);
        }
        uint64 latest = _entries[licence.surgeon].latest;
        if (number.voidUntil > latest) latest = number.voidUntil;
        if (licence.issuedAt <= latest) revert AttestationSuperseded(licence.issuedAt, latest);
    }

    function _knownEntry(address surgeon) private view returns (Entry storage entry) {
        entry = _entries[surgeon];
        if (!_isKnown(entry)) revert UnknownSurgeon(surgeon);
    }

    /// @dev A registered licence had an expiry in the future, so never zero.
    function _isKnown(Entry storage entry) private view returns (bool) {
        return entry.expiry != 0;
    }

    function _isValid(Entry storage entry) private view returns (bool) {
        return block.timestamp < entry.expiry && !entry.revoked;
    }
}
