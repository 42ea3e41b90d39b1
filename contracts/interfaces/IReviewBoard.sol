// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import {ISignedMessages} from "./ISignedMessages.sol";

/// @notice A Groth16 proof over BN254, coordinates in the order of the EVM's precompiles.
struct Proof {
    uint256[2] a;
    uint256[2][2] b;
    uint256[2] c;
}

/// @notice One version of a review and what its proof is bound to.
/// @param surgeon The surgeon reviewed.
/// @param rating 1 to 5.
/// @param version 1 for a new review, the last version + 1 for an amendment.
/// @param feeRecipient Who is paid for relaying; zero for whoever sends the transaction.
/// @param maxFee Token units that may be paid for relaying at most.
/// @param windowStart First day (UTC, since 1970-01-01) on which the surgery may have been closed.
/// @param windowEnd Last such day.
/// @param root Root of the surgery tree against which the proof was made.
/// @param nullifier Poseidon2(secret, 1): the same for every version of one review.
/// @param text UTF-8, at most 1,024 bytes.
struct Review {
    address surgeon;
    uint8 rating;
    uint32 version;
    address feeRecipient;
    uint128 maxFee;
    uint16 windowStart;
    uint16 windowEnd;
    uint256 root;
    uint256 nullifier;
    bytes text;
}

/// @notice What the board keeps of one review.
/// @param surgeon The surgeon reviewed; zero where no review has this nullifier.
/// @param rating Rating of the latest version.
/// @param version The latest version.
/// @param answeredVersion The latest version that the surgeon has answered.
struct ReviewStatus {
    address surgeon;
    uint8 rating;
    uint32 version;
    uint32 answeredVersion;
}

/// @title Board of anonymous reviews, each proven to come from a CLOSED surgery
interface IReviewBoard is ISignedMessages {
    /// @notice One version of a review was posted. Its proof and what else that is bound to are in the transaction's calldata.
    event ReviewPosted(
        uint256 indexed nullifier,
        address indexed surgeon,
        uint8 rating,
        uint32 version,
        bytes text
    );
    event ReviewAnswered(uint256 indexed nullifier, address indexed surgeon, uint32 version, bytes text);
    event MinimumLeavesChanged(uint32 minimumLeaves);

    error RatingOutOfRange(uint8 rating);
    error TextTooLong(uint256 length, uint256 maximum);
    error WindowReversed(uint16 windowStart, uint16 windowEnd);
    /// @notice Too few closed surgeries of this surgeon are in the tree to hide an author among them.
    error AnonymitySetTooSmall(address surgeon, uint256 leaves, uint256 minimum);
    /// @notice The root is unknown, or was replaced too long ago. Make the proof again against the current root.
    error InvalidRoot(uint256 root);
    /// @notice A review with this nullifier is already on the board.
    error NullifierUsed(uint256 nullifier);
    /// @notice An amendment has to carry the version after the latest one, for the same surgeon.
    error WrongVersion(uint32 version, uint32 expected);
    error WrongSurgeon(address surgeon, address reviewed);
    /// @notice The proof does not verify for exactly these public signals.
    error InvalidProof();
    error BatchSizeOutOfRange(uint256 reviews, uint256 maximum);
    /// @notice A batch needs one proof for each review.
    error ProofCountMismatch(uint256 proofs, uint256 reviews);
    error UnknownReview(uint256 nullifier);
    error AlreadyAnswered(uint256 nullifier, uint32 version);
    error MinimumLeavesTooHigh(uint32 minimumLeaves, uint32 maximum);

    /// @notice Posts a review, or an amendment of one. The first version pays the relayer the smaller of
    /// `review.maxFee` and the escrow's review fee.
    function post(Review calldata review, Proof calldata proof) external;

    /// @notice Posts 1 to 32 reviews as if one after another, for much less gas. Reviews of different surgeons and against
    /// different roots may be mixed. All are posted or none: who relays for others checks each proof first.
    /// @param proofs The proof of each review, in the same order.
    function postBatch(Review[] calldata reviews, Proof[] calldata proofs) external;

    /// @notice The surgeon's public answer to the latest version of a review, once for each version.
    /// @param surgeonSignature The surgeon's signature over `Answer(nullifier, version, textHash, deadline)`.
    function answer(
        uint256 nullifier,
        uint32 version,
        bytes calldata text,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external;

    /// @notice keccak256(abi.encode(chainId, board, surgeon, rating, keccak256(text), version, feeRecipient, maxFee)) >> 8.
    function signalOf(Review calldata review) external view returns (uint256);

    function statusOf(uint256 nullifier) external view returns (ReviewStatus memory);

    /// @notice Sum and number of the ratings of a surgeon, the latest version of each review counted once.
    function ratingsOf(address surgeon) external view returns (uint256 sum, uint256 count);

    /// @notice Leaves that a surgeon needs in the tree before a review of her is accepted.
    function minimumLeaves() external view returns (uint32);

    /// @notice Sets {minimumLeaves}, up to a fixed maximum so that it cannot silence reviews. Restricted by the access manager.
    function setMinimumLeaves(uint32 minimumLeaves) external;

    /// @notice Whether the verification key comes from a development ceremony and must not guard anything of value.
    function usesDevelopmentKey() external view returns (bool);
}
