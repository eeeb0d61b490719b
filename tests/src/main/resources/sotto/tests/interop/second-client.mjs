// A second implementation of the client, made from docs/protocol.md alone; (5) is a section there. MLS is ts-mls's.
// One JSON request a line on stdin, one answer a line on stdout.
import { createInterface } from "node:readline";
import crypto from "node:crypto";
import WebSocket from "ws";
import * as mls from "ts-mls";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { sha3_256, shake256 } from "@noble/hashes/sha3.js";

// --- bytes (1) ---

const cat = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const u8 = (n) => Buffer.from([n]);
const u16 = (n) => cat(u8(n >> 8), u8(n & 255));
const u32 = (n) => cat(u16(n >>> 16), u16(n & 65535));
const u64 = (n) => Buffer.from(BigInt(n).toString(16).padStart(16, "0"), "hex");
const length = (n) => (n < 64 ? u8(n) : n < 16384 ? u16(0x4000 | n) : u32(0x80000000 + n));
const vec = (...parts) => cat(length(cat(...parts).length), ...parts);
const text = (string) => vec(Buffer.from(string));
const random = (n) => crypto.randomBytes(n);
const sha256 = (bytes) => crypto.createHash("sha256").update(bytes).digest();
const label = (words) => text("Sotto 1.0 " + words);
const need = (condition, otherwise) => {
  if (!condition) throw new Error(otherwise);
};

class Reader {
  constructor(bytes) {
    this.bytes = Buffer.from(bytes);
    this.at = 0;
  }
  take(n) {
    need(this.at + n <= this.bytes.length, "a length past the end");
    return this.bytes.subarray(this.at, (this.at += n));
  }
  number(n) {
    return Number(BigInt("0x" + this.take(n).toString("hex")));
  }
  vec() {
    const size = 1 << (this.bytes[this.at] >> 6);
    return this.take(Number(BigInt.asUintN(size * 8 - 2, BigInt("0x" + this.take(size).toString("hex")))));
  }
  text() {
    return this.vec().toString();
  }
  list(element) {
    const inner = new Reader(this.vec());
    const all = [];
    while (inner.at < inner.bytes.length) all.push(element(inner));
    return all;
  }
  optional(value) {
    return this.number(1) ? value(this) : null;
  }
}

// --- Ed25519 and the suite (11) ---

const keyOf = (seed) =>
  crypto.createPrivateKey({ key: cat(Buffer.from("302e020100300506032b657004220420", "hex"), seed), format: "der", type: "pkcs8" });
const publicOf = (seed) => crypto.createPublicKey(keyOf(seed)).export({ format: "der", type: "spki" }).subarray(12);
const sign = (seed, message) => crypto.sign(null, message, keyOf(seed));
const verify = (key, message, signature) =>
  crypto.verify(
    null,
    message,
    crypto.createPublicKey({ key: cat(Buffer.from("302a300506032b6570032100", "hex"), key), format: "der", type: "spki" }),
    signature,
  );

