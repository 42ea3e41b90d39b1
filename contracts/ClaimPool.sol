// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Claim, IClaimPool} from "./interfaces/IClaimPool.sol";
import {IGroth16BatchVerifier} from "./interfaces/IGroth16BatchVerifier.sol";
import {IPolicyBook, Policy, PolicyId} from "./interfaces/IPolicyBook.sol";
import {Proof} from "./interfaces/IReviewBoard.sol";
import {ISurgeryTree} from "./interfaces/ISurgeryTree.sol";
import {ClaimStatement} from "./libraries/ClaimStatement.sol";

contract ClaimPool is IClaimPool, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using ClaimStatement for Claim;

    /// @notice The stablecoin of this deployment.
    IERC20 public immutable token;
    /// @notice Book that the policies are in.
    IPolicyBook public immutable policyBook;
    /// @notice Tree that holds the closed surgeries.
    ISurgeryTree public immutable tree;
    /// @notice Verifier of the claim circuit.
    IGroth16BatchVerifier public immutable verifier;
    /// @dev The escrow that queues the tree's leaves.
    address private immutable _escrow;

    /// @inheritdoc IClaimPool
    mapping(address insurer => uint256) public fundsOf;
    /// @inheritdoc IClaimPool
    mapping(PolicyId policyId => uint256) public reserveOf;
    /// @inheritdoc IClaimPool
    mapping(address account => uint256) public owedTo;
    /// @inheritdoc IClaimPool
    mapping(uint256 nullifier => bool) public isClaimed;
    /// @dev Also after a release: a policy is backed once in its life.
    mapping(PolicyId policyId => bool) private _wasBacked;

    constructor(IERC20 token_, IPolicyBook policyBook_, ISurgeryTree tree_, IGroth16BatchVerifier verifier_) {
        token = token_;
        policyBook = policyBook_;
        tree = tree_;
        verifier = verifier_;
        _escrow = address(tree_.queue());
    }

    /// @inheritdoc IClaimPool
    function fund(address insurer, uint256 amount) external nonReentrant {
        _requirePayable(insurer);
        uint256 held = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - held;
        if (received != amount) revert FundingMismatch(received, amount);
        fundsOf[insurer] += amount;
        emit Funded(insurer, msg.sender, amount);
    }

    /// @inheritdoc IClaimPool
    function withdraw(address recipient, uint256 amount) external nonReentrant {
        _requirePayable(recipient);
        _takeFunds(msg.sender, amount);
        emit Withdrawn(msg.sender, recipient, amount);
        token.safeTransfer(recipient, amount);
    }

    /// @inheritdoc IClaimPool
    function back(PolicyId policyId) external {
        Policy memory policy = policyBook.policyOf(policyId);
        if (msg.sender != policy.insurer) revert NotTheInsurer(msg.sender, policy.insurer);
        if (_wasBacked[policyId]) revert AlreadyBacked(policyId);
        // What is backed after closing could be released at once, but would be announced as a promise.
        if (block.timestamp > policy.closesAt) revert PolicyNotOpen(policy.opensAt, policy.closesAt);

        uint256 amount = uint256(policy.payout) * policy.maximumClaims;
        _takeFunds(policy.insurer, amount);
        _wasBacked[policyId] = true;
        reserveOf[policyId] = amount;
        emit PolicyBacked(policyId, policy.insurer, amount);
    }

    /// @inheritdoc IClaimPool
    function release(PolicyId policyId) external {
        Policy memory policy = policyBook.policyOf(policyId);
        if (block.timestamp <= policy.closesAt) revert PolicyStillOpen(policy.closesAt);
        uint256 amount = reserveOf[policyId];
        if (amount == 0) revert NotBacked(policyId);
        reserveOf[policyId] = 0;
        fundsOf[policy.insurer] += amount;
        emit PolicyReleased(policyId, policy.insurer, amount);
    }

    /// @inheritdoc IClaimPool
    function claim(Claim calldata claim_, Proof calldata proof) external nonReentrant {
        if (isClaimed[claim_.nullifier]) revert AlreadyClaimed(claim_.nullifier);
        uint256[] memory statement = new uint256[](ClaimStatement.WORDS);
        uint128 payout = _accept(claim_, proof, statement, 0);
        if (!verifier.verifyBatch(statement)) revert InvalidProof();
        _pay(claim_, payout);
    }

    /// @inheritdoc IClaimPool
    function claimBatch(
        Claim[] calldata claims,
        Proof[] calldata proofs
    ) external nonReentrant returns (uint256 paid) {
        if (claims.length != proofs.length) revert BatchMismatch(claims.length, proofs.length);
        uint256[] memory statements = new uint256[](claims.length * ClaimStatement.WORDS);
        // Zero for a claim that is skipped; no policy pays nothing.
        uint128[] memory payouts = new uint128[](claims.length);
        for (uint256 i = 0; i < claims.length; ++i) {
            // Also true for the second of two equal claims in one batch.
            if (isClaimed[claims[i].nullifier]) {
                emit ClaimSkipped(claims[i].policyId, claims[i].nullifier);
                continue;
            }
            payouts[i] = _accept(claims[i], proofs[i], statements, paid * ClaimStatement.WORDS);
            ++paid;
        }
        if (paid == 0) return 0;

        assembly ("memory-safe") {
            // Forgets the room that was kept for skipped claims: the array's length is in its first word.
            mstore(statements, mul(paid, 14))
        }
        if (!verifier.verifyBatch(statements)) revert InvalidProof();
        for (uint256 i = 0; i < claims.length; ++i) {
            if (payouts[i] != 0) _pay(claims[i], payouts[i]);
        }
    }

    /// @inheritdoc IClaimPool
    function collect(address account) external nonReentrant returns (uint256 amount) {
        amount = owedTo[account];
        if (amount == 0) revert NothingToCollect(account);
        owedTo[account] = 0;
        emit Collected(account, amount);
        token.safeTransfer(account, amount);
    }

    /// @inheritdoc IClaimPool
    function signalOf(Claim calldata claim_) external view returns (uint256) {
        return claim_.signal(address(this));
    }

    /// @inheritdoc IClaimPool
    function usesDevelopmentKey() external view returns (bool) {
        return verifier.IS_DEVELOPMENT_KEY();
    }

    function _takeFunds(address insurer, uint256 amount) private {
        uint256 available = fundsOf[insurer];
        if (amount > available) revert InsufficientFunds(available, amount);
        fundsOf[insurer] = available - amount;
    }

    /// @dev None of these contracts can pass on what it is sent, and nobody can in their place.
    function _requirePayable(address account) private view {
        address token_ = address(token);
        address escrow = _escrow;
        bool unpayable;
        assembly ("memory-safe") {
            // Each `||` would be a jump, and cost more than its comparison.
            unpayable := or(
                or(iszero(account), eq(account, address())),
                or(eq(account, token_), eq(account, escrow))
            )
        }
        if (unpayable) revert UnpayableAccount(account);
    }

    /// @dev Checks everything about a claim but its proof, books it as paid, and writes down what is to be proven.
    /// NOTE: the caller must have looked up the nullifier, and must revert unless the statement is verified.
    function _accept(
        Claim calldata claim_,
        Proof calldata proof,
        uint256[] memory statements,
        uint256 position
    ) private returns (uint128) {
        _requirePayable(claim_.payee);
        if (claim_.feeRecipient != address(0)) _requirePayable(claim_.feeRecipient);
        Policy memory policy = policyBook.policyOf(claim_.policyId);
        if (block.timestamp < policy.opensAt || block.timestamp > policy.closesAt) {
            revert PolicyNotOpen(policy.opensAt, policy.closesAt);
        }
        if (claim_.fee > policy.payout) revert FeeAbovePayout(claim_.fee, policy.payout);
        if (!tree.isValidRoot(claim_.root)) revert InvalidRoot(claim_.root);
        if (!policyBook.isValidCoverageRoot(claim_.policyId, claim_.coverageRoot)) {
            revert StaleCoverageRoot(claim_.policyId, claim_.coverageRoot);
        }
        _spendReserve(claim_.policyId, policy.payout);
        isClaimed[claim_.nullifier] = true;
        ClaimStatement.write(statements, position, proof, claim_.publicSignals(policy, address(this)));
        return policy.payout;
    }

    /// @dev The reserve began as a multiple of the payout, so it never holds a part of one.
    function _spendReserve(PolicyId policyId, uint128 payout) private {
        uint256 reserve = reserveOf[policyId];
        if (reserve == 0) {
            if (_wasBacked[policyId]) revert PolicyExhausted(policyId);
            revert NotBacked(policyId);
        }
        reserveOf[policyId] = reserve - payout;
    }

    function _pay(Claim calldata claim_, uint128 payout) private {
        uint256 amount = payout - claim_.fee;
        address feeRecipient = claim_.feeRecipient == address(0) ? msg.sender : claim_.feeRecipient;
        emit ClaimPaid(claim_.policyId, claim_.nullifier, claim_.payee, amount, feeRecipient, claim_.fee);
        _transfer(claim_.payee, amount);
        _transfer(feeRecipient, claim_.fee);
    }

    /// @dev The patient's address holds nothing else and can send nothing, so it is paid at once. An address that the token
    /// refuses must not stop the others of a batch, nor lose what it is owed.
    function _transfer(address account, uint256 amount) private {
        if (amount == 0) return;
        if (token.trySafeTransfer(account, amount)) return;
        owedTo[account] += amount;
        emit PaymentDeferred(account, amount);
    }
}
