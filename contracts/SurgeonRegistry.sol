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

    /// @dev The first slot holds all that a booking asks for. `signer` is zero until the key is rotated. `latest` is the time
    /// of the last attestation, suspension or revocation: only a later message of a board counts.
    struct Entry {
        address signer;
        uint40 expiry;
        uint40 suspendedUntil;
        bool revoked;
        address board;
        uint40 issuedAt;
        uint40 latest;
        bytes32 numberHash;
        bytes32 jurisdiction;
        bytes32 specialty;
        Profile profile;
        uint256 nonce;
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
            signerOf(licence.surgeon),
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
        entry.issuedAt = uint40(licence.issuedAt);
        entry.expiry = uint40(licence.expiry);
        entry.latest = uint40(licence.issuedAt);
        entry.revoked = false;
        entry.board = board;
        entry.jurisdiction = licence.jurisdiction;
        entry.specialty = licence.specialty;
        entry.profile = profile;
        ++entry.nonce;
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
        _requireProfile(profile);
        _requireInTime(deadline);
        _useNonce(entry, nonce);
        _requireSigned(
            signerOf(surgeon),
            LicenceMessages.hashProfileUpdate(surgeon, profile, nonce, deadline),
            surgeonSignature
        );

        entry.profile = profile;
        emit ProfileUpdated(surgeon, profile);
    }

    /// @inheritdoc ISurgeonRegistry
    function rotateKey(
        address surgeon,
        address newSigner,
        uint256 nonce,
        uint64 deadline,
        bytes calldata currentSignerSignature,
        bytes calldata newSignerSignature
    ) external {
        Entry storage entry = _knownEntry(surgeon);
        if (newSigner == address(0)) revert EmptyField("newSigner");
        _requireInTime(deadline);
        _useNonce(entry, nonce);
        bytes32 message = LicenceMessages.hashRotation(surgeon, newSigner, nonce, deadline);
        _requireSigned(signerOf(surgeon), message, currentSignerSignature);
        // Without this signature a slip of the pen would hand the surgeon's bookings to a key that nobody holds.
        _requireSigned(newSigner, message, newSignerSignature);

        entry.signer = newSigner;
        emit KeyRotated(surgeon, newSigner);
    }

    /// @inheritdoc ISurgeonRegistry
    function suspend(
        address surgeon,
        address board,
        uint64 issuedAt,
        uint64 suspendedUntil,
        uint64 deadline,
        bytes calldata boardSignature
    ) external {
        Entry storage entry = _supervisedEntry(surgeon, board);
        if (issuedAt > block.timestamp) revert IssuedInFuture(issuedAt);
        if (issuedAt <= entry.latest) revert AttestationSuperseded(issuedAt, entry.latest);
        _requireStorable(suspendedUntil);
        _requireInTime(deadline);
        _requireSigned(
            board,
            LicenceMessages.hashSuspension(surgeon, entry.numberHash, issuedAt, suspendedUntil, deadline),
            boardSignature
        );

        entry.suspendedUntil = uint40(suspendedUntil);
        entry.latest = uint40(issuedAt);
        emit LicenceSuspended(surgeon, board, suspendedUntil);
    }

    /// @inheritdoc ISurgeonRegistry
    function revoke(address surgeon, address board, uint64 deadline, bytes calldata boardSignature) external {
        Entry storage entry = _supervisedEntry(surgeon, board);
        _requireInTime(deadline);
        _requireSigned(
            board,
            LicenceMessages.hashRevocation(surgeon, entry.numberHash, entry.issuedAt, deadline),
            boardSignature
        );

        entry.revoked = true;
        entry.latest = uint40(block.timestamp);
        _numbers[entry.numberHash] = LicenceNumber({holder: address(0), voidUntil: uint64(block.timestamp)});
        emit LicenceRevoked(surgeon, board);
    }

    /// @inheritdoc ISurgeonRegistry
    function isLicensed(address surgeon) external view returns (bool) {
        Entry storage entry = _entries[surgeon];
        return _isInForce(entry.expiry, entry.suspendedUntil, entry.revoked);
    }

    /// @inheritdoc ISurgeonRegistry
    function licensedSigner(address surgeon) external view returns (address) {
        Entry storage entry = _entries[surgeon];
        // Read side by side, the four are one read of their slot.
        (address signer, uint40 expiry, uint40 suspendedUntil, bool revoked) = (
            entry.signer,
            entry.expiry,
            entry.suspendedUntil,
            entry.revoked
        );
        if (expiry == 0) revert UnknownSurgeon(surgeon);
        if (!_isInForce(expiry, suspendedUntil, revoked)) {
            revert LicenceNotValid(surgeon, expiry, suspendedUntil, revoked);
        }
        return _signer(surgeon, signer);
    }

    /// @inheritdoc ISurgeonRegistry
    function signerOf(address surgeon) public view returns (address) {
        return _signer(surgeon, _entries[surgeon].signer);
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
                signer: signerOf(surgeon),
                suspendedUntil: entry.suspendedUntil,
                revoked: entry.revoked
            });
    }

    /// @inheritdoc ISurgeonRegistry
    function nonceOf(address surgeon) external view returns (uint256) {
        return _entries[surgeon].nonce;
    }

    function _isBoard(address account) private view returns (bool isBoard) {
        (isBoard, ) = IAccessManager(authority()).hasRole(BOARD_ROLE, account);
    }

    function _requireBoard(address board) private view {
        if (!_isBoard(board)) revert NotABoard(board);
    }

    /// @dev A licence that this board may suspend or revoke: its own, or one whose board is no board any more. A board
    /// cannot reach into another's jurisdiction, and no licence is out of every board's reach.
    function _supervisedEntry(address surgeon, address board) private view returns (Entry storage entry) {
        entry = _knownEntry(surgeon);
        if (entry.revoked) {
            revert LicenceNotValid(surgeon, entry.expiry, entry.suspendedUntil, entry.revoked);
        }
        _requireBoard(board);
        if (board != entry.board && _isBoard(entry.board)) revert NotTheLicensingBoard(board, entry.board);
    }

    function _useNonce(Entry storage entry, uint256 nonce) private {
        if (nonce != entry.nonce) revert NonceUsed(nonce, entry.nonce);
        ++entry.nonce;
    }

    /// @dev Times are stored in 40 bits, enough for 34,000 years.
    function _requireStorable(uint64 time) private pure {
        if (time > type(uint40).max) revert TimeOutOfRange(time);
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
        _requireStorable(licence.expiry);

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

    function _isInForce(uint40 expiry, uint40 suspendedUntil, bool revoked) private view returns (bool) {
        return block.timestamp < expiry && block.timestamp >= suspendedUntil && !revoked;
    }

    /// @param rotatedTo Zero for a surgeon who never rotated her key.
    function _signer(address surgeon, address rotatedTo) private pure returns (address) {
        return rotatedTo == address(0) ? surgeon : rotatedTo;
    }
}
