package sotto.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sotto.protocol.Mutations;
import sotto.protocol.Seed;

/// Invariant 9: hostile input is the normal case.
class FrameCodecTest {
  private record Sample(String name, byte[] bytes, Mutations.RoundTrip trip) {}

  private static List<Sample> samples() throws Exception {
    SampleFrames frames = new SampleFrames(Seed.random());
    List<Sample> samples = new ArrayList<>();
    for (ClientFrame frame : frames.client()) {
      samples.add(
          new Sample(
              "client " + frame.getClass().getSimpleName(),
              new ClientRequest(7, frame).encoded(),
              bytes -> ClientRequest.decode(bytes).encoded()));
    }
    for (ServerFrame frame : frames.server()) {
      samples.add(
          new Sample(
              "server " + frame.getClass().getSimpleName(),
              new ServerReply(7, frame).encoded(),
              bytes -> ServerReply.decode(bytes).encoded()));
    }
    return samples;
  }

  @TestFactory
  Stream<DynamicTest> everyFrameComesBackAndEveryDamageIsRefusedOrHarmless() throws Exception {
    return samples().stream()
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.name() + ", " + Seed.describe(),
                () -> {
                  Mutations.comesBack(sample.bytes(), sample.trip());
                  Mutations.everyTruncationIsRefused(sample.bytes(), sample.trip());
                  Mutations.everyBitFlipEndsInOneOfTwoWays(sample.bytes(), sample.trip());
                }));
  }

  @Test
  void noiseIsRefusedOrHarmless() {
    Mutations.noiseEndsInOneOfTwoWays(
        Seed.random(), 20_000, bytes -> ClientRequest.decode(bytes).encoded());
    Mutations.noiseEndsInOneOfTwoWays(
        Seed.random(), 20_000, bytes -> ServerReply.decode(bytes).encoded());
  }

  @Test
  void everyKindOfFrameHasASample() throws Exception {
    SampleFrames frames = new SampleFrames(Seed.random());
    assertThat(frames.client().stream().map(Object::getClass).distinct())
        .hasSameSizeAs(ClientFrame.class.getPermittedSubclasses());
    assertThat(frames.server().stream().map(Object::getClass).distinct())
        .hasSameSizeAs(ServerFrame.class.getPermittedSubclasses());
  }

  @Test
  void aDecodedFrameEqualsTheOneThatWasSent() throws Exception {
    SampleFrames frames = new SampleFrames(Seed.random());
    for (ClientFrame frame : frames.client()) {
      ClientRequest request = new ClientRequest(7, frame);
      assertThat(ClientRequest.decode(request.encoded())).isEqualTo(request);
    }
    for (ServerFrame frame : frames.server()) {
      ServerReply reply = new ServerReply(7, frame);
      assertThat(ServerReply.decode(reply.encoded())).isEqualTo(reply);
    }
  }
}