const hmac = (key, message) => crypto.createHmac("sha256", key).update(message).digest();
function expand(key, info, size) {
  let all = Buffer.alloc(0);
  for (let i = 1, last = all; all.length < size; i++) all = cat(all, (last = hmac(key, cat(last, info, u8(i)))));
  return all.subarray(0, size);
}
const hpkeId = cat(Buffer.from("HPKE-v1HPKE"), u16(0x647a), u16(1), u16(1));
const extract = (salt, what, ikm) => hmac(salt, cat(hpkeId, Buffer.from(what), ikm));
const none = Buffer.alloc(0);
function pairOf(seed) {
  const expanded = shake256(seed, { dkLen: 96 });
  const lattice = ml_kem768.keygen(expanded.slice(0, 64));
  const scalar = expanded.slice(64);
  return { lattice, scalar, publicKey: cat(lattice.publicKey, x25519.getPublicKey(scalar)) };
}
const combined = (...secrets) => sha3_256(cat(...secrets, Buffer.from("\\.//^\\")));
function encapsulated(key) {
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(key.slice(0, 1184));
  const scalar = random(32);
  const element = x25519.getPublicKey(scalar);
  const secret = combined(sharedSecret, x25519.getSharedSecret(scalar, key.slice(1184)), element, key.slice(1184));
  return { enc: cat(cipherText, element), secret };
}
function decapsulated(seed, enc) {
  const pair = pairOf(seed);
  const element = enc.slice(1088);
  const lattice = ml_kem768.decapsulate(enc.slice(0, 1088), pair.lattice.secretKey);
  return combined(lattice, x25519.getSharedSecret(pair.scalar, element), element, pair.publicKey.subarray(1184));
}
function schedule(secret, info) {
  const context = cat(u8(0), extract(none, "psk_id_hash", none), extract(none, "info_hash", info));
  const key = extract(secret, "secret", none);
  const part = (what, size) => expand(key, cat(u16(size), hpkeId, Buffer.from(what), context), size);
  return { key: part("key", 16), nonce: part("base_nonce", 12) };
}
function seal(key, nonce, associated, plain) {
  const cipher = crypto.createCipheriv("aes-128-gcm", key, nonce).setAAD(associated ?? none);
  return new Uint8Array(cat(cipher.update(plain), cipher.final(), cipher.getAuthTag()));
}
function open(key, nonce, associated, sealed) {
  const cipher = crypto.createDecipheriv("aes-128-gcm", key, nonce).setAAD(associated ?? none);
  cipher.setAuthTag(sealed.slice(-16));
  return new Uint8Array(cat(cipher.update(sealed.slice(0, -16)), cipher.final()));
}
const hpkePair = (seed) => ({ privateKey: new Uint8Array(seed), publicKey: new Uint8Array(pairOf(seed).publicKey) });
const derivation = cat(Buffer.from("HPKE-v1KEM"), u16(0x647a), u16(13), Buffer.from("DeriveKeyPair"), u16(32));
const cipherSuite = {
  id: 0x004f,
  hash: {
    digest: async (data) => new Uint8Array(sha256(data)),
    mac: async (key, data) => new Uint8Array(hmac(key, data)),
    verifyMac: async (key, mac, data) => hmac(key, data).equals(Buffer.from(mac)),
  },
  kdf: {
    size: 32,
    extract: async (salt, ikm) => new Uint8Array(hmac(salt, ikm)),
    expand: async (key, info, size) => new Uint8Array(expand(key, info, size)),
  },
  rng: { randomBytes: (n) => new Uint8Array(random(n)) },
  signature: {
    sign: async (seed, message) => new Uint8Array(sign(seed, message)),
    verify: async (key, message, signature) => verify(key, message, signature),
  },
  hpke: {
    keyLength: 16,
    nonceLength: 12,
    async seal(key, plain, info, associated) {
      const { enc, secret } = encapsulated(key);
      const context = schedule(secret, info);
      return { enc: new Uint8Array(enc), ct: seal(context.key, context.nonce, associated, plain) };
    },
    async open(seed, enc, sealed, info, associated) {
      const context = schedule(decapsulated(seed, enc), info);
      return open(context.key, context.nonce, associated, sealed);
    },
    importPrivateKey: async (key) => key,
    importPublicKey: async (key) => key,
    exportPrivateKey: async (key) => key,
    exportPublicKey: async (key) => key,
    encryptAead: async (key, nonce, associated, plain) => seal(key, nonce, associated, plain),
    decryptAead: async (key, nonce, associated, sealed) => open(key, nonce, associated, sealed),
    deriveKeyPair: async (ikm) => hpkePair(shake256(cat(ikm, derivation), { dkLen: 32 })),
    generateKeyPair: async () => hpkePair(random(32)),
  },
};

// --- identities (3) ---

const listFields = (list) => cat(text(list.address), list.account, u64(list.version), list.previous, u64(list.issuedAt),
  vec(...list.clients.map((client) => cat(client.id, client.leaf, u8(client.role)))));
