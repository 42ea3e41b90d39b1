import { encodeBytes32String, id, ZeroAddress, ZeroHash } from "ethers";
import type { ContractTransactionResponse, TypedDataDomain, Wallet } from "ethers";
import { describe, expect, it } from "vitest";

import { BOARD_ROLE, DAY, keyOf, useAftercare } from "./support/deployment.ts";
import { expectRevert } from "./support/errors.ts";
import { eventOf, mined } from "./support/events.ts";
import { sign } from "./support/messages.ts";

const aftercare = useAftercare();
const surgeon = keyOf("surgeon");
const stranger = keyOf("stranger");

interface Licence {
  surgeon: string;
  numberHash: string;
  jurisdiction: string;
  specialty: string;
  issuedAt: number;
  expiry: number;
}

interface Profile {
  encryptionKey: string;
  contentHash: string;
}

const PROFILE: Profile = { encryptionKey: id("X25519 key"), contentHash: id("profile document") };

async function licenceFor(address: string, change: Partial<Licence> = {}): Promise<Licence> {
  const now = await aftercare().chain.now();
  return {
    surgeon: address,
    numberHash: id("US-CA:A12345"),
    jurisdiction: encodeBytes32String("US-CA"),
    specialty: encodeBytes32String("plastic surgery"),
    issuedAt: now,
    expiry: now + 365 * DAY,
    ...change,
  };
}

interface Registering {
  licence: Licence;
  profile?: Profile;
  /** Who the registration names as board, and who signs for it. */
  board?: string;
  boardKey?: Wallet;
  surgeonKey?: Wallet;
  deadline?: number;
  domain?: TypedDataDomain;
}

async function registering(registering: Registering): Promise<ContractTransactionResponse> {
  const { registry, medicalBoard, domains, chain } = aftercare();
  const { licence, profile = PROFILE, boardKey = medicalBoard, surgeonKey = surgeon } = registering;
  const { board = boardKey.address, domain = domains.registry } = registering;
  const deadline = registering.deadline ?? (await chain.now()) + DAY;
  const { numberHash, issuedAt } = licence;
  return registry.register(
    licence,
    board,
    await sign(boardKey, domain, "Licence", licence),
    profile,
    deadline,
    await sign(surgeonKey, domain, "Registration", { numberHash, issuedAt, board, profile, deadline }),
  );
}

async function register(change: Partial<Licence> = {}): Promise<Licence> {
  const licence = await licenceFor(surgeon.address, change);
  await mined(registering({ licence }));
  return licence;
}

async function revoking(
  licence: Licence,
  forgery: { key?: Wallet; deadline?: number; domain?: TypedDataDomain } = {},
): Promise<ContractTransactionResponse> {
  const { registry, medicalBoard, domains, chain } = aftercare();
  const deadline = forgery.deadline ?? (await chain.now()) + DAY;
  const signature = await sign(
    forgery.key ?? medicalBoard,
    forgery.domain ?? domains.registry,
    "Revocation",
    { surgeon: licence.surgeon, numberHash: licence.numberHash, issuedAt: licence.issuedAt, deadline },
  );
  return registry.revoke(licence.surgeon, deadline, signature);
}

async function updating(
  nonce: bigint,
  forgery: { key?: Wallet; deadline?: number; profile?: Profile } = {},
): Promise<ContractTransactionResponse> {
  const { registry, domains, chain } = aftercare();
  const profile = forgery.profile ?? { encryptionKey: id("new key"), contentHash: id("new document") };
  const deadline = forgery.deadline ?? (await chain.now()) + DAY;
  const message = { surgeon: surgeon.address, profile, nonce, deadline };
  const signature = await sign(forgery.key ?? surgeon, domains.registry, "ProfileUpdate", message);
  return registry.updateProfile(surgeon.address, profile, nonce, deadline, signature);
}

