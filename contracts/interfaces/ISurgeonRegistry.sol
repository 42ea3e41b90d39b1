// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import {ISignedMessages} from "./ISignedMessages.sol";

/// @notice What a medical board attests about one surgeon.
/// @param surgeon The address that the surgeon signs with.
/// @param numberHash keccak256 of "<jurisdiction>:<licence number>", so that one licence cannot serve two addresses.
/// @param jurisdiction ISO 3166 code, left-aligned ASCII, for example "US-CA".
/// @param specialty Specialty code of the board, left-aligned ASCII.
/// @param issuedAt Second at which the board issued the attestation; a newer one replaces an older one.
/// @param expiry First second at which the licence is no longer valid.
struct Licence {
    address surgeon;
    bytes32 numberHash;
    bytes32 jurisdiction;
    bytes32 specialty;
    uint64 issuedAt;
    uint64 expiry;
}

/// @notice What a surgeon publishes about herself.
/// @param encryptionKey X25519 public key to which booking details and records are encrypted.
/// @param contentHash SHA-256 of the public profile document.
struct Profile {
    bytes32 encryptionKey;
    bytes32 contentHash;
}

/// @notice One surgeon's entry in the registry.
/// @param board The board that attested the current licence.
/// @param revoked Whether that board has revoked it.
struct Registration {
    Licence licence;
    Profile profile;
    address board;
    bool revoked;
}

/// @title Registry of surgeons whose licences a medical board has attested
/// @notice A licence is valid from the block that registers it until its expiry or its revocation, whichever is first.
/// Every action is an EIP-712 message that anyone may relay.
interface ISurgeonRegistry is ISignedMessages {
    event SurgeonRegistered(address indexed surgeon, address indexed board, Licence licence, Profile profile);
    event ProfileUpdated(address indexed surgeon, Profile profile);
    event LicenceRevoked(address indexed surgeon, address indexed board);

    /// @notice The account does not hold the board role.
    error NotABoard(address account);
    /// @notice The licence had expired before it was registered.
    error LicenceExpired(uint64 expiry);
    /// @notice The board dated the attestation in the future.
    error IssuedInFuture(uint64 issuedAt);
    /// @notice An attestation of the same age or newer, or a revocation, is already on record.
    error AttestationSuperseded(uint64 issuedAt, uint64 latest);
    /// @notice The licence number belongs to another address, whose licence nobody has revoked.
    error LicenceNumberTaken(address holder);
    /// @notice A field that may not be zero is zero.
    error EmptyField(string field);
    /// @notice No licence was ever registered for this address.
    error UnknownSurgeon(address surgeon);
    /// @notice The surgeon is known, but the licence has expired or was revoked.
    error LicenceNotValid(address surgeon, uint64 expiry, bool revoked);
    /// @notice The nonce is not the one that the surgeon's next profile update has to carry.
    error ProfileNonceUsed(uint256 nonce, uint256 expected);

    /// @notice Registers or renews a licence and publishes the surgeon's profile. Profile updates signed before are void.
    /// @param licence The attested licence.
    /// @param board The attesting board; holds the board role.
    /// @param boardSignature The board's signature over `Licence`.
    /// @param profile The surgeon's profile.
    /// @param deadline Last second at which the surgeon's message may be relayed.
    /// @param surgeonSignature The surgeon's signature over `Registration(numberHash, issuedAt, board, profile, deadline)`.
    function register(
        Licence calldata licence,
        address board,
        bytes calldata boardSignature,
        Profile calldata profile,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Replaces the surgeon's profile.
    /// @param surgeonSignature The surgeon's signature over `ProfileUpdate(surgeon, profile, nonce, deadline)`,
    /// the nonce being `profileNonce(surgeon)`.
    function updateProfile(
        address surgeon,
        Profile calldata profile,
        uint256 nonce,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Revokes a licence; from this block on no new booking is possible.
    /// Every attestation issued up to this block is void with it.
    /// The licence number becomes free for another address of the same surgeon, by a newer attestation.
    /// @param boardSignature The attesting board's signature over `Revocation(surgeon, numberHash, issuedAt, deadline)`,
    /// number and time being those of the licence on record, so that it cannot hit a later one.
    function revoke(address surgeon, uint64 deadline, bytes calldata boardSignature) external;

    /// @notice Whether the surgeon holds a licence that is neither expired nor revoked.
    function isLicensed(address surgeon) external view returns (bool);

    /// @notice Reverts with {UnknownSurgeon} or {LicenceNotValid} unless the surgeon is licensed now.
    function requireLicensed(address surgeon) external view;

    /// @notice The surgeon's entry; all zero where there is none.
    function registrationOf(address surgeon) external view returns (Registration memory);

    /// @notice Nonce that the surgeon's next profile update has to carry.
    function profileNonce(address surgeon) external view returns (uint256);
}
