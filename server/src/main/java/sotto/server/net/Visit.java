package sotto.server.net;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.InviteToken;
import sotto.server.ServerException;
import sotto.server.authentication.AuthenticationService;
import sotto.server.authentication.Terms;
import sotto.server.delivery.StoreFullException;
import sotto.server.store.Damage;
import sotto.server.store.DamagedRowException;
import sotto.server.store.Database;
import sotto.server.store.Store;
import sotto.server.store.StoreFailure;

/// What the operator does to a data folder from another process, in one short transaction.
public final class Visit {
  private Visit() {}

  public static String invite(Path data, int uses, Duration expires, SecureRandom random)
      throws ServerException {
    return visit(
        data,
        (place, authentication) -> {
          Fingerprint fingerprint = Fingerprint.of(Identity.publicKeyOf(data));
          long now = System.currentTimeMillis();
          InviteToken token = authentication.invite(uses, now, now + expires.toMillis(), random);
          return place.link(place.port(), fingerprint, Optional.of(token)).text();
        });
  }

  /// Rule 6. A server that runs on the folder ends the account's connections within seconds.
  ///
  /// @param typed an address, or the name of an account on this server
  /// @return the address in full
  public static String release(Path data, String typed) throws ServerException {
    return visit(
        data,
        (place, authentication) -> {
          Address address = address(typed, place.name());
          if (!authentication.release(address, System.currentTimeMillis())) {
            throw new ServerException.Refused(
                "There is no account " + address + " on this server: see server-view.");
          }
          return address.toString();
        });
  }

  private static Address address(String typed, String host) throws ServerException {
    try {
      return Address.parse(typed.contains("@") ? typed : typed.strip() + "@" + host);
    } catch (MlsException e) {
      throw new ServerException.Usage(String.valueOf(e.getMessage()));
    }
  }

  private interface Errand {
    String run(Place place, AuthenticationService authentication) throws ServerException;
  }

  private static String visit(Path data, Errand errand) throws ServerException {
    if (!Files.exists(Database.file(data))) {
      throw notStarted(data);
    }
    Damage damage = new Damage(sentence -> System.err.println("sotto: " + sentence));
    try (Store store = Store.visit(data, damage)) {
      Place place = Place.kept(store.settings()).orElseThrow(() -> notStarted(data));
      AuthenticationService authentication =
          new AuthenticationService(
              store.authentication(), Terms.of(place.name(), Admission.INVITE, 0, 0), new byte[0]);
      String done = errand.run(place, authentication);
      store.commit();
      return done;
    } catch (StoreFullException e) {
      throw new ServerException("The disk is full: make room and try again.", e);
    } catch (DamagedRowException e) {
      throw new ServerException(e.sentence(), e);
    } catch (StoreFailure e) {
      throw new ServerException("The database could not be changed: " + e.getMessage() + ".", e);
    }
  }

  private static ServerException notStarted(Path data) {
    return new ServerException(
        "No server has been started in " + data + " yet: run serve with this --data first.");
  }
}
