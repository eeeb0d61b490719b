package sotto.protocol.frame;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.AccountRelease;
import sotto.protocol.identity.AccountSuccessor;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.Code;
import sotto.protocol.identity.DirectoryAnswer;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.InviteToken;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.RejoinRequest;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.Signature;
import sotto.protocol.identity.SignedAccountSuccessor;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.SignedDirectoryAnswer;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// At least one frame of every kind, from a seed.
public final class SampleFrames {
  private static final Address ALICE = new Address("alice", "example.org");
  private static final Address PHONE = new Address("+15550100", "localhost");

  private final RandomGenerator random;
  private final Instant now = Instant.ofEpochMilli(1_795_150_800_123L);

  public SampleFrames(RandomGenerator random) {
    this.random = random;
  }

  public List<ClientFrame> client() throws Exception {
    Signature signature = Signature.of(bytes(64));
    return List.of(
        new ClientFrame.Hello(1, nonce()),
        new ClientFrame.Login(clientOf(ALICE), signature),
        new ClientFrame.RequestCode(PHONE, account()),
        new ClientFrame.Register(
            new Admission.ByInvite(InviteToken.of(bytes(16))), list(), signature),
        new ClientFrame.Register(new Admission.ByCode(Code.parse("012 345")), list(), signature),
        new ClientFrame.Register(new Admission.Open(), list(), signature),
        new ClientFrame.PublishKeyPackages(
            List.of(keyPackage(), keyPackage()), Optional.of(keyPackage())),
        new ClientFrame.PublishKeyPackages(List.of(), Optional.empty()),
        new ClientFrame.Lookup(nonce(), ALICE, ClientFrame.Lookup.Wanted.LIST),
        new ClientFrame.Lookup(nonce(), PHONE, ClientFrame.Lookup.Wanted.LIST_AND_KEY_PACKAGES),
        new ClientFrame.ReplaceClientList(list()),
        submit(new SubmissionBody.Application(blob(300)), 7),
        submit(new SubmissionBody.Proposal(blob(90)), 7),
        submit(
            new SubmissionBody.Commit(
                blob(200),
                List.of(new WelcomeFor(List.of(clientOf(PHONE)), blob(100))),
                List.of(clientOf(ALICE), clientOf(PHONE))),
            7),
        submit(new SubmissionBody.Create(Optional.empty()), 0),
        submit(
            new SubmissionBody.Create(Optional.of(new SubmissionBody.Predecessor(blob(16), 9))), 0),
        submit(new SubmissionBody.Rejoin(rejoin()), 0),
        new ClientFrame.Acknowledge(
            List.of(
                new Acknowledgement.Stored(1),
                new Acknowledgement.Later(2),
                new Acknowledgement.Refused(3, Acknowledgement.Reason.FORK))),
        new ClientFrame.ShowTo(List.of(ALICE, PHONE)),
        new ClientFrame.PutBlob(blobId(), 1_000, 500, blob(40)),
        new ClientFrame.GetBlob(blobId(), 500),
        new ClientFrame.GetPolicy());
  }

  public List<ServerFrame> server() {
    Signature signature = Signature.of(bytes(64));
    return List.of(
        new ServerFrame.ServerProof(
            1, nonce(), "example.org", ServerKey.of(bytes(32)), hash(), 3, signature),
        new ServerFrame.LoggedIn(12, now, 3, 99, 4, Policy.NORMAL.with(Limit.ACCOUNTS, 40)),
        new ServerFrame.CodeSent(now),
        new ServerFrame.Registered(now),
        new ServerFrame.Stock(24),
        answer(new DirectoryEntry.None()),
        answer(
            new DirectoryEntry.Account(
                list(),
                List.of(
                    new SignedAccountSuccessor(
                        new AccountSuccessor(ALICE, account(), account(), now), signature)),
                List.of(new ClientKeyPackage(ClientId.of(bytes(16)), true, keyPackage())))),
        answer(
            new DirectoryEntry.Released(
                new AccountRelease(ServerKey.of(bytes(32)), ALICE, account(), now), signature)),
        new ServerFrame.ListReplaced(4),
        judged(
            new Verdict.Accepted(
                now,
                List.of(
                    new Verdict.Missed(clientOf(ALICE), Verdict.Missed.Reason.FULL),
                    new Verdict.Missed(clientOf(PHONE), Verdict.Missed.Reason.GONE)))),
        judged(new Verdict.WrongEpoch(8, hash())),
        judged(new Verdict.Refused(Refusal.of(ErrorCode.NOT_ON_ROSTER))),
        deliver(new DeliveryBody.Message(submission(), blob(300))),
        deliver(new DeliveryBody.Welcome(submission(), blob(300))),
        deliver(new DeliveryBody.Rejoin(submission(), rejoin())),
        deliver(new DeliveryBody.Tombstone(5, now, now.plusSeconds(60), true)),
        new ServerFrame.CaughtUp(),
        new ServerFrame.Presence(ALICE, true),
        new ServerFrame.BlobProgress(blobId(), 1_000, 540),
        new ServerFrame.BlobChunk(blobId(), 1_000, 500, blob(40)),
        new ServerFrame.CurrentPolicy(new Policy(Map.of())),
        new ServerFrame.Ending(ServerFrame.Ending.Reason.DISPLACED),
        new ServerFrame.TookOver(),
        ServerFrame.Failed.of(ErrorCode.CODE_WRONG));
  }

  SignedClientList list() {
    ListedClient client =
        new ListedClient(ClientId.of(bytes(16)), LeafKey.of(bytes(32)), ListedClient.Role.KEEPER);
    return new SignedClientList(
        ClientList.first(ALICE, account(), now, client), Signature.of(bytes(64)));
  }

  SignedRejoinRequest rejoin() {
    return new SignedRejoinRequest(
        new RejoinRequest(clientOf(ALICE), blob(16), keyPackage(), now, blob(16)),
        Signature.of(bytes(64)));
  }

  /// The header of an MLSMessage with a KeyPackage of suite 0x004F, then noise.
  Bytes keyPackage() {
    Writer out = new Writer().uint16(1).uint16(5).uint16(1).uint16(0x4f);
    return Bytes.wrap(out.fixed(bytes(40)).toBytes());
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private ServerFrame answer(DirectoryEntry entry) {
    return new ServerFrame.Answer(
        new SignedDirectoryAnswer(
            new DirectoryAnswer(ServerKey.of(bytes(32)), nonce(), ALICE, now, entry),
            Signature.of(bytes(64))));
  }

  private ServerFrame judged(Verdict verdict) {
    return new ServerFrame.Judged(submission(), verdict);
  }

  private ServerFrame deliver(DeliveryBody body) {
    return new ServerFrame.Deliver(new Delivery(77, 1, blob(16), now, body));
  }

  private ClientFrame submit(SubmissionBody body, long epoch) {
    return new ClientFrame.Submit(new Submission(submission(), 13, blob(16), epoch, body));
  }

  private ClientAddress clientOf(Address address) {
    return new ClientAddress(address, ClientId.of(bytes(16)));
  }

  private AccountKey account() {
    return AccountKey.of(bytes(32));
  }

  private SubmissionId submission() {
    return SubmissionId.of(bytes(16));
  }

  private BlobId blobId() {
    return BlobId.of(bytes(32));
  }

  private Nonce nonce() {
    return Nonce.of(bytes(32));
  }

  private Hash hash() {
    return Hash.of(bytes(32));
  }

  private Bytes blob(int count) {
    return Bytes.wrap(bytes(count));
  }
}
