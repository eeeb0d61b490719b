// Drives npm's ts-mls: one JSON request a line on stdin, one answer a line on stdout. Bytes are base64.
import { createInterface } from "node:readline";
import { Dhkem, HkdfSha512Native, KemId, XCurveDhkemPrimitives } from "@hpke/common";
import { CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, HkdfSha512 } from "@hpke/core";
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x448 } from "@noble/curves/ed448.js";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import * as mls from "ts-mls";
import { makeAead } from "./node_modules/ts-mls/dist/src/crypto/implementation/default/makeAead.js";
import { makeNobleSignatureImpl } from "./node_modules/ts-mls/dist/src/crypto/implementation/default/makeNobleSignatureImpl.js";
import { makeGenericHpke } from "./node_modules/ts-mls/dist/src/crypto/implementation/hpke.js";
import { signLeafNodeCommit } from "./node_modules/ts-mls/dist/src/leafNode.js";

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const text = (array) => Buffer.from(array).toString("base64");
const names = Object.fromEntries(Object.entries(mls.ciphersuites).map(([name, id]) => [id, name]));
const CHACHA = 3;
const AES_448 = 4;
const CHACHA_448 = 6;
const view = (data) => (ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data));
const whole = (array) => array.slice().buffer;

// For ChaCha20 and for X448 the package wants one more package each; here they are made of what is there.
function chacha() {
  const aead = {
    encrypt: async (key, nonce, aad, data) => chacha20poly1305(key, nonce, aad).encrypt(data),
    decrypt: async (key, nonce, aad, data) => chacha20poly1305(key, nonce, aad).decrypt(data),
  };
  const createEncryptionContext = (key) => ({
    seal: async (nonce, data, aad) => whole(await aead.encrypt(view(key), view(nonce), view(aad), view(data))),
    open: async (nonce, data, aad) => whole(await aead.decrypt(view(key), view(nonce), view(aad), view(data))),
  });
  return [aead, { id: 3, keySize: 32, nonceSize: 12, tagSize: 16, createEncryptionContext }];
}

function kem448() {
  const kdf = new HkdfSha512Native();
  const kem = new Dhkem(KemId.DhkemX448HkdfSha512, new XCurveDhkemPrimitives("X448", 56, x448, kdf), kdf);
  return Object.assign(kem, { secretSize: 64, encSize: 56, publicKeySize: 56, privateKeySize: 56 });
}

async function composed(id, [aead, aeadInterface]) {
  const large = id !== CHACHA;
  const kem = large ? kem448() : new DhkemX25519HkdfSha256();
  const kdf = large ? new HkdfSha512() : new HkdfSha256();
  const suite = new CipherSuite({ kem, kdf, aead: aeadInterface });
  const hpke = await makeGenericHpke({ kem: "DHKEM" }, aead, suite);
  const signature = await makeNobleSignatureImpl(large ? "Ed448" : "Ed25519");
  // Suite 5 has the hash of 4 and 6, suite 1 that of 3.
  return { ...(await mls.getCiphersuiteImpl(names[large ? 5 : 1])), hpke, signature, id };
}

const curves = { 2: p256, 5: p521, 7: p384 };

// Where it signs with NIST's curves the package writes compressed public keys. RFC 9420 §5.1.1: "ECDSA public
// keys [...] are represented as an encoded UncompressedPointRepresentation struct"; so they are written here.
async function implementation(suite) {
  if (suite === CHACHA || suite === CHACHA_448) return composed(suite, chacha());
  if (suite === AES_448) return composed(suite, await makeAead("AES256GCM"));
  const made = await mls.getCiphersuiteImpl(names[suite]);
  const curve = curves[suite];
  if (curve === undefined) return made;
  const keygen = async () => {
    const signKey = curve.utils.randomSecretKey();
    return { signKey, publicKey: curve.getPublicKey(signKey, false) };
  };
  return { ...made, signature: { ...made.signature, keygen } };
}

