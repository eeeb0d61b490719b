package sotto.mls.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalType;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.tree.AppDataDictionary;
import sotto.mls.tree.ComponentData;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNode;

/// The application data of groups, leaves and KeyPackages (draft-ietf-mls-extensions §4.6 to §4.8
/// and §5).
class ApplicationDataTest {
  private static final int POLLS = 0x8001;
  private static final int TITLE = 0x8000;

  private final List<String> said = new ArrayList<>();

  /// Appends what is updated, knows ids up to 0x8fff, and takes ephemeral data of one byte.
  private final Components components =
      new Components() {
        @Override
        public byte[] apply(int componentId, Optional<byte[]> current, List<byte[]> updates)
            throws MlsException {
          said.add("update " + componentId);
          StringBuilder all = new StringBuilder(new String(current.orElse(NOTHING), UTF_8));
          for (byte[] update : updates) {
            all.append(new String(update, UTF_8));
          }
          return all.toString().getBytes(UTF_8);
        }

        @Override
        public boolean knows(int componentId) {
          return componentId < 0x9000;
        }

        @Override
        public void check(int componentId, byte[] ephemeral) throws MlsException {
          said.add("ephemeral " + ephemeral[0]);
          if (ephemeral.length != 1) {
            throw new MlsException("These data are not valid.");
          }
        }
      };

  private static Extensions holding(AppDataDictionary data) {
    return Extensions.of(Extension.of(ExtensionType.APP_DATA_DICTIONARY, data));
  }

  private Insider insider(Extensions extensions) throws Exception {
    return new Insider(extensions, Person.open().withComponents(components));
  }

  private static Proposal update(int component, String text) {
    return new Proposal.AppDataUpdate(component, Optional.of(text.getBytes(UTF_8)));
  }

  private static Proposal removal(int component) {
    return new Proposal.AppDataUpdate(component, Optional.empty());
  }

  private static AppDataDictionary after(Insider insider, Proposal... proposals) throws Exception {
    CommitRequest request = CommitRequest.update().withoutPath();
    for (Proposal proposal : proposals) {
      request = request.with(proposal);
    }
    Committed committed = insider.atAlice.commit(request, NOW, insider.random);
    insider.atAlice = committed.group().adopt(committed.pending()).group();
    Received received = insider.atBob.process(MlsMessage.decode(committed.message()), NOW);
    insider.atBob = ((Received.CommitMessage) received).adopt().group();
    assertThat(insider.atBob.epochAuthenticator()).isEqualTo(insider.atAlice.epochAuthenticator());
    return AppDataDictionary.in(insider.atAlice.context().extensions());
  }

  @Test
  void updatesAreAppliedInOrderAndKeptSorted() throws Exception {
    Insider insider = insider(Extensions.NONE);
    AppDataDictionary data =
        after(insider, update(POLLS, "p"), update(TITLE, "a"), update(TITLE, "b"));
    assertThat(data.components())
        .extracting(ComponentData::componentId)
        .containsExactly(TITLE, POLLS);
    assertThat(data.find(TITLE)).contains("ab".getBytes(UTF_8));
    assertThat(after(insider, removal(POLLS)).find(POLLS)).isEmpty();
    assertThat(after(insider, update(TITLE, "c")).find(TITLE)).contains("abc".getBytes(UTF_8));
  }

  @Test
  void whatIsNotThereIsNotRemovedAndNothingIsRemovedTwice() throws Exception {
    Insider insider = insider(holding(AppDataDictionary.EMPTY.with(TITLE, NOTHING)));
    insider.refused(insider.commit(removal(POLLS)), "removed and changed");
    insider.refused(insider.commit(removal(TITLE), removal(TITLE)), "removed and changed");
    insider.refused(insider.commit(update(TITLE, "a"), removal(TITLE)), "removed and changed");
    insider.refused(insider.commit(removal(TITLE), update(TITLE, "a")), "removed and changed");
  }

  @Test
  void proposalsForUnknownComponentsAreRefused() throws Exception {
    Insider insider = insider(holding(AppDataDictionary.EMPTY.with(0xfff0, NOTHING)));
    insider.refused(insider.commit(update(0xfff0, "a")), "not known here");
    insider.refused(insider.commit(removal(0xfff0)), "not known here");
    insider.refused(insider.commit(new Proposal.AppEphemeral(0xfff0, new byte[1])), "not known");
  }

  @Test
  void ephemeralDataAreCheckedInOrderBeforeUpdates() throws Exception {
    Insider insider = insider(Extensions.NONE);
    insider.refused(insider.commit(new Proposal.AppEphemeral(TITLE, new byte[2])), "not valid");
    said.clear();
    Proposal first = new Proposal.AppEphemeral(TITLE, new byte[] {1});
    Proposal second = new Proposal.AppEphemeral(TITLE, new byte[] {2});
    CommitRequest request =
        CommitRequest.update().with(update(TITLE, "x")).with(first).with(second).withoutPath();
    insider.atAlice.commit(request, NOW, insider.random);
    assertThat(said).containsExactly("ephemeral 1", "ephemeral 2", "update " + TITLE);
  }

  @Test
  void whereUpdatesAreRequiredTheDictionaryChangesByThemAlone() throws Exception {
    RequiredCapabilities byUpdate =
        new RequiredCapabilities(List.of(), List.of(ProposalType.APP_DATA_UPDATE), List.of());
    AppDataDictionary data = AppDataDictionary.EMPTY.with(TITLE, NOTHING);
    Extension required = Extension.of(ExtensionType.REQUIRED_CAPABILITIES, byUpdate);
    Insider insider = insider(holding(data).with(required));
    for (Extensions changed :
        List.of(
            Extensions.of(required),
            holding(data.with(TITLE, new byte[1])).with(required),
            holding(data.with(POLLS, NOTHING)).with(required))) {
      insider.refused(
          insider.open(new Proposal.GroupContextExtensions(changed)),
          "other than by AppDataUpdate");
    }
    insider.taken(insider.open(new Proposal.GroupContextExtensions(holding(data).with(required))));
  }

