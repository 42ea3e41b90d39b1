// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IGroth16BatchVerifier} from "./interfaces/IGroth16BatchVerifier.sol";
import {
    IReviewBoard,
    Proof,
    RelayTerms,
    Review,
    ReviewHead,
    ReviewStatus
} from "./interfaces/IReviewBoard.sol";
import {ISurgeonRegistry} from "./interfaces/ISurgeonRegistry.sol";
import {ISurgeryEscrow} from "./interfaces/ISurgeryEscrow.sol";
import {ISurgeryTree} from "./interfaces/ISurgeryTree.sol";
import {Ratings, RatingsLib} from "./libraries/RatingsLib.sol";
import {ReviewLib} from "./libraries/ReviewLib.sol";
import {ReviewMessages} from "./libraries/ReviewMessages.sol";
import {ReviewSignal} from "./libraries/ReviewSignal.sol";
import {ReviewStatement} from "./libraries/ReviewStatement.sol";
import {StatusLib, StatusWord} from "./libraries/StatusLib.sol";
import {SignedMessages} from "./SignedMessages.sol";

contract ReviewBoard is IReviewBoard, SignedMessages, AccessManaged {
    using RatingsLib for Ratings;
    using ReviewLib for RelayTerms;
    using ReviewLib for ReviewHead;
    using ReviewStatement for IGroth16BatchVerifier;
    using ReviewStatement for uint256[];
    using StatusLib for StatusWord;

    /// @notice Bytes of text that a review or an answer may have.
    uint256 public constant MAXIMUM_TEXT_LENGTH = 1_024;
    /// @notice Reviews that one transaction may post.
    uint256 public constant MAXIMUM_BATCH = 32;
    /// @notice What {minimumLeaves} can never exceed.
    uint32 public constant MAXIMUM_MINIMUM_LEAVES = 20;

    /// @notice Escrow whose review pot pays relayers.
    ISurgeryEscrow public immutable escrow;
    /// @notice The escrow's registry, which tells the key that signs a surgeon's answers.
    ISurgeonRegistry public immutable registry;
    /// @notice Tree that holds the closed surgeries.
    ISurgeryTree public immutable tree;
    /// @notice Verifier of the review circuit.
    IGroth16BatchVerifier public immutable verifier;
    /// @dev The escrow's review fee, which never changes.
    uint128 private immutable _reviewFee;

    /// @dev Reviews on their way to the verifier, and what neighbours among them share.
    struct Batch {
        uint256[] statements;
        address surgeon;
        Ratings ratings;
        uint256 root;
        address recipient;
        uint256 fees;
    }

    /// @dev A struct, so that its place in storage is computed once for reading and writing.
    struct StatusSlot {
        StatusWord word;
    }

    /// @inheritdoc IReviewBoard
    uint32 public minimumLeaves;
    mapping(uint256 nullifier => StatusSlot) private _statuses;
    mapping(address surgeon => Ratings) private _ratings;
    /// @inheritdoc IReviewBoard
    mapping(address relayer => uint256) public relayFeesOf;

    /// @param authority Access manager that restricts {setMinimumLeaves}.
    constructor(
        address authority,
        ISurgeryEscrow escrow_,
        ISurgeryTree tree_,
        IGroth16BatchVerifier verifier_,
        uint32 minimumLeaves_
    ) AccessManaged(authority) EIP712("Aftercare ReviewBoard", "1") {
        escrow = escrow_;
        registry = escrow_.registry();
        tree = tree_;
        verifier = verifier_;
        _reviewFee = escrow_.reviewFee();
        _setMinimumLeaves(minimumLeaves_);
    }

    /// @inheritdoc IReviewBoard
    function post(Review calldata review, bytes calldata text, Proof calldata proof) external {
        Batch memory batch;
        batch.statements = ReviewStatement.allocate(1);
        uint256 textLength = _take(batch, 0, review, text, proof);
        _complete(batch, text, textLength);
    }

    /// @inheritdoc IReviewBoard
    function postBatch(Review[] calldata reviews, bytes calldata texts, Proof[] calldata proofs) external {
        uint256 count = reviews.length;
        if (count == 0 || count > MAXIMUM_BATCH) revert BatchSizeOutOfRange(count, MAXIMUM_BATCH);
        if (proofs.length != count) revert ProofCountMismatch(proofs.length, count);
        Batch memory batch;
        batch.statements = ReviewStatement.allocate(count);
        uint256 textEnd = 0;
        for (uint256 i = 0; i < count; ++i) {
            textEnd += _take(batch, i, reviews[i], texts[textEnd:], proofs[i]);
        }
        _complete(batch, texts, textEnd);
    }

    /// @inheritdoc IReviewBoard
    function answer(
        uint256 nullifier,
        uint32 version,
        bytes calldata text,
        uint64 deadline,
        bytes calldata surgeonSignature
    ) external {
        StatusSlot storage slot = _statuses[nullifier];
        StatusWord status = slot.word;
        address surgeon = status.surgeon();
        if (surgeon == address(0)) revert UnknownReview(nullifier);
        if (version != status.version()) revert WrongVersion(version, status.version());
        if (version == status.answeredVersion()) revert AlreadyAnswered(nullifier, version);
        _requireTextLength(text.length);
        _requireInTime(deadline);
        _requireSigned(
            registry.signerOf(surgeon),
            ReviewMessages.hashAnswer(nullifier, version, text, deadline),
            surgeonSignature
        );

        slot.word = status.answered();
        emit ReviewAnswered(nullifier, surgeon, version, text);
    }

    /// @inheritdoc IReviewBoard
    function payRelayer(address relayer) external {
        uint256 fees = relayFeesOf[relayer];
        if (fees == 0) revert NothingToPay(relayer);
        relayFeesOf[relayer] = 0;
        escrow.payRelay(relayer, fees);
    }

    /// @inheritdoc IReviewBoard
    function setMinimumLeaves(uint32 newMinimumLeaves) external restricted {
        _setMinimumLeaves(newMinimumLeaves);
    }

    /// @inheritdoc IReviewBoard
    function signalOf(Review calldata review, bytes calldata text) external view returns (uint256) {
        return ReviewSignal.compute(review.head, review.relayTerms, text, address(this));
    }

    /// @inheritdoc IReviewBoard
    function statusOf(uint256 nullifier) external view returns (ReviewStatus memory) {
        return _statuses[nullifier].word.unpack();
    }

    /// @inheritdoc IReviewBoard
    function ratingsOf(address surgeon) external view returns (uint256 sum, uint256 count) {
        Ratings ratings = _ratings[surgeon];
        return (ratings.sum(), ratings.count());
    }

    /// @inheritdoc IReviewBoard
    function usesDevelopmentKey() external view returns (bool) {
        return verifier.IS_DEVELOPMENT_KEY();
    }

    /// @dev Checks and records one review, all but its proof. If that does not hold, all is undone.
    /// @param texts Begin with the text of the review.
    function _take(
        Batch memory batch,
        uint256 index,
        Review calldata review,
        bytes calldata texts,
        Proof calldata proof
    ) private returns (uint256 textLength) {
        ReviewHead head = review.head;
        address surgeon = head.surgeon();
        uint256 root = review.root;
        uint256 nullifier = review.nullifier;
        textLength = head.textLength();
        _requireWellFormed(head);
        if (texts.length < textLength) revert TextLengthMismatch(texts.length, textLength);
        bytes calldata text = texts[:textLength];
        // What held for the review before need not be asked again.
        if (index == 0 || surgeon != batch.surgeon) _turnTo(batch, surgeon);
        if (index == 0 || root != batch.root) {
            if (!tree.isValidRoot(root)) revert InvalidRoot(root);
            batch.root = root;
        }
        // Written at once, so that a later review of the batch with the same nullifier finds this one.
        _record(batch, head, nullifier, review.relayTerms);
        emit ReviewPosted(nullifier, surgeon, head, text);

        uint256 signal = ReviewSignal.compute(head, review.relayTerms, text, address(this));
        batch.statements.write(index, review, proof, signal);
    }

    function _complete(Batch memory batch, bytes calldata texts, uint256 textEnd) private {
        if (texts.length != textEnd) revert TextLengthMismatch(texts.length, textEnd);
        if (!verifier.areProven(batch.statements)) revert InvalidProof();
        _ratings[batch.surgeon] = batch.ratings;
        relayFeesOf[batch.recipient] += batch.fees;
    }

    function _requireWellFormed(ReviewHead head) private pure {
        uint8 rating = head.rating();
        if (rating < 1 || rating > 5) revert RatingOutOfRange(rating);
        _requireTextLength(head.textLength());
        if (head.windowStart() > head.windowEnd()) {
            revert WindowReversed(head.windowStart(), head.windowEnd());
        }
    }

    function _requireTextLength(uint256 length) private pure {
        if (length > MAXIMUM_TEXT_LENGTH) revert TextTooLong(length, MAXIMUM_TEXT_LENGTH);
    }

    /// @dev Stores the ratings of the surgeon before, if there is one, and goes on with those of the next.
    function _turnTo(Batch memory batch, address surgeon) private {
        if (batch.surgeon != address(0)) _ratings[batch.surgeon] = batch.ratings;
        batch.surgeon = surgeon;
        batch.ratings = _ratings[surgeon];
        // Each review counted is of a leaf of its own: where there are as many, the tree need not be asked.
        uint256 minimum = minimumLeaves;
        if (batch.ratings.count() < minimum) {
            uint256 leaves = tree.leafCountOf(surgeon);
            if (leaves < minimum) revert AnonymitySetTooSmall(surgeon, leaves, minimum);
        }
    }

    function _record(Batch memory batch, ReviewHead head, uint256 nullifier, RelayTerms relayTerms) private {
        StatusSlot storage slot = _statuses[nullifier];
        StatusWord previous = slot.word;
        uint256 version = head.version();
        uint256 expected = uint256(previous.version()) + 1;
        if (version != expected) {
            if (version == 1) revert NullifierUsed(nullifier);
            revert WrongVersion(version, expected);
        }
        if (version == 1) {
            batch.ratings = batch.ratings.add(head.rating());
            _oweRelayer(batch, relayTerms);
        } else {
            if (head.surgeon() != previous.surgeon()) revert WrongSurgeon(head.surgeon(), previous.surgeon());
            batch.ratings = batch.ratings.replace(previous.rating(), head.rating());
        }
        slot.word = previous.posted(head);
    }

    /// @dev A surgery prepays one relaying. Amendments are relayed at the patient's or the relayer's own cost.
    function _oweRelayer(Batch memory batch, RelayTerms terms) private {
        address recipient = terms.feeRecipient() == address(0) ? msg.sender : terms.feeRecipient();
        if (recipient != batch.recipient) {
            // Neighbours of one recipient are credited together; mostly that is the whole batch.
            if (batch.fees != 0) relayFeesOf[batch.recipient] += batch.fees;
            batch.recipient = recipient;
            batch.fees = 0;
        }
        uint256 fee = terms.maxFee();
        unchecked {
            // At most 32 fees of 96 bits.
            batch.fees += fee < _reviewFee ? fee : _reviewFee;
        }
    }

    function _setMinimumLeaves(uint32 newMinimumLeaves) private {
        if (newMinimumLeaves > MAXIMUM_MINIMUM_LEAVES) {
            revert MinimumLeavesTooHigh(newMinimumLeaves, MAXIMUM_MINIMUM_LEAVES);
        }
        minimumLeaves = newMinimumLeaves;
        emit MinimumLeavesChanged(newMinimumLeaves);
    }
}
