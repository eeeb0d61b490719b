package sotto.server.net;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import sotto.protocol.frame.ErrorCode;
import sotto.server.authentication.AuthenticationService;
import sotto.server.delivery.BlobService;
import sotto.server.delivery.DeliveryService;
import sotto.server.delivery.Presence;

/// What a task may use while it has the sequencer's thread: both services, in one transaction.
final class Turn {
  final DeliveryService delivery;
  final AuthenticationService authentication;
  final BlobService blobs;
  final Presence presence = new Presence();
  final Sessions sessions = new Sessions();
  final SecureRandom random;
  private long now;
  private List<Promise> afterCommit = new ArrayList<>();

  /// Something that is done when the transaction is durable, or not at all.
  interface Promise {
    void durable();

    void failed(ErrorCode why);
  }

  Turn(
      DeliveryService delivery,
      AuthenticationService authentication,
      BlobService blobs,
      SecureRandom random) {
    this.delivery = delivery;
    this.authentication = authentication;
    this.blobs = blobs;
    this.random = random;
  }

  /// Milliseconds since 1970.
  long now() {
    return now;
  }

  /// A clock that is set back stands still here.
  void at(long millis) {
    now = Math.max(now, millis);
  }

  void afterCommit(Promise promise) {
    afterCommit.add(promise);
  }

  boolean promised() {
    return !afterCommit.isEmpty();
  }

  List<Promise> takePromises() {
    List<Promise> taken = afterCommit;
    afterCommit = new ArrayList<>();
    return taken;
  }
}