const listTbs = (list) => cat(label("client list"), listFields(list));
function readList(from) {
  const list = { address: from.text(), account: from.take(32), version: from.number(8), previous: from.take(32),
    issuedAt: from.number(8),
    clients: from.list((r) => ({ id: r.take(16), leaf: r.take(32), role: r.number(1) })) };
  need(verify(list.account, listTbs(list), from.take(64)), "the signature of a client list");
  return list;
}
const clientTbs = (address, client, leaf) => cat(label("client"), u16(1), text(address), client, leaf);
function identity(leaf) {
  const from = new Reader(leaf.credential.identity);
  need(from.number(2) === 1, "the version of a credential");
  const who = { address: from.text(), client: from.take(16), account: from.take(32) };
  need(verify(who.account, clientTbs(who.address, who.client, leaf.signaturePublicKey), from.take(64)), "a credential");
  return who;
}
const clientAddress = (who) => cat(text(who.address), who.client);

const context = {
  cipherSuite,
  authService: {
    validateCredential: async (credential, signaturePublicKey) => !!identity({ credential, signaturePublicKey }),
  },
  clientConfig: {
    keyRetentionConfig: mls.defaultKeyRetentionConfig,
    lifetimeConfig: { maximumTotalLifetime: 90n * 86400n, validateLifetimeOnReceive: true },
    keyPackageEqualityConfig: mls.defaultKeyPackageEqualityConfig,
    paddingConfig: { kind: "padUntilLength", padUntilLength: 512 },
  },
};
const encoded = (message) => Buffer.from(mls.encode(mls.mlsMessageEncoder, message));
const decoded = (bytes) => mls.decode(mls.mlsMessageDecoder, new Uint8Array(bytes));

// --- content (13) ---

const head = (major, n) => (n < 24 ? u8((major << 5) | n) : n < 256 ? cat(u8((major << 5) | 24), u8(n))
  : cat(u8((major << 5) | 25), u16(n)));
function cbor(value) {
  if (value === null) return u8(0xf6);
  if (typeof value === "number") return head(0, value);
  if (typeof value === "string") return cat(head(3, Buffer.byteLength(value)), Buffer.from(value));
  if (value instanceof Uint8Array) return cat(head(2, value.length), value);
  if (Array.isArray(value)) return cat(head(4, value.length), ...value.map(cbor));
  return cat(head(5, value.size), ...[...value].flat().map(cbor));
}
function uncbor(from) {
  const first = from.number(1);
  const major = first >> 5;
  const low = first & 31;
  if (major === 7) return { 20: false, 21: true, 22: null }[low];
  const n = low < 24 ? low : from.number(1 << (low - 24));
  if (major === 0) return n;
  if (major === 2) return from.take(n);
  if (major === 3) return from.take(n).toString();
  if (major === 4) return Array.from({ length: n }, () => uncbor(from));
  need(major === 5, "CBOR");
  return new Map(Array.from({ length: n }, () => [uncbor(from), uncbor(from)]));
}
const framing = (type, content) => cat(text(type), vec(), vec(content));
const readFraming = (from) => ({ type: from.text(), parameters: from.list((r) => [r.text(), r.text()]), content: from.vec() });
const userUri = (address) => `mimi://${address.split("@")[1]}/u/${address.split("@")[0]}`;
const roomUri = (host, id) => `mimi://${host}/r/${id.toString("hex")}`;
const withLength = (uri) => cat(u16(Buffer.byteLength(uri)), Buffer.from(uri));
const messageId = (sender, room, content, salt) =>
  cat(u8(1), sha256(cat(withLength(sender), withLength(room), content, salt)).subarray(0, 31)).toString("hex");

// --- the connection (5, 6) ---

