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

interface BoardMessage {
  key?: Wallet;
  /** Which board the call names, if not the one whose key signs. */
  board?: string;
  deadline?: number;
  domain?: TypedDataDomain;
}

async function revoking(licence: Licence, forgery: BoardMessage = {}): Promise<ContractTransactionResponse> {
  const { registry, medicalBoard, domains, chain } = aftercare();
  const { key = medicalBoard, domain = domains.registry } = forgery;
  const deadline = forgery.deadline ?? (await chain.now()) + DAY;
  const { numberHash, issuedAt } = licence;
  const message = { surgeon: licence.surgeon, numberHash, issuedAt, deadline };
  const signature = await sign(key, domain, "Revocation", message);
  return registry.revoke(licence.surgeon, forgery.board ?? key.address, deadline, signature);
}

async function suspending(
  licence: Licence,
  suspendedUntil: number,
  forgery: BoardMessage & { issuedAt?: number } = {},
): Promise<ContractTransactionResponse> {
  const { registry, medicalBoard, domains, chain } = aftercare();
  const { key = medicalBoard, domain = domains.registry } = forgery;
  const issuedAt = forgery.issuedAt ?? (await chain.now());
  const deadline = forgery.deadline ?? (await chain.now()) + DAY;
  const message = {
    surgeon: licence.surgeon,
    numberHash: licence.numberHash,
    issuedAt,
    suspendedUntil,
    deadline,
  };
  const signature = await sign(key, domain, "Suspension", message);
  const board = forgery.board ?? key.address;
  return registry.suspend(licence.surgeon, board, issuedAt, suspendedUntil, deadline, signature);
}

interface Rotating {
  newSigner?: string;
  nonce?: bigint;
  current?: Wallet;
  next?: Wallet;
  deadline?: number;
  domain?: TypedDataDomain;
}

const newKey = keyOf("surgeon's new key");

async function rotating(forgery: Rotating = {}): Promise<ContractTransactionResponse> {
  const { registry, domains, chain } = aftercare();
  const { current = surgeon, next = newKey, domain = domains.registry } = forgery;
  const newSigner = forgery.newSigner ?? next.address;
  const nonce = forgery.nonce ?? (await registry.nonceOf(surgeon.address));
  const deadline = forgery.deadline ?? (await chain.now()) + DAY;
  const message = { surgeon: surgeon.address, newSigner, nonce, deadline };
  return registry.rotateKey(
    surgeon.address,
    newSigner,
    nonce,
    deadline,
    await sign(current, domain, "Rotation", message),
    await sign(next, domain, "Rotation", message),
  );
}