const clientConfig = {
  keyRetentionConfig: { ...mls.defaultKeyRetentionConfig, maximumForwardRatchetSteps: 100000 },
  lifetimeConfig: { maximumTotalLifetime: 2n ** 64n, validateLifetimeOnReceive: false },
  keyPackageEqualityConfig: mls.defaultKeyPackageEqualityConfig,
  paddingConfig: mls.defaultPaddingConfig,
};

const candidates = new Map();
const members = new Map();
const changes = new Map();
let handles = 0;

async function context(suite, psks) {
  const externalPsks = {};
  for (const [id, psk] of Object.entries(psks ?? {})) externalPsks[mls.bytesToBase64(bytes(id))] = bytes(psk);
  const cipherSuite = await implementation(suite);
  return { cipherSuite, authService: mls.unsafeTestingAuthenticationService, externalPsks, clientConfig };
}

function keep(map, value) {
  map.set(++handles, value);
  return handles;
}

async function newKeys(cipherSuite, identity) {
  const credential = {
    credentialType: mls.defaultCredentialTypes.basic,
    identity: new TextEncoder().encode(identity),
  };
  return mls.generateKeyPackage({ credential, cipherSuite });
}

function message(encoded, kind) {
  const decoded = mls.decode(mls.mlsMessageDecoder, bytes(encoded));
  if (decoded === undefined) throw new Error("not an MLSMessage");
  return kind === undefined ? decoded : decoded[kind];
}

// processMessage of 2.0.0-rc.10 forgets the external PSKs of a private message, so it is not used here.
async function processed(member, encoded) {
  const { context, state } = member;
  const { privateMessage, publicMessage } = message(encoded);
  return privateMessage === undefined
    ? mls.processPublicMessage({ context, state, publicMessage })
    : mls.processPrivateMessage({ context, state, privateMessage });
}

// The package has no call for it: a leaf with a fresh key, signed as RFC 9420 §7.2 says for an Update.
async function freshLeaf(member) {
  const { state } = member;
  const { hpke, signature } = member.context.cipherSuite;
  const keys = await hpke.generateKeyPair();
  const { credential, capabilities, extensions, signaturePublicKey } = mls.getOwnLeafNode(state);
  const leaf = {
    hpkePublicKey: await hpke.exportPublicKey(keys.publicKey),
    signaturePublicKey,
    credential,
    capabilities,
    leafNodeSource: mls.leafNodeSources.update,
    extensions,
    groupId: state.groupContext.groupId,
    leafIndex: state.privatePath.leafIndex,
  };
  member.fresh = await hpke.exportPrivateKey(keys.privateKey);
  return signLeafNodeCommit(leaf, state.signaturePrivateKey, signature);
}

// Nor one to hold the key: the epoch's Commit takes up every proposal, so it is sealed to the fresh one.
function withFreshKey(member) {
  if (member.fresh === undefined) return member;
  const { state } = member;
  const privateKeys = { ...state.privatePath.privateKeys, [2 * state.privatePath.leafIndex]: member.fresh };
  return { ...member, state: { ...state, privatePath: { ...state.privatePath, privateKeys } } };
}

function preSharedKey(member, id) {
  const pskNonce = crypto.getRandomValues(new Uint8Array(member.context.cipherSuite.kdf.size));
  return {
    proposalType: mls.defaultProposalTypes.psk,
    psk: { preSharedKeyId: { psktype: mls.pskTypes.external, pskId: bytes(id), pskNonce } },
  };
}

const addition = (keyPackage) => ({
  proposalType: mls.defaultProposalTypes.add,
  add: { keyPackage: message(keyPackage, "keyPackage") },
});

const removal = (leaf) => ({ proposalType: mls.defaultProposalTypes.remove, remove: { removed: leaf } });

async function proposalFor(member, wish) {
  switch (wish.kind) {
    case "add":
      return addition(wish.keyPackage);
    case "remove":
      return removal(wish.leaf);
    case "psk":
      return preSharedKey(member, wish.id);
    case "update":
      return { proposalType: mls.defaultProposalTypes.update, update: { leafNode: await freshLeaf(member) } };
    default:
      throw new Error(`no such wish: ${wish.kind}`);
  }
}