class Connection {
  static async open(link) {
    const [, host, port, fingerprint] = /^sotto:\/\/(.+):(\d+)\/#([0-9a-f]{64})/.exec(link);
    const made = new Connection();
    Object.assign(made, { requests: 0, waiting: new Map(), deliveries: [], ready: () => {} });
    made.socket = new WebSocket(`wss://${host}:${port}/`, {
      rejectUnauthorized: false, minVersion: "TLSv1.3", perMessageDeflate: false });
    let certificate;
    made.socket.on("upgrade", (response) => (certificate = response.socket.getPeerX509Certificate()));
    made.socket.on("message", (message) => made.received(new Reader(message)));
    await new Promise((opened, failed) => made.socket.on("open", opened).on("error", failed));
    made.nonce = random(32);
    const from = await made.ask(1, cat(u16(1), made.nonce), 128);
    const version = from.take(2);
    Object.assign(made, { serverNonce: from.take(32), host: from.text(), server: from.take(32), tlsKey: from.take(32) });
    const registration = from.take(1);
    need(sha256(cat(label("fingerprint"), made.server)).toString("hex") === fingerprint, "another server");
    const spki = certificate.publicKey.export({ format: "der", type: "spki" });
    need(made.tlsKey.equals(sha256(spki)), "another TLS key");
    const tbs = cat(label("login server"), version, made.nonce, made.serverNonce, text(made.host), made.server, made.tlsKey,
      registration);
    need(verify(made.server, tbs, from.take(64)), "the server's signature");
    return made;
  }
  received(from) {
    const type = from.number(1);
    const request = from.number(4);
    if (type === 136) {
      this.deliveries.push(from);
      this.ready();
    } else if (this.waiting.has(request)) {
      const { expected, answered, failed } = this.waiting.get(request);
      this.waiting.delete(request);
      if (type === expected) answered(from);
      else failed(new Error(`answer ${type}: ${type === 255 ? from.number(2) + " " + from.text() : ""}`));
    }
  }
  send(type, request, body) {
    this.socket.send(cat(u8(type), u32(request), body));
  }
  ask(type, body, expected) {
    const request = ++this.requests;
    this.send(type, request, body);
    return new Promise((answered, failed) => this.waiting.set(request, { expected, answered, failed }));
  }
  async delivery() {
    const patience = setTimeout(() => this.ready("nothing was delivered"), 30_000);
    while (this.deliveries.length === 0) {
      const trouble = await new Promise((ready) => (this.ready = ready));
      need(!trouble, trouble);
    }
    clearTimeout(patience);
    return this.deliveries.shift();
  }
}

// --- what it does ---

const me = { accountSeed: random(32), leaf: random(32), client: random(16), counter: 0, number: 0 };
const groups = new Map();
const packages = [];
let link;
let server;

const forkTag = (state) => mls.mlsExporter(state.keySchedule.exporterSecret, "Sotto fork", state.groupContext.groupId, 8, cipherSuite);

async function newKeyPackage() {
  const now = BigInt(Math.floor(Date.now() / 1000));
  const proof = sign(me.accountSeed, clientTbs(me.address, me.client, publicOf(me.leaf)));
  return mls.generateKeyPackageWithKey({
    cipherSuite,
    credential: { credentialType: 1, identity: cat(u16(1), clientAddress(me), me.account, proof) },
    capabilities: { versions: [1], ciphersuites: [0x4f], extensions: [0xf501], proposals: [], credentials: [1] },
    lifetime: { notBefore: now - 86400n, notAfter: now + 30n * 86400n },
    signatureKeyPair: { signKey: me.leaf, publicKey: new Uint8Array(publicOf(me.leaf)) },
  });
}
const packed = (made) => encoded({ version: 1, wireformat: 5, keyPackage: made.publicPackage });

async function submit(group, epoch, body) {
  const from = await server.ask(8, cat(random(16), u64(++me.number), vec(group), u64(epoch), body), 135);
  from.take(16);
  const kind = from.number(1);
  need(kind === 1, kind === 3 ? `refused ${from.number(2)} ${from.text()}` : "another epoch");
}