describe("registering", () => {
  it("licenses a surgeon that board and surgeon have signed for", async () => {
    const { registry, medicalBoard } = aftercare();
    const licence = await licenceFor(surgeon.address);
    const registered = await eventOf(registry, await mined(registering({ licence })), "SurgeonRegistered");
    expect([registered.surgeon, registered.board]).toEqual([surgeon.address, medicalBoard.address]);

    expect(await registry.isLicensed(surgeon.address)).toBe(true);
    const entry = await registry.registrationOf(surgeon.address);
    expect([...entry.licence]).toEqual([
      licence.surgeon,
      licence.numberHash,
      licence.jurisdiction,
      licence.specialty,
      BigInt(licence.issuedAt),
      BigInt(licence.expiry),
    ]);
    expect([...entry.profile]).toEqual([PROFILE.encryptionKey, PROFILE.contentHash]);
    expect(entry.board).toBe(medicalBoard.address);
    expect(entry.revoked).toBe(false);
  });

  it("is refused for a board that holds no role", async () => {
    const licence = await licenceFor(surgeon.address);
    await expectRevert(aftercare().registry, registering({ licence, boardKey: stranger }), "NotABoard", [
      stranger.address,
    ]);
  });

  it("is refused for a board that has lost its role", async () => {
    const { registry, accessManager, medicalBoard } = aftercare();
    await accessManager.revokeRole(BOARD_ROLE, medicalBoard.address);
    const licence = await licenceFor(surgeon.address);
    await expectRevert(registry, registering({ licence }), "NotABoard", [medicalBoard.address]);
  });

  it("is refused if somebody else signed for the board or for the surgeon", async () => {
    const { registry, medicalBoard } = aftercare();
    const licence = await licenceFor(surgeon.address);
    const board = medicalBoard.address;
    await expectRevert(registry, registering({ licence, board, boardKey: stranger }), "InvalidSignature", [
      board,
    ]);
    await expectRevert(registry, registering({ licence, surgeonKey: stranger }), "InvalidSignature", [
      surgeon.address,
    ]);
  });

  it.each([
    ["surgeon", { surgeon: ZeroAddress }],
    ["numberHash", { numberHash: ZeroHash }],
    ["jurisdiction", { jurisdiction: ZeroHash }],
    ["specialty", { specialty: ZeroHash }],
  ])("is refused without a %s", async (field, change) => {
    const licence = await licenceFor(surgeon.address, change);
    await expectRevert(aftercare().registry, registering({ licence }), "EmptyField", [field]);
  });

  it("is refused without an encryption key", async () => {
    const licence = await licenceFor(surgeon.address);
    const profile = { ...PROFILE, encryptionKey: ZeroHash };
    await expectRevert(aftercare().registry, registering({ licence, profile }), "EmptyField", [
      "encryptionKey",
    ]);
  });

  it("is refused for an attestation dated in the future, to the second", async () => {
    const { registry, chain } = aftercare();
    const at = (await chain.now()) + 100;
    const licence = await licenceFor(surgeon.address, { issuedAt: at });
    await chain.nextBlockAt(at - 1);
    await expectRevert(registry, registering({ licence }), "IssuedInFuture", [BigInt(at)]);
    await chain.nextBlockAt(at);
    await mined(registering({ licence }));
  });

  it("is refused for a licence that has expired, to the second", async () => {
    const { registry, chain } = aftercare();
    const at = (await chain.now()) + 100;
    const expired = await licenceFor(surgeon.address, { expiry: at });
    await chain.nextBlockAt(at);
    await expectRevert(registry, registering({ licence: expired }), "LicenceExpired", [BigInt(at)]);
    const next = await licenceFor(surgeon.address, { expiry: at + 101 });
    await chain.nextBlockAt(at + 100);
    await mined(registering({ licence: next }));
  });

  it("is refused after the surgeon's deadline", async () => {
    const { registry, chain } = aftercare();
    const licence = await licenceFor(surgeon.address);
    const deadline = (await chain.now()) + 100;
    await chain.nextBlockAt(deadline + 1);
    await expectRevert(registry, registering({ licence, deadline }), "DeadlinePassed", [BigInt(deadline)]);
  });

  it("works once for each attestation, and not for an older one", async () => {
    const { registry, chain } = aftercare();
    const licence = await register();
    const latest = BigInt(licence.issuedAt);
    await expectRevert(registry, registering({ licence }), "AttestationSuperseded", [latest, latest]);
    const older = { ...licence, issuedAt: licence.issuedAt - 1 };
    await expectRevert(registry, registering({ licence: older }), "AttestationSuperseded", [
      latest - 1n,
      latest,
    ]);
    await chain.mineAt((await chain.now()) + DAY);
    await register();
  });

  it("is refused on another chain or contract", async () => {
    const { registry, domains } = aftercare();
    const licence = await licenceFor(surgeon.address);
    for (const change of [{ chainId: 1n }, { verifyingContract: stranger.address }]) {
      const domain = { ...domains.registry, ...change };
      await expectRevert(registry, registering({ licence, domain }), "InvalidSignature");
    }
  });

  it("is refused for a licence number that another address holds", async () => {
    await register();
    const licence = await licenceFor(stranger.address);
    await expectRevert(
      aftercare().registry,
      registering({ licence, surgeonKey: stranger }),
      "LicenceNumberTaken",
      [surgeon.address],
    );
  });

  it("under a new number leaves the old one to others", async () => {
    const { registry, chain } = aftercare();
    const old = await register();
    await chain.mineAt((await chain.now()) + 10);
    await register({ numberHash: id("US-CA:B99999") });
    const licence = await licenceFor(stranger.address, { numberHash: old.numberHash });
    await mined(registering({ licence, surgeonKey: stranger }));
    expect(await registry.isLicensed(stranger.address)).toBe(true);
    expect(await registry.isLicensed(surgeon.address)).toBe(true);
  });

  it("takes the ERC-1271 signature of a surgeon whose address is a contract", async () => {
    const { registry, chain } = aftercare();
    const wallet = await (await chain.deploy("ContractWallet", [surgeon.address])).getAddress();
    await mined(registering({ licence: await licenceFor(wallet) }));
    expect(await registry.isLicensed(wallet)).toBe(true);
  });
});

