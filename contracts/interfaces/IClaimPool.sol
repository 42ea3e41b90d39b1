// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

import {PolicyId} from "./IPolicyBook.sol";
import {Proof} from "./IReviewBoard.sol";

/// @notice A claim and what its proof is bound to.
/// @param policyId The policy claimed on.
/// @param root Root of the surgery tree against which the proof was made.
/// @param coverageRoot Root of the policy's coverages against which the proof was made.
/// @param nullifier Poseidon3(secret, 2, scope): the same for every claim of one surgery within the policy's scope.
/// @param payee Who is paid: an address of the patient's that nobody knows yet. Neither zero nor the pool, its token or the
/// escrow, which could never pass the payout on.
/// @param feeRecipient Who is paid for relaying; zero for whoever sends the transaction, else bounded like the payee.
/// @param fee Token units of the payout that go to the fee's recipient.
struct Claim {
    PolicyId policyId;
    uint256 root;
    uint256 coverageRoot;
    uint256 nullifier;
    address payee;
    address feeRecipient;
    uint128 fee;
}

/// @title Pool that pays insurance claims on proof, without a record
/// @notice Always: tokens held = what insurers may withdraw + what is reserved for policies + what is owed to payees.
/// A policy is backed by as much as it can ever pay. That stays reserved until the policy has closed.
interface IClaimPool {
    event Funded(address indexed insurer, address indexed from, uint256 amount);
    event Withdrawn(address indexed insurer, address indexed recipient, uint256 amount);
    event PolicyBacked(PolicyId indexed policyId, address indexed insurer, uint256 amount);
    event PolicyReleased(PolicyId indexed policyId, address indexed insurer, uint256 amount);
    /// @param amount Token units for the payee, the fee already taken off.
    event ClaimPaid(
        PolicyId indexed policyId,
        uint256 indexed nullifier,
        address indexed payee,
        uint256 amount,
        address feeRecipient,
        uint256 fee
    );
    /// @notice The token refused a transfer, so the amount waits for {collect}.
    event PaymentDeferred(address indexed account, uint256 amount);
    event Collected(address indexed account, uint256 amount);
    /// @notice A claim of a batch had been paid before.
    event ClaimSkipped(PolicyId indexed policyId, uint256 indexed nullifier);

    /// @notice The token moved another amount than it was asked to.
    error FundingMismatch(uint256 received, uint256 expected);
    /// @notice What is reserved for policies cannot be withdrawn, nor reserved twice.
    error InsufficientFunds(uint256 available, uint256 required);
    error NotTheInsurer(address sender, address insurer);
    error AlreadyBacked(PolicyId policyId);
    /// @notice The policy's insurer has not backed it, or it was released.
    error NotBacked(PolicyId policyId);
    /// @notice Claims are paid between these two seconds only.
    error PolicyNotOpen(uint48 opensAt, uint48 closesAt);
    /// @notice The policy may still have to pay.
    error PolicyStillOpen(uint48 closesAt);
    /// @notice The policy has paid as many claims as it promised.
    error PolicyExhausted(PolicyId policyId);
    /// @notice The surgery root is unknown, or was replaced too long ago. Make the proof again against the current root.
    error InvalidRoot(uint256 root);
    /// @notice The coverage root is not one of this policy's, or was replaced too long ago.
    error StaleCoverageRoot(PolicyId policyId, uint256 coverageRoot);
    /// @notice The surgery has been paid for within the policy's scope.
    error AlreadyClaimed(uint256 nullifier);
    error FeeAbovePayout(uint128 fee, uint128 payout);
    /// @notice What this account is paid could never be moved again: it is zero, the pool, its token or the escrow.
    error UnpayableAccount(address account);
    /// @notice The proof, or one of the batch, does not verify for exactly these public signals.
    error InvalidProof();
    error BatchMismatch(uint256 claims, uint256 proofs);
    error NothingToCollect(address account);

    /// @notice Moves tokens from the sender, who has approved them, to an insurer's funds.
    /// @param insurer Anyone but zero, the pool, its token and the escrow, which could never withdraw them.
    function fund(address insurer, uint256 amount) external;

    /// @notice Pays the sender's funds out, as far as they are not reserved.
    /// @param recipient As in {fund}.
    function withdraw(address recipient, uint256 amount) external;

    /// @notice Reserves payout · maximumClaims of the insurer's funds for a policy, once. Before that it pays no claim.
    function back(PolicyId policyId) external;

    /// @notice Returns what a closed policy has not paid to its insurer's funds. Anyone may call.
    function release(PolicyId policyId) external;

    /// @notice Pays a claim. Anyone may send it.
    function claim(Claim calldata claim_, Proof calldata proof) external;

    /// @notice Pays several claims, whose proofs are verified together. Claims that were paid before are skipped, so nobody can
    /// stop a batch by sending one of its claims first; any other flaw reverts the batch.
    /// @return paid Number of claims that this call paid.
    function claimBatch(Claim[] calldata claims, Proof[] calldata proofs) external returns (uint256 paid);

    /// @notice Pays out what is owed to an account. Anyone may call.
    function collect(address account) external returns (uint256 amount);

    /// @notice Token units that an insurer may withdraw or back policies with.
    function fundsOf(address insurer) external view returns (uint256);

    /// @notice Token units reserved for a policy: what it can still pay.
    function reserveOf(PolicyId policyId) external view returns (uint256);

    /// @notice Token units that a transfer could not deliver.
    function owedTo(address account) external view returns (uint256);

    /// @notice Whether a claim with this nullifier was paid.
    function isClaimed(uint256 nullifier) external view returns (bool);

    /// @notice keccak256(abi.encode(chainId, pool, policyId, payee, feeRecipient, fee)) >> 8.
    function signalOf(Claim calldata claim_) external view returns (uint256);

    /// @notice Whether the verification key comes from a development ceremony and must not guard anything of value.
    function usesDevelopmentKey() external view returns (bool);
}