  private static Extension unsorted() {
    return listing(POLLS, TITLE);
  }

  private static Extension listing(int first, int second) {
    AppDataDictionary wrong =
        new AppDataDictionary(
            List.of(new ComponentData(first, NOTHING), new ComponentData(second, NOTHING)));
    return Extension.of(ExtensionType.APP_DATA_DICTIONARY, wrong);
  }

  private static LeafNode with(LeafNode leaf, Extensions extensions) {
    return new LeafNode(
        leaf.encryptionKey(),
        leaf.signatureKey(),
        leaf.credential(),
        leaf.capabilities(),
        leaf.source(),
        extensions,
        NOTHING);
  }

  @Test
  void aDictionaryIsSortedWhereverItIs() throws Exception {
    Insider insider = insider(Extensions.NONE);
    String why = "not sorted";
    for (Extension wrong : List.of(unsorted(), listing(TITLE, TITLE))) {
      insider.refused(insider.open(new Proposal.GroupContextExtensions(Extensions.of(wrong))), why);
    }
    insider.refused(
        insider.open(
            new Proposal.Add(
                insider.keyPackage(leaf -> with(leaf, leaf.extensions().with(unsorted()))))),
        why);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> insider.dave.identity.withExtensions(Extensions.of(unsorted())));
    assertThatIllegalArgumentException().isThrownBy(() -> insider(Extensions.of(unsorted())));
  }

  @Test
  void whoUnderstandsTheDictionarySaysWhichComponents() {
    Person dave = new Person("dave", Person.CLASSIC, Person.open(), new Random(1));
    assertThat(understood(dave.identity)).containsExactly(1, 2, 4);
    assertThat(understood(dave.identity.withComponents(POLLS, TITLE)))
        .containsExactly(1, 2, 4, TITLE, POLLS);
    Identity plain = Identity.of(dave.identity.credential(), dave.identity.keys(), Person.CLASSIC);
    assertThat(plain.extensions()).isEqualTo(Extensions.NONE);
    Identity more = plain.withComponents(TITLE);
    assertThat(more.capabilities().supports(ExtensionType.APP_DATA_DICTIONARY)).isTrue();
    assertThat(understood(more)).containsExactly(1, 2, 4, TITLE);
  }

  /// As with the suite: whom we add says it, and whom others added is not refused for it.
  @Test
  void whoIsAddedSaysWhichComponents() throws Exception {
    Insider insider = insider(Extensions.NONE);
    KeyPackage silent = insider.keyPackage(ApplicationDataTest::withoutExtensions);
    String why = "does not say of which components";
    Group copy = insider.copy(insider.atAlice);
    assertThatThrownBy(() -> Group.check(insider.settings, silent, NOW))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
    assertThatThrownBy(() -> copy.commit(CommitRequest.update().add(silent), NOW, insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
    insider.taken(insider.open(new Proposal.Add(silent)));
  }

  /// RFC 9420 §12.4: what others proposed is committed "as long as this results in a valid proposal
  /// list", and what we would not propose stays out and is in nobody's way.
  @Test
  void whomWeWouldNotAddIsLeftOutOfOurCommit() throws Exception {
    Insider insider = insider(Extensions.NONE);
    KeyPackage silent = insider.keyPackage(ApplicationDataTest::withoutExtensions);
    MlsMessage proposal = insider.open(new Proposal.Add(silent));
    Received.ProposalMessage waiting =
        (Received.ProposalMessage) insider.atBob.process(proposal, NOW);
    Committed committed = waiting.group().commit(CommitRequest.update(), NOW, insider.random);
    assertThat(committed.summary().added()).isEmpty();
    Group after = committed.group().adopt(committed.pending()).group();
    assertThat(after.protect(NOTHING, NOTHING, Padding.NONE, insider.random)).isNotNull();
  }

  private static LeafNode withoutExtensions(LeafNode leaf) {
    return new LeafNode(
        leaf.encryptionKey(),
        leaf.signatureKey(),
        leaf.credential(),
        leaf.capabilities(),
        leaf.source(),
        Extensions.NONE,
        NOTHING);
  }

  private static List<Integer> understood(Identity identity) {
    try {
      return AppDataDictionary.in(identity.extensions()).list(ComponentData.APP_COMPONENTS);
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void requiredComponentsAreThoseOfEveryMember() throws Exception {
    Insider insider = insider(Extensions.NONE);
    for (int list : List.of(ComponentData.APP_COMPONENTS, ComponentData.SAFE_AAD)) {
      Extensions required = holding(AppDataDictionary.EMPTY.withList(list, List.of(TITLE)));
      insider.refused(
          insider.open(new Proposal.GroupContextExtensions(required)), "does not support a");
      assertThatThrownBy(() ->
              insider
                  .copy(insider.atAlice)
                  .commit(CommitRequest.update().setExtensions(required), NOW, insider.random))
          .isInstanceOf(MlsException.class)
          .hasMessageContaining("does not support a");
    }
    Extensions known =
        holding(AppDataDictionary.EMPTY.withList(ComponentData.APP_COMPONENTS, List.of(1, 4)));
    Committed committed =
        insider.atAlice.commit(CommitRequest.update().setExtensions(known), NOW, insider.random);
    insider.taken(MlsMessage.decode(committed.message()));
  }
}