/** A later second than anything on record: a board's message has to be newer. */
async function later(): Promise<void> {
  const { chain } = aftercare();
  await chain.mineAt((await chain.now()) + 10);
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
    expect(entry.signer).toBe(surgeon.address);
    expect([entry.suspendedUntil, entry.revoked]).toEqual([0n, false]);
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

  it("is refused for a licence beyond what can be stored", async () => {
    const expiry = 2 ** 40;
    const licence = await licenceFor(surgeon.address, { expiry });
    await expectRevert(aftercare().registry, registering({ licence }), "TimeOutOfRange", [BigInt(expiry)]);
    await mined(registering({ licence: { ...licence, expiry: expiry - 1 } }));
    const { expiry: stored } = (await aftercare().registry.registrationOf(surgeon.address)).licence;
    expect(stored).toBe(BigInt(expiry - 1));
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
    await registry.licensedSigner(surgeon.address);
    await chain.mineAt(expiry);
    expect(await registry.isLicensed(surgeon.address)).toBe(false);
    await expectRevert(registry, registry.licensedSigner(surgeon.address), "LicenceNotValid", [
      surgeon.address,
      BigInt(expiry),
      0n,
      false,
    ]);
  });

  it("of an unknown address is none", async () => {
    const { registry } = aftercare();
    expect(await registry.isLicensed(stranger.address)).toBe(false);
    await expectRevert(registry, registry.licensedSigner(stranger.address), "UnknownSurgeon", [
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
    await expectRevert(registry, registry.licensedSigner(surgeon.address), "LicenceNotValid", [
      surgeon.address,
      BigInt(licence.expiry),
      0n,
      true,
    ]);
    expect((await registry.registrationOf(surgeon.address)).revoked).toBe(true);
  });

  it("is refused from a stranger in the board's name, and in another domain", async () => {
    const { registry, medicalBoard, domains } = aftercare();
    const licence = await register();
    const board = medicalBoard.address;
    await expectRevert(registry, revoking(licence, { key: stranger, board }), "InvalidSignature", [board]);
    const domain = { ...domains.registry, chainId: 1n };
    await expectRevert(registry, revoking(licence, { domain }), "InvalidSignature", [board]);
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

  it("leaves a number to whoever has taken it, also when its old holder comes back with another", async () => {
    const { registry } = aftercare();
    const old = await register();
    await mined(revoking(old));
    await later();
    const taken = await licenceFor(stranger.address, { numberHash: old.numberHash });
    await mined(registering({ licence: taken, surgeonKey: stranger }));
    await later();
    await register({ numberHash: id("US-CA:B99999") });

    const third = keyOf("a third surgeon");
    await later();
    const again = await licenceFor(third.address, { numberHash: old.numberHash });
    const taking = registering({ licence: again, surgeonKey: third });
    await expectRevert(registry, taking, "LicenceNumberTaken", [stranger.address]);
  });

  it("cannot be replayed against a later attestation", async () => {
    const { registry, chain, medicalBoard, domains } = aftercare();
    const { numberHash, issuedAt } = await register();
    const deadline = (await chain.now()) + 10 * DAY;
    const message = { surgeon: surgeon.address, numberHash, issuedAt, deadline };
    const signature = await sign(medicalBoard, domains.registry, "Revocation", message);
    await mined(registry.revoke(surgeon.address, medicalBoard.address, deadline, signature));
    await chain.mineAt((await chain.now()) + 10);
    await register();
    const again = registry.revoke(surgeon.address, medicalBoard.address, deadline, signature);
    await expectRevert(registry, again, "InvalidSignature");
  });
});

describe("suspending", () => {
  it("takes a licence out of force until a second, and gives it back then", async () => {
    const { registry, chain, medicalBoard } = aftercare();
    const licence = await register();
    await later();
    const until = (await chain.now()) + 30 * DAY;
    const receipt = await mined(suspending(licence, until));
    const suspended = await eventOf(registry, receipt, "LicenceSuspended");
    expect([...suspended]).toEqual([surgeon.address, medicalBoard.address, BigInt(until)]);
    expect((await registry.registrationOf(surgeon.address)).suspendedUntil).toBe(BigInt(until));
    await expectRevert(registry, registry.licensedSigner(surgeon.address), "LicenceNotValid", [
      surgeon.address,
      BigInt(licence.expiry),
      BigInt(until),
      false,
    ]);
    await chain.mineAt(until - 1);
    expect(await registry.isLicensed(surgeon.address)).toBe(false);
    await chain.mineAt(until);
    expect(await registry.isLicensed(surgeon.address)).toBe(true);
    expect(await registry.licensedSigner(surgeon.address)).toBe(surgeon.address);
  });

  it("can be lifted by a later message, and not by an older one", async () => {
    const { registry, chain } = aftercare();
    const licence = await register();
    await later();
    const early = await chain.now();
    await later();
    const issuedAt = await chain.now();
    await mined(suspending(licence, issuedAt + 30 * DAY, { issuedAt }));
    for (const older of [early, issuedAt]) {
      const lifting = suspending(licence, 0, { issuedAt: older });
      await expectRevert(registry, lifting, "AttestationSuperseded", [BigInt(older), BigInt(issuedAt)]);
    }
    await later();
    await mined(suspending(licence, 0));
    expect(await registry.isLicensed(surgeon.address)).toBe(true);
  });

  it("works once for each message", async () => {
    const { registry, chain } = aftercare();
    const licence = await register();
    await later();
    const issuedAt = await chain.now();
    await mined(suspending(licence, issuedAt + DAY, { issuedAt }));
    await expectRevert(registry, suspending(licence, issuedAt + DAY, { issuedAt }), "AttestationSuperseded");
  });

  it("outlasts a renewal and voids older attestations", async () => {
    const { registry, chain } = aftercare();
    const licence = await register();
    await later();
    const attested = await licenceFor(surgeon.address);
    await later();
    await mined(suspending(licence, (await chain.now()) + 30 * DAY));
    await expectRevert(registry, registering({ licence: attested }), "AttestationSuperseded");
    await later();
    await register();
    expect(await registry.isLicensed(surgeon.address)).toBe(false);
  });

  it("is refused when dated in the future, late, forged, in another domain, or beyond what can be stored", async () => {
    const { registry, chain, medicalBoard, domains } = aftercare();
    const licence = await register();
    await later();
    const now = await chain.now();
    const until = now + DAY;
    const board = medicalBoard.address;
    const at = now + 100;
    await chain.nextBlockAt(at - 1);
    await expectRevert(registry, suspending(licence, until, { issuedAt: at }), "IssuedInFuture", [
      BigInt(at),
    ]);
    const deadline = now + 200;
    await chain.nextBlockAt(deadline + 1);
    await expectRevert(registry, suspending(licence, until, { deadline }), "DeadlinePassed");
    await expectRevert(registry, suspending(licence, until, { key: stranger, board }), "InvalidSignature", [
      board,
    ]);
    const domain = { ...domains.registry, verifyingContract: stranger.address };
    await expectRevert(registry, suspending(licence, until, { domain }), "InvalidSignature");
    await expectRevert(registry, suspending(licence, 2 ** 40), "TimeOutOfRange", [2n ** 40n]);
    await mined(suspending(licence, 2 ** 40 - 1));
  });

  it("is refused for a surgeon who is unknown or revoked", async () => {
    const { registry, chain } = aftercare();
    const unknown = await licenceFor(stranger.address);
    await expectRevert(registry, suspending(unknown, 0), "UnknownSurgeon", [stranger.address]);
    const licence = await register();
    await mined(revoking(licence));
    await later();
    await expectRevert(registry, suspending(licence, await chain.now()), "LicenceNotValid");
  });
});

describe("boards", () => {
  const otherBoard = keyOf("another medical board");
  const admit = async () => {
    await aftercare().accessManager.grantRole(BOARD_ROLE, otherBoard.address, 0);
  };
  const remove = async () => {
    const { accessManager, medicalBoard } = aftercare();
    await accessManager.revokeRole(BOARD_ROLE, medicalBoard.address);
  };

  it("keep out of each other's licences", async () => {
    const { registry, medicalBoard } = aftercare();
    await admit();
    const licence = await register();
    await later();
    const parties = [otherBoard.address, medicalBoard.address];
    const key = { key: otherBoard };
    await expectRevert(registry, revoking(licence, key), "NotTheLicensingBoard", parties);
    await expectRevert(registry, suspending(licence, 0, key), "NotTheLicensingBoard", parties);
  });

  it("that have lost the role can do nothing more, and what they attested stays valid", async () => {
    const { registry, medicalBoard } = aftercare();
    const licence = await register();
    await later();
    await remove();
    const board = [medicalBoard.address];
    await expectRevert(registry, revoking(licence), "NotABoard", board);
    await expectRevert(registry, suspending(licence, 0), "NotABoard", board);
    await expectRevert(registry, register(), "NotABoard", board);
    expect(await registry.isLicensed(surgeon.address)).toBe(true);
  });

  it("take over the licences of a board that has lost the role", async () => {
    const { registry, chain } = aftercare();
    await admit();
    const licence = await register();
    await later();
    await remove();
    await mined(suspending(licence, (await chain.now()) + DAY, { key: otherBoard }));
    expect(await registry.isLicensed(surgeon.address)).toBe(false);
    await mined(revoking(licence, { key: otherBoard }));
    expect((await registry.registrationOf(surgeon.address)).revoked).toBe(true);
  });

  it("renew each other's licences by newer attestations, and are then responsible for them", async () => {
    const { registry, medicalBoard } = aftercare();
    await admit();
    await register();
    await later();
    const licence = await licenceFor(surgeon.address);
    await mined(registering({ licence, boardKey: otherBoard }));
    expect((await registry.registrationOf(surgeon.address)).board).toBe(otherBoard.address);
    await expectRevert(registry, revoking(licence), "NotTheLicensingBoard", [
      medicalBoard.address,
      otherBoard.address,
    ]);
    await mined(revoking(licence, { key: otherBoard }));
  });
});

describe("rotating a key", () => {
  it("hands every signature of the surgeon to the new key, at once", async () => {
    const { registry } = aftercare();
    await register();
    const rotated = await eventOf(registry, await mined(rotating()), "KeyRotated");
    expect([...rotated]).toEqual([surgeon.address, newKey.address]);
    expect(await registry.signerOf(surgeon.address)).toBe(newKey.address);
    expect(await registry.licensedSigner(surgeon.address)).toBe(newKey.address);
    const nonce = await registry.nonceOf(surgeon.address);
    await expectRevert(registry, updating(nonce), "InvalidSignature", [newKey.address]);
    await mined(updating(nonce, { key: newKey }));
    await later();
    const licence = await licenceFor(surgeon.address);
    await expectRevert(registry, registering({ licence }), "InvalidSignature", [newKey.address]);
    await mined(registering({ licence, surgeonKey: newKey }));
    expect((await registry.registrationOf(surgeon.address)).signer).toBe(newKey.address);
  });

  it("takes the consent of both keys", async () => {
    const { registry } = aftercare();
    await register();
    await expectRevert(registry, rotating({ current: stranger }), "InvalidSignature", [surgeon.address]);
    const impostor = { next: stranger, newSigner: newKey.address };
    await expectRevert(registry, rotating(impostor), "InvalidSignature", [newKey.address]);
  });

  it("can be done again by the new key, and back, and not by the old one", async () => {
    const { registry } = aftercare();
    await register();
    await mined(rotating());
    await expectRevert(registry, rotating({ next: stranger }), "InvalidSignature", [newKey.address]);
    await mined(rotating({ current: newKey, next: surgeon }));
    expect(await registry.signerOf(surgeon.address)).toBe(surgeon.address);
  });

  it("can go to a wallet that signs by ERC-1271", async () => {
    const { registry, chain } = aftercare();
    await register();
    const wallet = await (await chain.deploy("ContractWallet", [newKey.address])).getAddress();
    await mined(rotating({ newSigner: wallet }));
    expect(await registry.signerOf(surgeon.address)).toBe(wallet);
    await mined(updating(await registry.nonceOf(surgeon.address), { key: newKey }));
  });

  it("works once, in time, for a known surgeon, in this domain, and never to nobody", async () => {
    const { registry, chain, domains } = aftercare();
    await expectRevert(registry, rotating(), "UnknownSurgeon", [surgeon.address]);
    await register();
    const nonce = await registry.nonceOf(surgeon.address);
    await expectRevert(registry, rotating({ newSigner: ZeroAddress }), "EmptyField", ["newSigner"]);
    const domain = { ...domains.registry, chainId: 10n };
    await expectRevert(registry, rotating({ domain }), "InvalidSignature");
    const deadline = (await chain.now()) + 100;
    await chain.nextBlockAt(deadline + 1);
    await expectRevert(registry, rotating({ deadline }), "DeadlinePassed", [BigInt(deadline)]);
    await mined(rotating({ nonce }));
    await mined(rotating({ current: newKey, next: surgeon }));
    await expectRevert(registry, rotating({ nonce }), "NonceUsed", [nonce, nonce + 2n]);
  });

  it("voids profile updates signed before", async () => {
    const { registry } = aftercare();
    await register();
    const nonce = await registry.nonceOf(surgeon.address);
    await mined(rotating());
    await expectRevert(registry, updating(nonce), "NonceUsed", [nonce, nonce + 1n]);
  });

  it("is open to a surgeon without a licence in force, who has old bookings to finish", async () => {
    const { registry } = aftercare();
    await mined(revoking(await register()));
    await mined(rotating());
    expect(await registry.signerOf(surgeon.address)).toBe(newKey.address);
  });

  it("is nothing for an address that nobody has registered", async () => {
    expect(await aftercare().registry.signerOf(stranger.address)).toBe(stranger.address);
  });
});

describe("the profile", () => {
  it("is replaced by the surgeon's signature, each nonce once", async () => {
    const { registry } = aftercare();
    await register();
    const nonce = await registry.nonceOf(surgeon.address);
    const updated = await eventOf(registry, await mined(updating(nonce)), "ProfileUpdated");
    expect(updated.surgeon).toBe(surgeon.address);
    expect((await registry.registrationOf(surgeon.address)).profile.encryptionKey).toBe(id("new key"));
    await expectRevert(registry, updating(nonce), "NonceUsed", [nonce, nonce + 1n]);
  });

  it("stays as it is without the right signer, deadline, key or surgeon", async () => {
    const { registry, chain } = aftercare();
    await expectRevert(registry, updating(0n), "UnknownSurgeon", [surgeon.address]);
    await register();
    const nonce = await registry.nonceOf(surgeon.address);
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
    const before = await registry.nonceOf(surgeon.address);
    await chain.mineAt((await chain.now()) + 10);
    await register();
    await expectRevert(registry, updating(before), "NonceUsed", [before, before + 1n]);
  });
});
