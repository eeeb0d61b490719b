package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.Group;
import sotto.mls.group.GroupParameters;
import sotto.mls.group.KeyPackageSecrets;
import sotto.mls.message.GroupId;
import sotto.mls.tree.Extension;
import sotto.mls.tree.Extensions;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.group.ConversationData;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.identity.ConversationId;
import sotto.protocol.wire.Bytes;

/// Another implementation may found groups in any way that RFC 9420 and the protocol allow.
class ForeignFoundersTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private final Random random = new Random(17);

  enum Conversation {
    DIRECT,
    MANY,
    MANY_WITHOUT_ADMINISTRATOR
  }

  /// RFC 9420 §12.4: "The path field … is OPTIONAL" in a Commit that only adds. Then nobody's leaf
  /// in the new tree comes from a Commit, and the Welcome has no path secret.
  @ParameterizedTest
  @EnumSource
  void aWelcomeOfAFoundingCommitWithoutAPathIsEntered(Conversation conversation) throws Exception {
    server.queues.get(Views.who(bob.state)).add(welcome(data(conversation)));
    server.run(bob);
    assertThat(bob.state.groups().values())
        .singleElement()
        .satisfies(row -> assertThat(row.group().members()).hasSize(2));
  }

  private ConversationData data(Conversation conversation) {
    ConversationId id = ConversationId.of(new byte[16]);
    return switch (conversation) {
      case DIRECT ->
          ConversationData.direct(
              ConversationId.of(
                  HexFormat.of().parseHex(Talk.directId(alice.address(), bob.address()))));
      case MANY -> ConversationData.many(id, "g", List.of(alice.address()));
      case MANY_WITHOUT_ADMINISTRATOR -> ConversationData.many(id, "g", List.of());
    };
  }

  private Delivery welcome(ConversationData data) throws Exception {
    Cryptography crypto = Cryptography.of(PortableCrypto.create());
    Group group =
        Group.create(
            crypto.settings(),
            crypto.identity(alice.state.self()),
            GroupParameters.of(GroupId.random(random), Cryptography.SUITE)
                .withExtensions(Extensions.of(Extension.of(ExtensionTypes.CONVERSATION, data))),
            alice.now,
            random);
    KeyPackageSecrets bobs =
        bob.state.packages().entries().stream()
            .filter(entry -> !entry.getKey().startsWith(Stock.LAST_RESORT))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    byte[] welcome =
        group
            .commit(CommitRequest.update().withoutPath().add(bobs.keyPackage()), alice.now, random)
            .welcome()
            .orElseThrow();
    return new Delivery(
        1000,
        1,
        Bytes.of(group.groupId().value()),
        alice.now,
        new DeliveryBody.Welcome(SubmissionId.of(new byte[16]), Bytes.wrap(welcome)));
  }
}
