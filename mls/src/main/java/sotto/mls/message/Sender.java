package sotto.mls.message;

import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.LeafIndex;

/// RFC 9420 §6: who sent a framed message.
///
/// ```text
/// struct {
///     SenderType sender_type;
///     select (Sender.sender_type) {
///         case member:              uint32 leaf_index;
///         case external:            uint32 sender_index;
///         case new_member_commit:
///         case new_member_proposal: struct{};
///     };
/// } Sender;
/// ```
public sealed interface Sender extends Encodable {

  @Override
  default int expectedBytes() {
    return 5;
  }

  /// `member` (RFC 9420 §6).
  record Member(LeafIndex leaf) implements Sender {
    public Member {
      given("leaf", leaf);
    }

    @Override
    public void encode(Writer out) {
      given("out", out).uint8(1).struct(leaf);
    }
  }

  /// The index is one into the `external_senders` extension (RFC 9420 §12.1.8.1).
  record External(long index) implements Sender {
    @Override
    public void encode(Writer out) {
      given("out", out).uint8(2).uint32(index);
    }
  }

  /// `new_member_proposal`: one who asks to be added (RFC 9420 §12.1.8).
  record NewMemberProposal() implements Sender {
    @Override
    public void encode(Writer out) {
      given("out", out).uint8(3);
    }
  }

  /// `new_member_commit`: one who enters by a Commit of its own (RFC 9420 §12.4.3.2).
  record NewMemberCommit() implements Sender {
    @Override
    public void encode(Writer out) {
      given("out", out).uint8(4);
    }
  }

  /// @throws MlsException when the bytes are no such value
  static Sender decode(Reader in) throws MlsException {
    given("in", in);
    return switch (in.uint8()) {
      case 1 -> new Member(LeafIndex.decode(in));
      case 2 -> new External(in.uint32());
      case 3 -> new NewMemberProposal();
      case 4 -> new NewMemberCommit();
      default -> throw new MlsException("A message has a sender of no defined type.");
    };
  }
}
