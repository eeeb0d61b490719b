package sotto.protocol.document;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.protocol.Seed;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.MediaType;
import sotto.protocol.content.MimiContent;
import sotto.protocol.content.MimiUri;
import sotto.protocol.content.SottoContent;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.SampleFrames;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.Ed25519;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.identity.InviteToken;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.LoginClient;
import sotto.protocol.identity.LoginServer;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.Registration;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.Signature;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.Signer;
import sotto.protocol.wire.Bytes;

/// Alice registers by invite, logs in and says hello; every byte follows from fixed keys.
final class WorkedExample {
  static final Address ALICE = new Address("alice", "example.org");
  static final Instant AT = Instant.parse("2026-11-20T05:00:00Z");
  private static final Nonce CLIENT_NONCE = Nonce.of(repeat(0xa1, 32));
  private static final Nonce SERVER_NONCE = Nonce.of(repeat(0xb2, 32));
  private static final Hash TLS_KEY = Hash.of(repeat(0xc3, 32));
  static final ClientId CLIENT = ClientId.of(repeat(0xd4, 16));
  static final SubmissionId SUBMISSION = SubmissionId.of(repeat(0xf6, 16));
  static final Bytes GROUP = Bytes.of(repeat(0x17, 16));

  private final Key server = Key.of(1);
  private final Key account = Key.of(2);
  private final Key leaf = Key.of(3);

  record Key(Signer signer, byte[] publicKey) {
    static Key of(int seed) throws Exception {
      PortableCrypto crypto = PortableCrypto.create();
      SignatureKeyPair pair =
          crypto.signatureKeyPair(SignatureScheme.ED25519, Secret.owning(repeat(seed, 32)));
      return new Key(Ed25519.signer(crypto.signingKey(pair)), pair.publicKey());
    }
  }

  private WorkedExample() throws Exception {}

  static Map<String, String> blocks() throws Exception {
    WorkedExample example = new WorkedExample();
    Map<String, String> blocks = new LinkedHashMap<>();
    blocks.put("link", example.link());
    blocks.put("hello", example.hello());
    blocks.put("proof", example.proof());
    blocks.put("register", example.register());
    blocks.put("registered", example.registered());
    blocks.put("login", example.login());
    blocks.put("create", example.create());
    blocks.put("judged", example.judged());
    blocks.put("content", example.content());
    blocks.put("acknowledge", example.acknowledge());
    return blocks;
  }

  /// One frame of every type, in the order of the types.
  static List<Object> frames() throws Exception {
    SampleFrames samples = new SampleFrames(Seed.random());
    List<Object> frames = new ArrayList<>();
    frames.addAll(
        samples.client().stream().sorted(Comparator.comparingInt(ClientFrame::type)).toList());
    frames.addAll(
        samples.server().stream().sorted(Comparator.comparingInt(ServerFrame::type)).toList());
    List<Object> distinct = new ArrayList<>();
    for (Object frame : frames) {
      if (distinct.isEmpty() || distinct.getLast().getClass() != frame.getClass()) {
        distinct.add(frame);
      }
    }
    return distinct;
  }

  private String link() {
    InviteLink link =
        new InviteLink(
            "example.org",
            7667,
            Fingerprint.of(ServerKey.of(server.publicKey)),
            Optional.of(token()));
    return "```\n" + link.text() + "\n```\n";
  }

  private String hello() {
    return new Example()
        .number("type: Hello", 1, 1)
        .number("request 1", 4, 1)
        .number("version 1", 2, 1)
        .part("the client's nonce", CLIENT_NONCE)
        .of(new ClientRequest(1, new ClientFrame.Hello(1, CLIENT_NONCE)).encoded());
  }

  private String proof() {
    ServerKey key = ServerKey.of(server.publicKey);
    LoginServer statement =
        new LoginServer(1, CLIENT_NONCE, SERVER_NONCE, "example.org", key, TLS_KEY, 1);
    Signature signature = statement.sign(server.signer);
    return new Example()
        .number("type: ServerProof", 1, 128)
        .number("request 1", 4, 1)
        .number("version 1", 2, 1)
        .part("the server's nonce", SERVER_NONCE)
        .part("name: 11 bytes, \"example.org\"", opaque("example.org"))
        .part("the server's identity key", key)
        .part("SHA-256 of the TLS certificate's public key", TLS_KEY)
        .number("registration: by invite only", 1, 1)
        .part("signature of LoginServerTBS", signature)
        .of(
            new ServerReply(
                    1,
                    new ServerFrame.ServerProof(
                        1, SERVER_NONCE, "example.org", key, TLS_KEY, 1, signature))
                .encoded());
  }

  private String register() {
    AccountKey accountKey = AccountKey.of(account.publicKey);
    LeafKey leafKey = LeafKey.of(leaf.publicKey);
    ListedClient listed = new ListedClient(CLIENT, leafKey, ListedClient.Role.KEEPER);
    SignedClientList list =
        SignedClientList.sign(ClientList.first(ALICE, accountKey, AT, listed), account.signer);
    Admission admission = new Admission.ByInvite(token());
    Signature signature =
        new Registration(
                CLIENT_NONCE,
                SERVER_NONCE,
                ServerKey.of(server.publicKey),
                TLS_KEY,
                list.list(),
                admission)
            .sign(account.signer);
    return new Example()
        .number("type: Register", 1, 4)
        .number("request 2", 4, 2)
        .number("admission: invite", 1, 1)
        .part("its token", token())
        .part("list: address, 17 bytes, \"alice@example.org\"", ALICE)
        .part("account key", accountKey)
        .number("version 1", 8, 1)
        .part("previous: none", Hash.NONE)
        .number("issued at 2026-11-20T05:00:00Z", 8, AT.toEpochMilli())
        .part("clients: 49 bytes", new byte[] {49})
        .part("client id", CLIENT)
        .part("leaf signature key", leafKey)
        .number("role: keeper", 1, 1)
        .part("signature of ClientListTBS", list.signature())
        .part("signature of RegistrationTBS", signature)
        .of(new ClientRequest(2, new ClientFrame.Register(admission, list, signature)).encoded());
  }