const operations = {
  async candidate({ suite, identity, psks }) {
    const own = await context(suite, psks);
    const keys = await newKeys(own.cipherSuite, identity);
    const keyPackage = mls.encode(mls.mlsMessageEncoder, {
      keyPackage: keys.publicPackage,
      wireformat: mls.wireformats.mls_key_package,
      version: mls.protocolVersions.mls10,
    });
    return { handle: keep(candidates, { keys, context: own }), keyPackage: text(keyPackage) };
  },
  async founder({ suite, identity, groupId, psks }) {
    const own = await context(suite, psks);
    const keys = await newKeys(own.cipherSuite, identity);
    const state = await mls.createGroup({
      context: own,
      groupId: bytes(groupId),
      keyPackage: keys.publicPackage,
      privateKeyPackage: keys.privatePackage,
    });
    return { handle: keep(members, { state, context: own }) };
  },
  async join({ handle, welcome }) {
    const candidate = candidates.get(handle);
    const state = await mls.joinGroup({
      context: candidate.context,
      welcome: message(welcome, "welcome"),
      keyPackage: candidate.keys.publicPackage,
      privateKeys: candidate.keys.privatePackage,
    });
    return { handle: keep(members, { state, context: candidate.context }) };
  },
  async protect({ handle, content }) {
    const member = members.get(handle);
    const made = await mls.createApplicationMessage({
      context: member.context,
      state: member.state,
      message: bytes(content),
    });
    member.state = made.newState;
    return { message: text(mls.encode(mls.mlsMessageEncoder, made.message)) };
  },
  async unprotect({ handle, message: encoded }) {
    const member = members.get(handle);
    const received = await processed(member, encoded);
    member.state = received.newState;
    return { content: text(received.message) };
  },
  async propose({ handle, wish, open }) {
    const member = members.get(handle);
    const made = await mls.createProposal({
      context: member.context,
      state: member.state,
      proposal: await proposalFor(member, wish),
      wireAsPublicMessage: open,
    });
    member.state = made.newState;
    return { proposal: text(mls.encode(mls.mlsMessageEncoder, made.message)) };
  },
  async hear({ handle, proposal }) {
    const member = members.get(handle);
    member.state = (await processed(member, proposal)).newState;
    return {};
  },
  async commit({ handle, added, removed, psks, open }) {
    const member = members.get(handle);
    const extraProposals = [
      ...added.map(addition),
      ...removed.map(removal),
      ...psks.map((id) => preSharedKey(member, id)),
    ];
    const made = await mls.createCommit({
      context: member.context,
      state: member.state,
      extraProposals,
      ratchetTreeExtension: true,
      wireAsPublicMessage: open,
    });
    return {
      handle: keep(changes, { member, state: made.newState }),
      commit: text(mls.encode(mls.mlsMessageEncoder, made.commit)),
      welcome: made.welcome === undefined ? null : text(mls.encode(mls.mlsMessageEncoder, made.welcome)),
    };
  },
  async adopt({ handle }) {
    const change = changes.get(handle);
    change.member.state = change.state;
    changes.delete(handle);
    return {};
  },
  async examine({ handle, commit }) {
    await processed(withFreshKey(members.get(handle)), commit);
    return {};
  },
  async process({ handle, commit }) {
    const member = members.get(handle);
    member.state = (await processed(withFreshKey(member), commit)).newState;
    member.fresh = undefined;
    return {};
  },
  async leaf({ handle }) {
    return { leaf: members.get(handle).state.privatePath.leafIndex };
  },
  async authenticator({ handle }) {
    return { authenticator: text(members.get(handle).state.keySchedule.epochAuthenticator) };
  },
  async state({ handle }) {
    return { state: text(mls.encode(mls.clientStateEncoder, members.get(handle).state)) };
  },
};

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    console.log(JSON.stringify(await operations[request.operation](request)));
  } catch (error) {
    console.log(JSON.stringify({ error: `${error.name}: ${error.message}` }));
  }
}
