package sotto.server.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.InviteToken;
import sotto.server.ServerException;
import sotto.server.authentication.AuthenticationService;
import sotto.server.authentication.Terms;
import sotto.server.delivery.StoreFullException;
import sotto.server.store.Database;
import sotto.server.store.Store;
import sotto.server.store.StoreFailure;

/// What the operator does to a data folder from another process, in one short transaction.
public final class Visit {
  private Visit() {}

  public static String invite(Path data, int uses, Duration expires, SecureRandom random)
      throws ServerException {
    if (!Files.exists(Database.file(data))) {
      throw notStarted(data);
    }
    Fingerprint fingerprint = Fingerprint.of(Identity.publicKeyOf(data));
    try (Store store = Store.visit(data)) {
      Place place = Place.kept(store.settings()).orElseThrow(() -> notStarted(data));
      AuthenticationService authentication =
          new AuthenticationService(
              store.authentication(), Terms.of(place.name(), Admission.INVITE, 0, 0), new byte[0]);
      long now = System.currentTimeMillis();
      InviteToken token = authentication.invite(uses, now, now + expires.toMillis(), random);
      String link = place.link(place.port(), fingerprint, Optional.of(token)).text();
      store.commit();
      return link;
    } catch (StoreFullException e) {
      throw new ServerException("The disk is full: make room and try again.", e);
    } catch (StoreFailure e) {
      throw new ServerException("The invite could not be kept: " + e.getMessage() + ".", e);
    }
  }

  private static ServerException notStarted(Path data) {
    return new ServerException(
        "No server has been started in " + data + " yet: run serve with this --data first.");
  }
}
