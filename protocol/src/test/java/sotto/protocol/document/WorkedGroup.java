package sotto.protocol.document;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.WelcomeFor;
import sotto.protocol.group.ConversationData;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.ConversationId;
import sotto.protocol.identity.CredentialIdentity;
import sotto.protocol.identity.DirectoryAnswer;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.SignedDirectoryAnswer;
import sotto.protocol.wire.Bytes;

/// Alice asks for Bob and founds their conversation. MLS messages hold fresh randomness and some
/// thousand bytes, so here they are short: whole outside, of two bytes inside.
final class WorkedGroup {
  private static final Address ALICE = WorkedExample.ALICE;
  private static final Address BOB = new Address("bob", "example.org");
  private static final ClientId BOBS_CLIENT = ClientId.of(WorkedExample.repeat(0xbb, 16));
  private static final Nonce ASKED = Nonce.of(WorkedExample.repeat(0x99, 32));
  private static final byte[] TAG = WorkedExample.repeat(0x77, 8);
  private static final Bytes GROUP = WorkedExample.GROUP;

  /// The first 16 bytes of the hash of both addresses, the lower first.
  static final ConversationId CONVERSATION =
      ConversationId.of(
          Arrays.copyOf(
              Hash.sha256(new Writer().struct(ALICE).struct(BOB).toBytes()).bytes().toArray(), 16));

  private final WorkedExample.Key server = WorkedExample.Key.of(1);
  private final WorkedExample.Key account = WorkedExample.Key.of(2);
  private final WorkedExample.Key leaf = WorkedExample.Key.of(3);
  private final WorkedExample.Key bobsAccount = WorkedExample.Key.of(4);
  private final WorkedExample.Key bobsLeaf = WorkedExample.Key.of(5);

  private WorkedGroup() throws Exception {}

  static Map<String, String> blocks() throws Exception {
    WorkedGroup example = new WorkedGroup();
    Map<String, String> blocks = new LinkedHashMap<>();
    blocks.put("credential", example.credential());
    blocks.put("lookup", example.lookup());
    blocks.put("answer", example.answer());
    blocks.put("conversation", example.conversation());
    blocks.put("commit", example.commit());
    blocks.put("deliver", example.deliver());
    blocks.put("derive", derive());
    return blocks;
  }

  private String credential() {
    AccountKey key = AccountKey.of(account.publicKey());
    CredentialIdentity identity =
        CredentialIdentity.sign(
            new ClientAddress(ALICE, WorkedExample.CLIENT),
            LeafKey.of(leaf.publicKey()),
            key,
            account.signer());
    return new Example()
        .number("version 1", 2, 1)
        .part("address", ALICE)
        .part("client id", WorkedExample.CLIENT)
        .part("account key", key)
        .part("signature of ClientTBS", identity.signature())
        .of(identity.encoded());
  }

  private String lookup() {
    ClientFrame lookup = new ClientFrame.Lookup(ASKED, BOB, ClientFrame.Lookup.Wanted.LIST);
    return new Example()
        .number("type: Lookup", 1, 6)
        .number("request 4", 4, 4)
        .part("a fresh nonce", ASKED)
        .part("address: 15 bytes, \"bob@example.org\"", BOB)
        .number("no KeyPackages, the list alone", 1, 0)
        .of(new ClientRequest(4, lookup).encoded());
  }

  private String answer() {
    AccountKey accountKey = AccountKey.of(bobsAccount.publicKey());
    LeafKey leafKey = LeafKey.of(bobsLeaf.publicKey());
    ListedClient listed = new ListedClient(BOBS_CLIENT, leafKey, ListedClient.Role.KEEPER);
    SignedClientList list =
        SignedClientList.sign(
            ClientList.first(BOB, accountKey, WorkedExample.AT, listed), bobsAccount.signer());
    ServerKey key = ServerKey.of(server.publicKey());
    SignedDirectoryAnswer answer =
        SignedDirectoryAnswer.sign(
            new DirectoryAnswer(
                key,
                ASKED,
                BOB,
                WorkedExample.AT,
                new DirectoryEntry.Account(list, List.of(), List.of())),
            server.signer());
    byte[] whole = new ServerReply(4, new ServerFrame.Answer(answer)).encoded();
    return new Example()
        .number("type: Answer", 1, 133)
        .number("request 4", 4, 4)
        .part("the server's identity key", key)
        .part("the asker's nonce", ASKED)
        .part("address", BOB)
        .number("at 2026-11-20T05:00:00Z", 8, WorkedExample.AT.toEpochMilli())
        .number("kind: account", 1, 1)
        .part("its list: address", BOB)
        .part("account key", accountKey)
        .number("version 1", 8, 1)
        .part("previous: none", Hash.NONE)
        .number("issued at 2026-11-20T05:00:00Z", 8, WorkedExample.AT.toEpochMilli())
        .part("clients: 49 bytes", new byte[] {49})
        .part("client id", BOBS_CLIENT)
        .part("leaf signature key", leafKey)
        .number("role: keeper", 1, 1)
        .part("signature of ClientListTBS", list.signature())
        .part("no successors, no KeyPackages", new byte[2])
        .part(
            "signature of DirectoryAnswerTBS",
            Arrays.copyOfRange(whole, whole.length - 64, whole.length))
        .of(whole);
  }