describe("a licence", () => {
  it("is valid until the second before its expiry", async () => {
    const { registry, chain } = aftercare();
    const { expiry } = await register();
    await chain.mineAt(expiry - 1);
    expect(await registry.isLicensed(surgeon.address)).toBe(true);
    await registry.requireLicensed(surgeon.address);
    await chain.mineAt(expiry);
    expect(await registry.isLicensed(surgeon.address)).toBe(false);
    await expectRevert(registry, registry.requireLicensed(surgeon.address), "LicenceNotValid", [
      surgeon.address,
      BigInt(expiry),
      false,
    ]);
  });

  it("of an unknown address is none", async () => {
    const { registry } = aftercare();
    expect(await registry.isLicensed(stranger.address)).toBe(false);
    await expectRevert(registry, registry.requireLicensed(stranger.address), "UnknownSurgeon", [
      stranger.address,
    ]);
    expect((await registry.registrationOf(stranger.address)).licence.surgeon).toBe(ZeroAddress);
  });
});

describe("revoking", () => {
  it("ends a licence at once", async () => {
    const { registry, medicalBoard } = aftercare();
    const licence = await register();
    const revoked = await eventOf(registry, await mined(revoking(licence)), "LicenceRevoked");
    expect([...revoked]).toEqual([surgeon.address, medicalBoard.address]);
    expect(await registry.isLicensed(surgeon.address)).toBe(false);
    await expectRevert(registry, registry.requireLicensed(surgeon.address), "LicenceNotValid", [
      surgeon.address,
      BigInt(licence.expiry),
      true,
    ]);
    expect((await registry.registrationOf(surgeon.address)).revoked).toBe(true);
  });

  it("is refused from another board", async () => {
    const { registry, accessManager, medicalBoard } = aftercare();
    const otherBoard = keyOf("another medical board");
    await accessManager.grantRole(BOARD_ROLE, otherBoard.address, 0);
    const licence = await register();
    await expectRevert(registry, revoking(licence, { key: otherBoard }), "InvalidSignature", [
      medicalBoard.address,
    ]);
  });

  it("is refused after its deadline, for an unknown surgeon, and twice", async () => {
    const { registry, chain } = aftercare();
    const unknown = await licenceFor(stranger.address);
    await expectRevert(registry, revoking(unknown), "UnknownSurgeon", [stranger.address]);

    const licence = await register();
    const deadline = (await chain.now()) + 100;
    await chain.nextBlockAt(deadline + 1);
    await expectRevert(registry, revoking(licence, { deadline }), "DeadlinePassed", [BigInt(deadline)]);
    await mined(revoking(licence));
    await expectRevert(registry, revoking(licence), "LicenceNotValid");
  });

  it("voids every attestation issued up to that block", async () => {
    const { registry, chain } = aftercare();
    const licence = await register();
    const at = (await chain.now()) + DAY;
    await chain.nextBlockAt(at);
    await mined(revoking(licence));
    await expectRevert(
      registry,
      registering({ licence: { ...licence, issuedAt: at } }),
      "AttestationSuperseded",
      [BigInt(at), BigInt(at)],
    );
    await chain.nextBlockAt(at + 1);
    await mined(registering({ licence: { ...licence, issuedAt: at + 1 } }));
    expect(await registry.isLicensed(surgeon.address)).toBe(true);
  });

  it("voids older attestations of the same number for other addresses too", async () => {
    const { registry, chain } = aftercare();
    const licence = await register();
    const spare = { ...licence, surgeon: stranger.address };
    await mined(revoking(licence));
    const revokedAt = BigInt(await chain.now());
    const using = registering({ licence: spare, surgeonKey: stranger });
    await expectRevert(registry, using, "AttestationSuperseded", [BigInt(spare.issuedAt), revokedAt]);
  });

  it("frees the number, so that a surgeon who lost her key can come back at another address", async () => {
    const { registry, chain } = aftercare();
    await mined(revoking(await register()));
    await chain.mineAt((await chain.now()) + 10);
    const licence = await licenceFor(stranger.address);
    await mined(registering({ licence, surgeonKey: stranger }));
    expect(await registry.isLicensed(stranger.address)).toBe(true);
  });

  it("cannot be replayed against a later attestation", async () => {
    const { registry, chain, medicalBoard, domains } = aftercare();
    const { numberHash, issuedAt } = await register();
    const deadline = (await chain.now()) + 10 * DAY;
    const message = { surgeon: surgeon.address, numberHash, issuedAt, deadline };
    const signature = await sign(medicalBoard, domains.registry, "Revocation", message);
    await mined(registry.revoke(surgeon.address, deadline, signature));
    await chain.mineAt((await chain.now()) + 10);
    await register();
    await expectRevert(registry, registry.revoke(surgeon.address, deadline, signature), "InvalidSignature");
  });
});

