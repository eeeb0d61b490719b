// Drives npm's ts-mls: one JSON request a line on stdin, one answer a line on stdout. Bytes are base64.
import { createInterface } from "node:readline";
import * as mls from "ts-mls";

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const text = (array) => Buffer.from(array).toString("base64");
const cipherSuite = await mls.getCiphersuiteImpl("MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519");
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

function context(psks) {
  const externalPsks = {};
  for (const [id, psk] of Object.entries(psks ?? {})) externalPsks[mls.bytesToBase64(bytes(id))] = bytes(psk);
  return { cipherSuite, authService: mls.unsafeTestingAuthenticationService, externalPsks, clientConfig };
}

function keep(map, value) {
  map.set(++handles, value);
  return handles;
}

async function newKeys(identity) {
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
  const privateMessage = message(encoded, "privateMessage");
  return mls.processPrivateMessage({ context: member.context, state: member.state, privateMessage });
}

const operations = {
  async candidate({ identity, psks }) {
    const keys = await newKeys(identity);
    const keyPackage = mls.encode(mls.mlsMessageEncoder, {
      keyPackage: keys.publicPackage,
      wireformat: mls.wireformats.mls_key_package,
      version: mls.protocolVersions.mls10,
    });
    return { handle: keep(candidates, { keys, context: context(psks) }), keyPackage: text(keyPackage) };
  },
  async founder({ identity, groupId, psks }) {
    const keys = await newKeys(identity);
    const own = context(psks);
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
  async commit({ handle, added, removed, psks }) {
    const member = members.get(handle);
    const extraProposals = [
      ...added.map((keyPackage) => ({
        proposalType: mls.defaultProposalTypes.add,
        add: { keyPackage: message(keyPackage, "keyPackage") },
      })),
      ...removed.map((leaf) => ({ proposalType: mls.defaultProposalTypes.remove, remove: { removed: leaf } })),
      ...psks.map((id) => ({
        proposalType: mls.defaultProposalTypes.psk,
        psk: {
          preSharedKeyId: {
            psktype: mls.pskTypes.external,
            pskId: bytes(id),
            pskNonce: crypto.getRandomValues(new Uint8Array(cipherSuite.kdf.size)),
          },
        },
      })),
    ];
    const made = await mls.createCommit({
      context: member.context,
      state: member.state,
      extraProposals,
      ratchetTreeExtension: true,
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
    await processed(members.get(handle), commit);
    return {};
  },
  async process({ handle, commit }) {
    const member = members.get(handle);
    member.state = (await processed(member, commit)).newState;
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