  private String conversation() {
    ConversationData data = ConversationData.direct(CONVERSATION);
    return new Example()
        .number("version 1", 2, 1)
        .part("conversation id", CONVERSATION)
        .number("kind: direct", 1, 1)
        .part("no name, no administrators, no predecessor", new byte[3])
        .of(data.encoded());
  }

  private String commit() {
    ClientAddress alice = new ClientAddress(ALICE, WorkedExample.CLIENT);
    ClientAddress bob = new ClientAddress(BOB, BOBS_CLIENT);
    SubmissionId id = SubmissionId.of(WorkedExample.repeat(0xf7, 16));
    byte[] message = message(0, 3);
    byte[] welcome = new Writer().uint16(1).uint16(3).uint16(0x4f).uint8(0).uint8(0).toBytes();
    Submission submission =
        new Submission(
            id,
            2,
            GROUP,
            0,
            new SubmissionBody.Commit(
                Bytes.wrap(message),
                List.of(new WelcomeFor(List.of(bob), Bytes.wrap(welcome))),
                List.of(alice, bob)));
    return new Example()
        .number("type: Submit", 1, 8)
        .number("request 6", 4, 6)
        .part("submission id", id)
        .number("number 2", 8, 2)
        .part("group id", new Writer().opaque(GROUP.toArray()).toBytes())
        .number("epoch 0", 8, 0)
        .number("kind: commit", 1, 3)
        .part("message: 46 bytes", new byte[] {46})
        .part("MLSMessage: mls10, PrivateMessage", Arrays.copyOf(message, 4))
        .part("its group id", Arrays.copyOfRange(message, 4, 21))
        .part("its epoch 0", Arrays.copyOfRange(message, 21, 29))
        .part("its content type: commit", Arrays.copyOfRange(message, 29, 30))
        .part("its authenticated data: the fork tag", Arrays.copyOfRange(message, 30, 39))
        .part("encrypted sender data (shortened)", Arrays.copyOfRange(message, 39, 42))
        .part("ciphertext (shortened)", Arrays.copyOfRange(message, 42, message.length))
        .part("welcomes: 42 bytes", new byte[] {42})
        .part("recipients: 32 bytes", new byte[] {32})
        .part("Bob's address", BOB)
        .part("and client id", BOBS_CLIENT)
        .part("welcome: 8 bytes", new byte[] {8})
        .part("MLSMessage: mls10, Welcome, suite (shortened)", welcome)
        .part("roster: 66 bytes", new Writer().length(66).toBytes())
        .part("Alice's address", ALICE)
        .part("and client id", WorkedExample.CLIENT)
        .part("Bob's address", BOB)
        .part("and client id", BOBS_CLIENT)
        .of(new ClientRequest(6, new ClientFrame.Submit(submission)).encoded());
  }

  private String deliver() {
    SubmissionId id = SubmissionId.of(WorkedExample.repeat(0xf8, 16));
    byte[] message = message(1, 1);
    Delivery delivery =
        new Delivery(
            77, 1, GROUP, WorkedExample.AT, new DeliveryBody.Message(id, Bytes.wrap(message)));
    return new Example()
        .number("type: Deliver", 1, 136)
        .number("request 0: nobody asked", 4, 0)
        .number("entry 77", 8, 77)
        .number("offered the first time", 1, 1)
        .part("group id", new Writer().opaque(GROUP.toArray()).toBytes())
        .number("accepted at 2026-11-20T05:00:00Z", 8, WorkedExample.AT.toEpochMilli())
        .number("kind: message", 1, 1)
        .part("submission id", id)
        .part("message: 46 bytes, as above, of epoch 1", new byte[] {46})
        .part("", message)
        .of(ServerReply.unasked(new ServerFrame.Deliver(delivery)).encoded());
  }

  /// Whole on the outside.
  private static byte[] message(long epoch, int contentType) {
    return new Writer()
        .uint16(1)
        .uint16(2)
        .opaque(GROUP.toArray())
        .uint64(epoch)
        .uint8(contentType)
        .opaque(TAG)
        .opaque(new byte[] {0x66, 0x66})
        .opaque(new byte[] {0x55, 0x55, 0x55})
        .toBytes();
  }

  private static String derive() {
    SuiteCrypto crypto =
        new SuiteCrypto(
            CipherSuite.MLS_128_MLKEM768X25519_AES128GCM_SHA256_Ed25519, PortableCrypto.create());
    byte[] input = WorkedExample.repeat(7, 32);
    HpkeKeyPair pair = crypto.deriveHpkeKeyPair(Secret.owning(input.clone()));
    return "```\n"
        + "ikm                    "
        + Bytes.wrap(input).hex()
        + "\n"
        + "private key            "
        + Bytes.wrap(pair.privateKey().copy()).hex()
        + "\n"
        + "SHA-256(public key)    "
        + Hash.sha256(pair.publicKey()).hex()
        + "\n"
        + "```\n";
  }
}