async function lookUp(address) {
  const nonce = random(32);
  const from = await server.ask(6, cat(nonce, text(address), u8(1)), 133);
  const begin = from.at;
  need(from.take(32).equals(server.server) && from.take(32).equals(nonce) && from.text() === address, "the answer");
  from.take(8);
  need(from.number(1) === 1, "no such account");
  const list = readList(from);
  need(list.address === address && from.vec().length === 0, "the answer's list");
  const offers = from.list((r) => ({ client: r.take(16), lastResort: r.number(1), message: r.vec() }));
  const signed = cat(label("directory answer"), from.bytes.subarray(begin, from.at));
  need(verify(server.server, signed, from.take(64)), "the signature of an answer");
  return offers.map(({ client, message }) => {
    const { keyPackage } = decoded(message);
    const who = identity(keyPackage.leafNode);
    const listed = list.clients.find((one) => one.id.equals(client));
    need(who.address === address && who.client.equals(client) && who.account.equals(list.account), "a KeyPackage");
    need(listed.leaf.equals(Buffer.from(keyPackage.leafNode.signaturePublicKey)), "a KeyPackage's leaf key");
    return { who, keyPackage };
  });
}

/// What the group's context says of its conversation.
function conversation(state) {
  const extension = state.groupContext.extensions.find((one) => one.extensionType === 0xf501);
  const from = new Reader(extension.extensionData);
  need(from.number(2) === 1, "the version of a conversation");
  return { id: from.take(16), kind: from.number(1) };
}

async function joined(welcome) {
  for (const made of packages) {
    const reference = Buffer.from(await mls.makeKeyPackageRef(made.publicPackage, cipherSuite.hash));
    if (welcome.secrets.some((secret) => reference.equals(Buffer.from(secret.newMember)))) {
      return mls.joinGroup({ context, welcome, keyPackage: made.publicPackage, privateKeys: made.privatePackage });
    }
  }
  throw new Error("a Welcome for nobody");
}

async function opened(id, message) {
  const { privateMessage } = decoded(message);
  const state = groups.get(id);
  need(Buffer.from(privateMessage.authenticatedData).equals(Buffer.from(await forkTag(state))), "the fork tag");
  const done = await mls.processPrivateMessage({ context, state, privateMessage });
  groups.set(id, done.newState);
  if (done.kind !== "applicationMessage") return {};
  const outer = readFraming(new Reader(done.message));
  need(outer.type === "application/sotto", outer.type);
  const from = new Reader(outer.content);
  need(from.number(2) === 1, "the version of application/sotto");
  const content = { counter: from.number(8), lists: from.list((r) => [r.text(), r.number(8)]), resend: from.list((r) => r.take(16)),
    inner: from.optional(readFraming) };
  if (content.inner === null) return {};
  const value = uncbor(new Reader(content.inner.content));
  if (content.inner.type === "application/mimi-message-status") {
    return { statuses: value.map(([about, status]) => ({ id: about.toString("hex"), status })) };
  }
  const [salt, , , , , uris, part] = value;
  return { counter: content.counter, text: part[4].toString(),
    id: messageId(uris.get(1), uris.get(2), content.inner.content, salt) };
}

