// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import {ISignedMessages} from "./ISignedMessages.sol";

/// @notice A Groth16 proof over BN254, coordinates in the order of the EVM's precompiles.
struct Proof {
    uint256[2] a;
    uint256[2][2] b;
    uint256[2] c;
}

/// @notice What a review says and of whom, packed from the low bits up: surgeon (160 bits), rating (8; 1 to 5), version (32;
/// 1 for a new review, the last version + 1 for an amendment), windowStart (16) and windowEnd (16), the first and the last
/// day (UTC, since 1970-01-01) on which the surgery may have been closed, textLength (24; bytes).
type ReviewHead is uint256;

/// @notice What is paid for relaying a review: feeRecipient (160 bits; zero for whoever sends the transaction), maxFee (96;
/// token units at most).
type RelayTerms is uint256;

/// @notice One version of a review and what its proof is bound to, besides the text.
/// @param root Root of the surgery tree against which the proof was made.
/// @param nullifier Poseidon2(secret, 1): the same for every version of one review.
struct Review {
    ReviewHead head;
    RelayTerms relayTerms;
    uint256 root;
    uint256 nullifier;
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
    /// @notice One version of a review was posted. Its proof and what else that is bound to are in the calldata of the transaction.
    event ReviewPosted(uint256 indexed nullifier, address indexed surgeon, ReviewHead head, bytes text);
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
    error WrongVersion(uint256 version, uint256 expected);
    error WrongSurgeon(address surgeon, address reviewed);
    /// @notice The proof does not verify for exactly these public signals.
    error InvalidProof();
    error BatchSizeOutOfRange(uint256 reviews, uint256 maximum);
    /// @notice A batch needs one proof for each review.
    error ProofCountMismatch(uint256 proofs, uint256 reviews);
    /// @notice The texts have more or fewer bytes than the heads of the reviews say.
    error TextLengthMismatch(uint256 length, uint256 expected);
    /// @notice No fees have been earned since they were last paid.
    error NothingToPay(address relayer);
    error UnknownReview(uint256 nullifier);
    error AlreadyAnswered(uint256 nullifier, uint32 version);
    error MinimumLeavesTooHigh(uint32 minimumLeaves, uint32 maximum);

    /// @notice Posts a review, or an amendment of one. The first version earns the relayer the smaller of its `maxFee`
    /// and the escrow's review fee.
    /// @param text UTF-8, at most 1,024 bytes.
    function post(Review calldata review, bytes calldata text, Proof calldata proof) external;

    /// @notice Posts 1 to 32 reviews as if one after another, for much less gas. Reviews of different surgeons and against
    /// different roots may be mixed. All are posted or none: who relays for others checks each proof first.
    /// @param texts The texts of all reviews, one after another.
    /// @param proofs The proof of each review, in the same order.
    function postBatch(Review[] calldata reviews, bytes calldata texts, Proof[] calldata proofs) external;

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
    function signalOf(Review calldata review, bytes calldata text) external view returns (uint256);

    function statusOf(uint256 nullifier) external view returns (ReviewStatus memory);

    /// @notice Token units earned by relaying and not yet paid.
    function relayFeesOf(address relayer) external view returns (uint256);

    /// @notice Pays what a relayer has earned from the review pot into its balance in the escrow. Anyone may call; each review
    /// only notes its fee, so that posting it does not cost a payment.
    function payRelayer(address relayer) external;

    /// @notice Sum and number of the ratings of a surgeon, the latest version of each review counted once.
    function ratingsOf(address surgeon) external view returns (uint256 sum, uint256 count);

    /// @notice Leaves that a surgeon needs in the tree before a review of her is accepted.
    function minimumLeaves() external view returns (uint32);

    /// @notice Sets {minimumLeaves}, up to a fixed maximum so that it cannot silence reviews. Restricted by the access manager.
    function setMinimumLeaves(uint32 minimumLeaves) external;

    /// @notice Whether the verification key comes from a development ceremony and must not guard anything of value.
    function usesDevelopmentKey() external view returns (bool);
}
