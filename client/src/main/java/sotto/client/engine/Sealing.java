package sotto.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.group.Group;
import sotto.mls.group.Sent;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.PaddingClasses;
import sotto.protocol.content.SottoContent;
import sotto.protocol.content.SottoContent.ListVersion;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.Address;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// Content becomes ciphertext, once, in the turn that stores both.
final class Sealing {
  /// The extension of `application/sotto` by which a user's own message id travels.
  static final int CHOSEN_ID = 2;

  private Sealing() {}

  static Outgoing seal(Turn turn, GroupRow row, Outgoing outgoing) {
    Outgoing.Body.Content content = (Outgoing.Body.Content) outgoing.body();
    long counter = counter(turn, outgoing, content);
    SottoContent sotto =
        content(turn, row.group(), content, counter, extensions(turn, outgoing, content));
    byte[] application = ApplicationFraming.of(sotto).encoded();
    byte[] tag = Commits.forkTag(row.group());
    Sent sent = row.group().protect(application, tag, PaddingClasses::padded, turn.random());
    turn.erase(sent.consumed());
    turn.group(row.with(sent.group()).counted());
    Submission submission =
        new Submission(
            Commits.submissionId(turn),
            0,
            Bytes.of(row.group().groupId().value()),
            row.group().epoch(),
            new SubmissionBody.Application(Bytes.wrap(sent.message())));
    Outgoing sealed = outgoing.sealed(submission, counter);
    turn.outgoing(sealed);
    Facts.sent(turn, row, sealed, application.length, sent);
    return sealed;
  }

  /// Rules 19: counters run per client and conversation, across epochs. What is encrypted again
  /// keeps its number.
  private static long counter(Turn turn, Outgoing outgoing, Outgoing.Body.Content content) {
    if (content.counter() != 0 || content.framing().length == 0) {
      return content.counter();
    }
    Talk talk = turn.talk(outgoing.talk()).counted();
    turn.talk(talk);
    return talk.counter();
  }

  private static SottoContent content(
      Turn turn,
      Group group,
      Outgoing.Body.Content content,
      long counter,
      List<SottoContent.Extension> extensions) {
    Optional<ApplicationFraming> inner =
        content.framing().length == 0 ? Optional.empty() : Optional.of(framing(content.framing()));
    return new SottoContent(counter, versions(turn, group), content.resend(), inner, extensions);
  }

  private static List<SottoContent.Extension> extensions(
      Turn turn, Outgoing outgoing, Outgoing.Body.Content content) {
    List<SottoContent.Extension> extensions = new ArrayList<>();
    if (!content.chosen().isEmpty()) {
      extensions.add(new SottoContent.Extension(CHOSEN_ID, Bytes.ofHex(content.chosen())));
    }
    Resends.before(turn, outgoing)
        .ifPresent(id ->
            extensions.add(new SottoContent.Extension(SottoContent.SENT_BEFORE, Bytes.wrap(id))));
    return extensions;
  }

  /// What this client itself wrote into its store.
  private static ApplicationFraming framing(byte[] stored) {
    try {
      return ApplicationFraming.decode(stored);
    } catch (MlsException e) {
      throw new IllegalStateException("An outgoing message cannot be read.", e);
    }
  }

  /// Rules 4: "Members put the highest list version that they know of each other into their
  /// messages, so that a server that freezes a list shows."
  private static List<ListVersion> versions(Turn turn, Group group) {
    List<ListVersion> versions = new ArrayList<>();
    for (Address address : Identities.accounts(group)) {
      long version =
          address.equals(turn.self().me())
              ? turn.self().list().map(signed -> signed.list().version()).orElse(0L)
              : turn.known(address).version();
      if (version > 0 && versions.size() < Limits.MAX_LIST_VERSIONS) {
        versions.add(new ListVersion(address, version));
      }
    }
    return versions;
  }
}