const operations = {
  async register({ link: invite, name }) {
    link = invite;
    server = await Connection.open(link);
    me.address = `${name}@${server.host}`;
    me.account = publicOf(me.accountSeed);
    const list = { address: me.address, account: me.account, version: 1, previous: Buffer.alloc(32), issuedAt: Date.now(),
      clients: [{ id: me.client, leaf: publicOf(me.leaf), role: 1 }] };
    const admission = cat(u8(1), Buffer.from(link.split(".").at(-1), "hex"));
    const tbs = cat(label("registration"), server.nonce, server.serverNonce, server.server, server.tlsKey, text(me.address),
      me.account, sha256(listTbs(list)), admission);
    await server.ask(4, cat(admission, listFields(list), sign(me.accountSeed, listTbs(list)), sign(me.accountSeed, tbs)), 131);
    return { ...(await operations.login()), address: me.address };
  },
  async login() {
    if (server.loggedIn) server = await Connection.open(link);
    const tbs = cat(label("login client"), server.nonce, server.serverNonce, clientAddress(me), me.account, server.server,
      server.tlsKey);
    const from = await server.ask(2, cat(clientAddress(me), sign(me.leaf, tbs)), 129);
    server.loggedIn = true;
    const highest = from.number(8);
    need(highest === me.number, "the highest number");
    return { highest };
  },
  async publish() {
    for (let i = 0; i < 4; i++) packages.push(await newKeyPackage());
    const [last, ...fresh] = packages.map((made) => vec(packed(made)));
    return { left: (await server.ask(5, cat(vec(...fresh), u8(1), last), 132)).number(2) };
  },
  async found({ other }) {
    const offers = await lookUp(other);
    const id = random(16);
    const [lower, higher] = [me.address, other].sort();
    const room = sha256(cat(text(lower), text(higher))).subarray(0, 16);
    const mine = await newKeyPackage();
    const state = await mls.createGroup({
      context, groupId: new Uint8Array(id), keyPackage: mine.publicPackage, privateKeyPackage: mine.privatePackage,
      extensions: [
        { extensionType: 3, extensionData: { extensionTypes: [0xf501], proposalTypes: [], credentialTypes: [] } },
        mls.makeCustomExtension({ extensionType: 0xf501, extensionData: new Uint8Array(cat(u16(1), room, u8(1), vec(), vec(), u8(0))) }),
      ],
    });
    await submit(id, 0, cat(u8(4), u8(0)));
    const made = await mls.createCommit({
      context, state, ratchetTreeExtension: true, authenticatedData: await forkTag(state),
      extraProposals: offers.map(({ keyPackage }) => ({ proposalType: 1, add: { keyPackage } })),
    });
    const added = offers.map(({ who }) => clientAddress(who));
    const welcome = cat(vec(...added), vec(encoded(made.welcome)));
    await submit(id, 0, cat(u8(3), vec(encoded(made.commit)), vec(welcome), vec(clientAddress(me), ...added)));
    groups.set(id.toString("hex"), made.newState);
    return { group: id.toString("hex") };
  },
  async heal({ group }) {
    const state = groups.get(group);
    const made = await mls.createCommit({ context, state, authenticatedData: await forkTag(state) });
    const roster = mls.getGroupMembers(state).map((leaf) => clientAddress(identity(leaf)));
    await submit(Buffer.from(group, "hex"), state.groupContext.epoch, cat(u8(3), vec(encoded(made.commit)), vec(), vec(...roster)));
    groups.set(group, made.newState);
    return { epoch: Number(made.newState.groupContext.epoch) };
  },
  async say({ group, words }) {
    const state = groups.get(group);
    const salt = random(16);
    const sender = userUri(me.address);
    const room = roomUri(server.host, conversation(state).id);
    const part = [1, "", 1, "text/plain;charset=utf-8", Buffer.from(words)];
    const content = cbor([salt, null, none, null, null, new Map([[1, sender], [2, room]]), part]);
    const sotto = cat(u16(1), u64(++me.counter), vec(), vec(), u8(1), framing("application/mimi-content", content), vec());
    const message = new Uint8Array(framing("application/sotto", sotto));
    const made = await mls.createApplicationMessage({ context, state, message, authenticatedData: await forkTag(state) });
    groups.set(group, made.newState);
    await submit(Buffer.from(group, "hex"), state.groupContext.epoch, cat(u8(1), vec(encoded(made.message))));
    return { id: messageId(sender, room, content, salt) };
  },
  /// The next entry of the queue.
  async hear() {
    const from = await server.delivery();
    const entry = from.take(8);
    from.take(1);
    const group = from.vec().toString("hex");
    from.take(8);
    const kind = from.number(1);
    from.take(16);
    need(kind === 1 || kind === 2, `a delivery of kind ${kind}`);
    let heard = {};
    if (kind === 1) heard = await opened(group, from.vec());
    else groups.set(group, await joined(decoded(from.vec()).welcome));
    server.send(9, 0, vec(entry, u8(1)));
    return { kind, group, ...heard };
  },
};

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    console.log(JSON.stringify(await operations[request.operation](request)));
  } catch (error) {
    console.log(JSON.stringify({ error: `${request.operation}: ${error.message}` }));
  }
}
