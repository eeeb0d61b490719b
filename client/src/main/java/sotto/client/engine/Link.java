package sotto.client.engine;

import java.util.Optional;
import sotto.protocol.frame.ClientFrame.Lookup;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.ServerFrame.ServerProof;
import sotto.protocol.group.TreePointer;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.Nonce;
import sotto.protocol.limits.Policy;

/// How far the connection is. It is not kept: a new process begins with [#DOWN].
///
/// @param nonce ours, in `Hello`
/// @param tlsKey hash of the TLS key that the transport was shown
/// @param waiting the questions that are out, by the numbers of their frames
/// @param caughtUp whether what waited at login has come
/// @param why whoever waits now waits in vain
record Link(
    Stage stage,
    Optional<Nonce> nonce,
    Optional<Hash> tlsKey,
    String keyExchange,
    Optional<ServerProof> proof,
    Policy policy,
    long nextRequest,
    Rows<Long, Waiting> waiting,
    boolean caughtUp,
    Trouble why,
    Optional<Trouble> halted) {

  static final Link DOWN = down("The connection is not open yet.");

  enum Stage {
    DOWN,
    /// `Hello` is out.
    GREETING,
    /// The server has proved itself.
    PROVED,
    /// `Login` is out.
    LOGGING_IN,
    ONLINE,
    HALTED
  }

  /// What an answer is expected to.
  sealed interface Waiting {
    record ForProof() implements Waiting {}

    record ForLogin() implements Waiting {}

    record ForCode(long ticket) implements Waiting {}

    record ForRegistration() implements Waiting {}

    record ForStock() implements Waiting {}

    record ForAnswer(Address address, Nonce nonce, Lookup.Wanted wanted) implements Waiting {}

    record ForVerdict(long outgoing) implements Waiting {}

    record ForList() implements Waiting {}

    /// @param from where the chunk began that is out
    record ForUpload(long outgoing, int from) implements Waiting {}

    /// @param soFar what has come of the blob
    record ForTree(Delivery delivery, TreePointer pointer, byte[] soFar) implements Waiting {}
  }

  static Link down(String detail) {
    return down(Trouble.unreachable(detail));
  }

  static Link down(Trouble why) {
    return new Link(
        Stage.DOWN,
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty(),
        Policy.NORMAL,
        1,
        Rows.empty(),
        false,
        why,
        Optional.empty());
  }

  static Link halted(Trouble trouble) {
    Link down = down(trouble);
    return new Link(
        Stage.HALTED,
        down.nonce,
        down.tlsKey,
        "",
        down.proof,
        down.policy,
        1,
        Rows.empty(),
        false,
        trouble,
        Optional.of(trouble));
  }

  static Link greeting(Nonce nonce, Hash tlsKey, String keyExchange, String place) {
    return new Link(
        Stage.GREETING,
        Optional.of(nonce),
        Optional.of(tlsKey),
        keyExchange,
        Optional.empty(),
        Policy.NORMAL,
        1,
        Rows.empty(),
        false,
        Trouble.unreachable(
            "What answers at "
                + place
                + " has not said that it is a Sotto server: check the"
                + " address and the port, or try again."),
        Optional.empty());
  }

  /// With another sentence for whoever waits in vain.
  Link saying(Trouble other) {
    return new Link(
        stage,
        nonce,
        tlsKey,
        keyExchange,
        proof,
        policy,
        nextRequest,
        waiting,
        caughtUp,
        other,
        halted);
  }

  boolean online() {
    return stage == Stage.ONLINE;
  }

  Link proved(ServerProof by) {
    return with(Stage.PROVED, Optional.of(by), policy, caughtUp);
  }

  Link in(Stage other) {
    return with(other, proof, policy, caughtUp);
  }

  Link under(Policy other) {
    return with(stage, proof, other, caughtUp);
  }

  Link caught() {
    return with(stage, proof, policy, true);
  }

  Link asking(Waiting question) {
    return new Link(
        stage,
        nonce,
        tlsKey,
        keyExchange,
        proof,
        policy,
        nextRequest + 1,
        waiting.with(nextRequest, question),
        caughtUp,
        why,
        halted);
  }

  Link answered(long request) {
    return new Link(
        stage,
        nonce,
        tlsKey,
        keyExchange,
        proof,
        policy,
        nextRequest,
        waiting.without(request),
        caughtUp,
        why,
        halted);
  }

  /// How many answers of that kind are out.
  long asked(Class<? extends Waiting> kind) {
    return waiting.values().stream().filter(kind::isInstance).count();
  }

  private Link with(Stage newStage, Optional<ServerProof> by, Policy newPolicy, boolean caught) {
    return new Link(
        newStage,
        nonce,
        tlsKey,
        keyExchange,
        by,
        newPolicy,
        nextRequest,
        waiting,
        caught,
        why,
        halted);
  }
}