describe("the profile", () => {
  it("is replaced by the surgeon's signature, each nonce once", async () => {
    const { registry } = aftercare();
    await register();
    const nonce = await registry.profileNonce(surgeon.address);
    const updated = await eventOf(registry, await mined(updating(nonce)), "ProfileUpdated");
    expect(updated.surgeon).toBe(surgeon.address);
    expect((await registry.registrationOf(surgeon.address)).profile.encryptionKey).toBe(id("new key"));
    await expectRevert(registry, updating(nonce), "ProfileNonceUsed", [nonce, nonce + 1n]);
  });

  it("stays as it is without the right signer, deadline, key or surgeon", async () => {
    const { registry, chain } = aftercare();
    await expectRevert(registry, updating(0n), "UnknownSurgeon", [surgeon.address]);
    await register();
    const nonce = await registry.profileNonce(surgeon.address);
    await expectRevert(registry, updating(nonce, { key: stranger }), "InvalidSignature", [surgeon.address]);
    const profile = { encryptionKey: ZeroHash, contentHash: ZeroHash };
    await expectRevert(registry, updating(nonce, { profile }), "EmptyField", ["encryptionKey"]);
    const deadline = (await chain.now()) + 100;
    await chain.nextBlockAt(deadline + 1);
    await expectRevert(registry, updating(nonce, { deadline }), "DeadlinePassed", [BigInt(deadline)]);
  });

  it("of a renewed registration cannot be undone by an update signed before", async () => {
    const { registry, chain } = aftercare();
    await register();
    const before = await registry.profileNonce(surgeon.address);
    await chain.mineAt((await chain.now()) + 10);
    await register();
    await expectRevert(registry, updating(before), "ProfileNonceUsed", [before, before + 1n]);
  });
});
