// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import {ISignedMessages} from "./ISignedMessages.sol";

/// @notice What a medical board attests about one surgeon.
/// @param surgeon The surgeon's address: who she is in terms, leaves and reviews, and her first key.
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
/// @param signer The key that signs for the surgeon now.
/// @param suspendedUntil First second at which a suspension no longer counts; zero where there is none.
/// @param revoked Whether the licence was revoked.
struct Registration {
    Licence licence;
    Profile profile;
    address board;
    address signer;
    uint64 suspendedUntil;
    bool revoked;
}

/// @title Registry of surgeons whose licences a medical board has attested
/// @notice A licence is valid from the block that registers it until its expiry or its revocation, whichever is first, but
/// not while it is suspended. A board without the role can do nothing more; the licences that it attested stay valid until
/// their expiry, and any board with the role may suspend or revoke them. Other licences are their own board's alone.
/// Every action is an EIP-712 message that anyone may relay. A surgeon's messages are signed by the key in {signerOf}.
interface ISurgeonRegistry is ISignedMessages {
    event SurgeonRegistered(address indexed surgeon, address indexed board, Licence licence, Profile profile);
    event ProfileUpdated(address indexed surgeon, Profile profile);
    event KeyRotated(address indexed surgeon, address indexed newSigner);
    /// @param suspendedUntil First second at which the licence counts again; in the past where a suspension was lifted.
    event LicenceSuspended(address indexed surgeon, address indexed board, uint64 suspendedUntil);
    event LicenceRevoked(address indexed surgeon, address indexed board);

    /// @notice The account does not hold the board role.
    error NotABoard(address account);
    /// @notice The licence had expired before it was registered.
    error LicenceExpired(uint64 expiry);
    /// @notice The board dated the attestation in the future.
    error IssuedInFuture(uint64 issuedAt);
    /// @notice A board's message of the same age or newer is already on record.
    error AttestationSuperseded(uint64 issuedAt, uint64 latest);
    /// @notice The licence number belongs to another address, whose licence nobody has revoked.
    error LicenceNumberTaken(address holder);
    /// @notice A field that may not be zero is zero.
    error EmptyField(string field);
    /// @notice No licence was ever registered for this address.
    error UnknownSurgeon(address surgeon);
    /// @notice The surgeon is known, but the licence has expired, is suspended or was revoked.
    error LicenceNotValid(address surgeon, uint64 expiry, uint64 suspendedUntil, bool revoked);
    /// @notice The licence is another board's, which still holds the board role.
    error NotTheLicensingBoard(address board, address licensingBoard);
    /// @notice The nonce is not the one that the surgeon's next profile update or rotation has to carry.
    error NonceUsed(uint256 nonce, uint256 expected);
    /// @notice A time lies beyond what is stored, the year 36,812.
    error TimeOutOfRange(uint64 time);

    /// @notice Registers or renews a licence and publishes the surgeon's profile. Profile updates and rotations signed
    /// before are void. A suspension outlasts a renewal: only a later suspension ends it early.
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
    /// the nonce being `nonceOf(surgeon)`.
    function updateProfile(
        address surgeon,
        Profile calldata profile,
        uint256 nonce,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external;

    /// @notice Hands the surgeon's signature to another key. From this block on every message of hers is checked against the
    /// new key, in bookings made before as well, and what the escrow owes her is paid to it; her address stays who she is.
    /// @param newSigner A key, or a wallet that signs by ERC-1271.
    /// @param currentSignerSignature The present key's signature over `Rotation(surgeon, newSigner, nonce, deadline)`,
    /// the nonce being `nonceOf(surgeon)`.
    /// @param newSignerSignature The new key's signature over the same.
    function rotateKey(
        address surgeon,
        address newSigner,
        uint256 nonce,
        uint64 deadline,
        bytes calldata currentSignerSignature,
        bytes calldata newSignerSignature
    ) external;

    /// @notice Suspends a licence until a time, or lifts a suspension by a time that has passed. Attestations issued before
    /// are void with it.
    /// @param board The attesting board; any board, where that one has lost the role.
    /// @param issuedAt Second at which the board signed; later than anything on record, so that each message works once.
    /// @param boardSignature The board's signature over `Suspension(surgeon, numberHash, issuedAt, suspendedUntil, deadline)`.
    function suspend(
        address surgeon,
        address board,
        uint64 issuedAt,
        uint64 suspendedUntil,
        uint64 deadline,
        bytes calldata boardSignature
    ) external;

    /// @notice Revokes a licence; from this block on no new booking is possible.
    /// Every attestation issued up to this block is void with it.
    /// The licence number becomes free for another address of the same surgeon, by a newer attestation.
    /// @param board The attesting board; any board, where that one has lost the role.
    /// @param boardSignature The board's signature over `Revocation(surgeon, numberHash, issuedAt, deadline)`,
    /// number and time being those of the licence on record, so that it cannot hit a later one.
    function revoke(address surgeon, address board, uint64 deadline, bytes calldata boardSignature) external;

    /// @notice Whether the surgeon holds a licence that is neither expired nor suspended nor revoked.
    function isLicensed(address surgeon) external view returns (bool);

    /// @notice Reverts with {UnknownSurgeon} or {LicenceNotValid} unless the surgeon is licensed now; returns {signerOf}.
    function licensedSigner(address surgeon) external view returns (address signer);

    /// @notice The key that signs for this surgeon now: the address itself until {rotateKey}.
    function signerOf(address surgeon) external view returns (address);

    /// @notice The surgeon's entry; all zero where there is none.
    function registrationOf(address surgeon) external view returns (Registration memory);

    /// @notice Nonce that the surgeon's next profile update or rotation has to carry.
    function nonceOf(address surgeon) external view returns (uint256);
}
