package sotto.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sotto.mls.codec.MlsException;
import sotto.protocol.Mutations;
import sotto.protocol.Seed;
import sotto.protocol.cbor.Cbor;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ConversationId;
import sotto.protocol.wire.Bytes;

/// Rule 27: what members say inside a group.
class ContentTest {
  private static final Address ALICE = new Address("alice", "example.org");
  private static final String SENDER = MimiUri.of(ALICE);
  private static final String ROOM = MimiUri.of("example.org", ConversationId.of(new byte[16]));

  private static MimiContent hello() {
    return MimiContent.of(Bytes.of(new byte[16]), SENDER, ROOM, MimiContent.text("hello"));
  }

  private static MessageId id() {
    return hello().id(SENDER, ROOM);
  }

  private static List<MimiContent> contents() {
    return List.of(
        hello(),
        hello().replyingTo(id()),
        MimiContent.of(Bytes.of(new byte[16]), SENDER, ROOM, MimiContent.reaction("❤"))
            .replyingTo(id()),
        hello().replacing(id()),
        MimiContent.of(Bytes.of(new byte[16]), SENDER, ROOM, MimiContent.nothing()).replacing(id()),
        hello().expiring(new Expiration.AfterReading(60)),
        hello().expiring(new Expiration.At(4_294_967_295L)),
        MimiContent.of(Bytes.of(new byte[16]), SENDER, ROOM, attachment()));
  }

  private static Part attachment() {
    return new Part.External(
        Part.ATTACHMENT,
        "",
        "image/png",
        "sotto:blob/00",
        0,
        123_456,
        1,
        Bytes.of(new byte[16]),
        Bytes.of(new byte[12]),
        Bytes.EMPTY,
        1,
        Bytes.of(new byte[32]),
        "a cat",
        "cat.png");
  }

  private static SottoContent sotto() {
    return new SottoContent(
        41,
        List.of(new SottoContent.ListVersion(ALICE, 3)),
        List.of(SubmissionId.of(new byte[16])),
        Optional.of(ApplicationFraming.of(hello())),
        List.of(new SottoContent.Extension(SottoContent.DISPLAY_NAME, Bytes.ofHex("416c"))));
  }

  private record Sample(String name, byte[] bytes, Mutations.RoundTrip trip) {}

  @TestFactory
  Stream<DynamicTest> everyContentComesBackAndEveryDamageIsRefusedOrHarmless() {
    List<Sample> samples = new ArrayList<>();
    for (MimiContent content : contents()) {
      samples.add(new Sample("MIMI", content.encoded(), b -> MimiContent.decode(b).encoded()));
    }
    MessageStatus status =
        new MessageStatus(List.of(new MessageStatus.Entry(id(), MessageStatus.Status.READ)));
    samples.add(new Sample("status", status.encoded(), b -> MessageStatus.decode(b).encoded()));
    samples.add(new Sample("sotto", sotto().encoded(), b -> SottoContent.decode(b).encoded()));
    samples.add(
        new Sample(
            "framing",
            ApplicationFraming.of(sotto()).encoded(),
            b -> ApplicationFraming.decode(b).encoded()));
    return samples.stream()
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.name(),
                () -> {
                  Mutations.comesBack(sample.bytes(), sample.trip());
                  Mutations.everyTruncationIsRefused(sample.bytes(), sample.trip());
                  Mutations.everyBitFlipEndsInOneOfTwoWays(sample.bytes(), sample.trip());
                  Mutations.noiseEndsInOneOfTwoWays(Seed.random(), 5_000, sample.trip());
                }));
  }

  @Test
  void textComesBack() throws Exception {
    assertThat(MimiContent.decode(hello().encoded()).plainText()).contains("hello");
    assertThat(MimiContent.decode(hello().encoded())).isEqualTo(hello());
    assertThat(MimiUri.account(SENDER)).isEqualTo(ALICE);
  }

  @Test
  void aReceiptReadsAsTheDraftPrintsIt() throws Exception {
    MessageStatus status =
        new MessageStatus(
            List.of(
                new MessageStatus.Entry(
                    MessageId.parse(
                        "017ce54837404c3696e0c747b985cb172716d0ed0a3d249ca63ace7d82a096f4"),
                    MessageStatus.Status.READ)));
    assertThat(Bytes.of(status.encoded()).hex())
        .isEqualTo("81825820017ce54837404c3696e0c747b985cb172716d0ed0a3d249ca63ace7d82a096f402");
  }

  @Test
  void applicationSottoDoesNotWrapItself() {
    SottoContent wrapped = SottoContent.of(1, List.of(), ApplicationFraming.of(sotto()));
    assertThatThrownBy(() -> SottoContent.decode(wrapped.encoded()))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void partsNestedFiveDeepAreRefused() {
    Part part = MimiContent.text("deep");
    for (int i = 0; i < 4; i++) {
      part = new Part.Multi(1, "", Part.Semantics.PROCESS_ALL, List.of(part, part));
    }
    MimiContent deep = MimiContent.of(Bytes.of(new byte[16]), SENDER, ROOM, part);
    assertThatThrownBy(() -> MimiContent.decode(deep.encoded())).isInstanceOf(MlsException.class);
  }

  @Test
  void extensionsAreBounded() {
    Cbor.Map nested = Cbor.Map.EMPTY;
    for (int i = 0; i < 4; i++) {
      nested = Cbor.Map.EMPTY.with(Cbor.number(256), nested);
    }
    byte[] tooDeep = withExtensions(nested);
    assertThatThrownBy(() -> MimiContent.decode(tooDeep)).isInstanceOf(MlsException.class);
    Cbor.Map badKey = Cbor.Map.EMPTY.with(Cbor.bytes(Bytes.EMPTY), Cbor.number(1));
    assertThatThrownBy(() -> MimiContent.decode(withExtensions(badKey)))
        .isInstanceOf(MlsException.class);
  }

  private static byte[] withExtensions(Cbor.Map extensions) {
    MimiContent content = hello();
    return new MimiContent(
            content.salt(),
            content.replaces(),
            content.topic(),
            content.expires(),
            content.inReplyTo(),
            extensions,
            content.body())
        .encoded();
  }
}
