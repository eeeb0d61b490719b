package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;

/// RFC 9420 §12.1: a change to the group, without effect until it is committed.
///
/// ```text
/// struct {
///     ProposalType proposal_type;
///     select (Proposal.proposal_type) { ... };
/// } Proposal;
/// ```
///
/// [#encode] writes the type and then the [#body].
public sealed interface Proposal extends Content {

  /// The label of its hash, the ProposalRef (RFC 9420 §5.2).
  String REFERENCE = "MLS 1.0 Proposal Reference";

  /// `ProposalType`, a uint16.
  int type();

  /// The struct of the proposal's own type.
  void body(Writer out);

  @Override
  default void encode(Writer out) {
    given("out", out).uint16(type());
    body(out);
  }

  @Override
  default ContentType contentType() {
    return ContentType.PROPOSAL;
  }

  /// RFC 9420 §12.1.1: `struct { KeyPackage key_package; } Add`.
  record Add(KeyPackage keyPackage) implements Proposal {
    public Add {
      given("keyPackage", keyPackage);
    }

    @Override
    public int type() {
      return ProposalType.ADD;
    }

    @Override
    public void body(Writer out) {
      given("out", out).struct(keyPackage);
    }
  }

  /// RFC 9420 §12.1.2: `struct { LeafNode leaf_node; } Update`.
  record Update(LeafNode leafNode) implements Proposal {
    public Update {
      given("leafNode", leafNode);
    }

    @Override
    public int type() {
      return ProposalType.UPDATE;
    }

    @Override
    public void body(Writer out) {
      given("out", out).struct(leafNode);
    }
  }

  /// RFC 9420 §12.1.3: `struct { uint32 removed; } Remove`.
  record Remove(LeafIndex removed) implements Proposal {
    public Remove {
      given("removed", removed);
    }

    @Override
    public int type() {
      return ProposalType.REMOVE;
    }

    @Override
    public void body(Writer out) {
      given("out", out).struct(removed);
    }
  }

  /// RFC 9420 §12.1.4: `struct { PreSharedKeyID psk; } PreSharedKey`.
  record PreSharedKey(PreSharedKeyId psk) implements Proposal {
    public PreSharedKey {
      given("psk", psk);
    }

    @Override
    public int type() {
      return ProposalType.PSK;
    }

    @Override
    public void body(Writer out) {
      given("out", out).struct(psk);
    }
  }

  /// RFC 9420 §12.1.5: the group is to be founded anew with other parameters.
  ///
  /// ```text
  /// struct {
  ///     opaque group_id<V>;
  ///     ProtocolVersion version;
  ///     CipherSuite cipher_suite;
  ///     Extension extensions<V>;
  /// } ReInit;
  /// ```
  record ReInit(GroupId groupId, int version, int cipherSuite, Extensions extensions)
      implements Proposal {
    public ReInit {
      allGiven("groupId extensions", groupId, extensions);
    }

    @Override
    public int type() {
      return ProposalType.REINIT;
    }

    @Override
    public void body(Writer out) {
      given("out", out).struct(groupId).uint16(version).uint16(cipherSuite).struct(extensions);
    }
  }

  /// RFC 9420 §12.1.6: `struct { opaque kem_output<V>; } ExternalInit`.
  record ExternalInit(byte[] kemOutput) implements Proposal {
    public ExternalInit {
      given("kemOutput", kemOutput);
      kemOutput = kemOutput.clone();
    }

    @Override
    public byte[] kemOutput() {
      return kemOutput.clone();
    }

    @Override
    public int type() {
      return ProposalType.EXTERNAL_INIT;
    }

    @Override
    public void body(Writer out) {
      given("out", out).opaque(kemOutput);
    }
  }

  /// RFC 9420 §12.1.7: `struct { Extension extensions<V>; } GroupContextExtensions`.
  record GroupContextExtensions(Extensions extensions) implements Proposal {
    public GroupContextExtensions {
      given("extensions", extensions);
    }

    @Override
    public int type() {
      return ProposalType.GROUP_CONTEXT_EXTENSIONS;
    }

    @Override
    public void body(Writer out) {
      given("out", out).struct(extensions);
    }
  }