  private String registered() {
    return new Example()
        .number("type: Registered", 1, 131)
        .number("request 2", 4, 2)
        .number("at 2026-11-20T05:00:00Z", 8, AT.toEpochMilli())
        .of(new ServerReply(2, new ServerFrame.Registered(AT)).encoded());
  }

  private String login() {
    ClientAddress who = new ClientAddress(ALICE, CLIENT);
    Signature signature =
        new LoginClient(
                CLIENT_NONCE,
                SERVER_NONCE,
                who,
                AccountKey.of(account.publicKey),
                ServerKey.of(server.publicKey),
                TLS_KEY)
            .sign(leaf.signer);
    return new Example()
        .number("type: Login", 1, 2)
        .number("request 3", 4, 3)
        .part("address", ALICE)
        .part("client id", CLIENT)
        .part("signature of LoginClientTBS", signature)
        .of(new ClientRequest(3, new ClientFrame.Login(who, signature)).encoded());
  }

  private String create() {
    Submission submission =
        new Submission(SUBMISSION, 1, GROUP, 0, new SubmissionBody.Create(Optional.empty()));
    return new Example()
        .number("type: Submit", 1, 8)
        .number("request 5", 4, 5)
        .part("submission id", SUBMISSION)
        .number("number 1", 8, 1)
        .part("group id: 16 bytes", new Writer().opaque(GROUP.toArray()).toBytes())
        .number("epoch 0", 8, 0)
        .number("kind: create", 1, 4)
        .number("no predecessor", 1, 0)
        .of(new ClientRequest(5, new ClientFrame.Submit(submission)).encoded());
  }

  private String judged() {
    ServerFrame judged = new ServerFrame.Judged(SUBMISSION, new Verdict.Accepted(AT, List.of()));
    return new Example()
        .number("type: Judged", 1, 135)
        .number("request 5", 4, 5)
        .part("submission id", SUBMISSION)
        .number("accepted", 1, 1)
        .number("at 2026-11-20T05:00:00Z", 8, AT.toEpochMilli())
        .part("nobody was missed", new byte[1])
        .of(new ServerReply(5, judged).encoded());
  }

  private String content() {
    String sender = MimiUri.of(ALICE);
    String room = MimiUri.of("example.org", WorkedGroup.CONVERSATION);
    Bytes salt = Bytes.of(repeat(0x28, 16));
    MimiContent hello = MimiContent.of(salt, sender, room, MimiContent.text("hello"));
    byte[] mimi = hello.encoded();
    ApplicationFraming inner = ApplicationFraming.of(hello);
    ApplicationFraming outer = ApplicationFraming.of(SottoContent.of(1, List.of(), inner));
    String block =
        new Example()
            .part("media type, no parameters: \"application/sotto\"", MediaType.SOTTO)
            .part(
                "content: " + outer.content().size() + " bytes",
                new Writer().length(outer.content().size()).toBytes())
            .number("version 1", 2, 1)
            .number("counter 1", 8, 1)
            .part("no list versions, no resend requests", new byte[2])
            .number("there is inner content", 1, 1)
            .part("\"application/mimi-content\"", MediaType.MIMI_CONTENT)
            .part("content: " + mimi.length + " bytes", new Writer().length(mimi.length).toBytes())
            .part("array(7)", slice(mimi, 0, 1))
            .part("bytes(16): salt", slice(mimi, 1, 18))
            .part(
                "null: replaces; bytes(0): topic; null, null: no expiry, no reply",
                slice(mimi, 18, 22))
            .part("map(2)", slice(mimi, 22, 23))
            .part("1: \"" + sender + "\"", slice(mimi, 23, 52))
            .part("2: \"" + room + "\"", slice(mimi, 52, 108))
            .part("array(5): render, language \"\", single", slice(mimi, 108, 112))
            .part("\"text/plain;charset=utf-8\"", slice(mimi, 112, 138))
            .part("bytes(5): \"hello\"", slice(mimi, 138, mimi.length))
            .part("no extensions", new byte[1])
            .of(outer.encoded());
    return block + "\nIts message id:\n\n```\n" + hello.id(sender, room).hex() + "\n```\n";
  }

  private String acknowledge() {
    ClientFrame frame = new ClientFrame.Acknowledge(List.of(new Acknowledgement.Stored(77)));
    return new Example()
        .number("type: Acknowledge", 1, 9)
        .number("request 0: no answer", 4, 0)
        .part("entries: 9 bytes", new byte[] {9})
        .number("entry 77", 8, 77)
        .number("stored", 1, 1)
        .of(new ClientRequest(0, frame).encoded());
  }

  private static InviteToken token() {
    return InviteToken.of(HexFormat.of().parseHex("00112233445566778899aabbccddeeff"));
  }

  static byte[] opaque(String text) {
    return new Writer().opaque(text.getBytes(StandardCharsets.US_ASCII)).toBytes();
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  static byte[] repeat(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
