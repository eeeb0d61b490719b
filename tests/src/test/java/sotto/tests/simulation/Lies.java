package sotto.tests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.SignedClientList;

/// What a lying server changes of what the honest one would say. Nothing, unless a test overrides
/// it.
class Lies {
  static final Lies NONE = new Lies();

  /// In place of one frame to this client: any number of others.
  List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
    return List.of(frame);
  }

  /// What the directory says, which the server then signs.
  DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
    return honest;
  }

  /// What goes over the wire in place of an honest frame's bytes.
  byte[] bytes(byte[] honest) {
    return honest;
  }

  /// Whether whoever registers gets this address, though somebody has it.
  boolean givesAway(Address address) {
    return false;
  }

  /// Whether a client's frame is heard at all.
  boolean hears(ClientAddress from, ClientFrame frame) {
    return true;
  }

  /// Keeps what goes to a client, and does not pass it on.
  static Lies withholding(ClientAddress victim, List<ServerFrame.Deliver> kept) {
    return new Lies() {
      @Override
      List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
        if (to.equals(victim) && frame instanceof ServerFrame.Deliver deliver) {
          kept.add(deliver);
          return List.of();
        }
        return List.of(frame);
      }
    };
  }

  /// Takes entries away from a client.
  static Lies swallowing(ClientAddress victim) {
    return withholding(victim, new ArrayList<>());
  }

  /// Passes everything on, and keeps a copy of what goes to a client.
  static Lies watching(ClientAddress victim, List<ServerFrame.Deliver> seen) {
    return new Lies() {
      @Override
      List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
        if (to.equals(victim) && frame instanceof ServerFrame.Deliver deliver) {
          seen.add(deliver);
        }
        return List.of(frame);
      }
    };
  }

  /// Answers about one account in another way.
  static Lies about(Person person, UnaryOperator<DirectoryEntry.Account> lie) {
    Address address = person.address();
    return new Lies() {
      @Override
      DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
        return about.equals(address) && honest instanceof DirectoryEntry.Account account
            ? lie.apply(account)
            : honest;
      }
    };
  }

  /// Shows this list of an account, whatever the newest is.
  static Lies showing(Person person, SignedClientList list) {
    return about(
        person, honest -> new DirectoryEntry.Account(list, List.of(), honest.keyPackages()));
  }
}