  /// draft-ietf-mls-extensions: an update for one component's data; without one, its removal.
  ///
  /// ```text
  /// struct {
  ///     ComponentID component_id;
  ///     AppDataUpdateOperation op;
  ///     select (AppDataUpdate.op) { case update: opaque update<V>; case remove: struct{}; };
  /// } AppDataUpdate;
  /// ```
  record AppDataUpdate(int componentId, Optional<byte[]> update) implements Proposal {
    public AppDataUpdate {
      given("update", update);
      update = update.map(byte[]::clone);
    }

    @Override
    public Optional<byte[]> update() {
      return update.map(byte[]::clone);
    }

    @Override
    public int type() {
      return ProposalType.APP_DATA_UPDATE;
    }

    @Override
    public void body(Writer out) {
      given("out", out).uint16(componentId).uint8(update.isPresent() ? 1 : 2);
      update.ifPresent(out::opaque);
    }
  }

  /// draft-ietf-mls-extensions: `struct { ComponentID component_id; opaque data<V>; }
  /// AppEphemeral`.
  record AppEphemeral(int componentId, byte[] data) implements Proposal {
    public AppEphemeral {
      given("data", data);
      data = data.clone();
    }

    @Override
    public byte[] data() {
      return data.clone();
    }

    @Override
    public int type() {
      return ProposalType.APP_EPHEMERAL;
    }

    @Override
    public void body(Writer out) {
      given("out", out).uint16(componentId).opaque(data);
    }
  }

  /// draft-ietf-mls-extensions: `struct {} SelfRemove`.
  record SelfRemove() implements Proposal {
    @Override
    public int type() {
      return ProposalType.SELF_REMOVE;
    }

    @Override
    public void body(Writer out) {
      given("out", out);
    }
  }

  /// A type of the application's own (RFC 9420 §13.3). The RFC leaves the length of such a body
  /// undefined; here, as in other implementations, it is one `opaque<V>`.
  record Custom(int type, byte[] data) implements Proposal {

    /// @throws IllegalArgumentException when the type is one that has a record of its own, or none
    public Custom {
      given("data", data);
      if (type <= ProposalType.SELF_REMOVE || type > 0xffff) {
        throw new IllegalArgumentException(
            "A proposal of the application's own does not have the type " + type + ".");
      }
      data = data.clone();
    }

    @Override
    public byte[] data() {
      return data.clone();
    }

    @Override
    public void body(Writer out) {
      given("out", out).opaque(data);
    }
  }

  /// @throws MlsException when the bytes are no such value
  static Proposal decode(Reader in) throws MlsException {
    int type = given("in", in).uint16();
    return switch (type) {
      case ProposalType.ADD -> new Add(KeyPackage.decode(in));
      case ProposalType.UPDATE -> new Update(LeafNode.decode(in));
      case ProposalType.REMOVE -> new Remove(LeafIndex.decode(in));
      case ProposalType.PSK -> new PreSharedKey(PreSharedKeyId.decode(in));
      case ProposalType.REINIT ->
          new ReInit(GroupId.decode(in), in.uint16(), in.uint16(), Extensions.decode(in));
      case ProposalType.EXTERNAL_INIT -> new ExternalInit(in.opaque());
      case ProposalType.GROUP_CONTEXT_EXTENSIONS ->
          new GroupContextExtensions(Extensions.decode(in));
      case ProposalType.APP_DATA_UPDATE -> appDataUpdate(in);
      case ProposalType.APP_EPHEMERAL -> new AppEphemeral(in.uint16(), in.opaque());
      case ProposalType.SELF_REMOVE -> new SelfRemove();
      case 0 -> throw new MlsException("Proposal type 0 is reserved.");
      default -> new Custom(type, in.opaque());
    };
  }

  private static Proposal appDataUpdate(Reader in) throws MlsException {
    int componentId = in.uint16();
    return switch (in.uint8()) {
      case 1 -> new AppDataUpdate(componentId, Optional.of(in.opaque()));
      case 2 -> new AppDataUpdate(componentId, Optional.empty());
      default -> throw new MlsException("An AppDataUpdate is neither an update nor a removal.");
    };
  }
}
