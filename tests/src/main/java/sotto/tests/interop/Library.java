package sotto.tests.interop;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One implementation of MLS. Everything that passes between members is the bytes of an MLSMessage.
public interface Library extends AutoCloseable {
  String name();

  boolean hasSuite(int suite);

  /// Somebody who can be added.
  ///
  /// @param psks external pre-shared keys by their ids in hexadecimal, known to everybody
  Candidate candidate(int suite, String identity, Map<String, byte[]> psks) throws Exception;

  /// Somebody who has made a group and is alone in it.
  Member founder(int suite, String identity, byte[] groupId, Map<String, byte[]> psks)
      throws Exception;

  @Override
  void close();

  /// A client with a KeyPackage.
  interface Candidate {
    byte[] keyPackage();

    Member join(byte[] welcome) throws Exception;
  }

  /// How a handshake message travels (RFC 9420 §6.2, §6.3).
  enum Form {
    PRIVATE,
    PUBLIC
  }

  /// What a Commit is to do beside taking up by reference all that was proposed. It has a path, but
  /// where a library cannot be told to make one.
  ///
  /// @param added KeyPackages
  /// @param removed leaf indices
  /// @param psks ids of external pre-shared keys, in hexadecimal
  record Request(List<byte[]> added, List<Integer> removed, List<String> psks, Form form) {
    public static final Request UPDATE = new Request(List.of(), List.of(), List.of());

    public Request(List<byte[]> added, List<Integer> removed, List<String> psks) {
      this(added, removed, psks, Form.PRIVATE);
    }

    public static Request adding(List<byte[]> keyPackages) {
      return new Request(keyPackages, List.of(), List.of());
    }
  }

  /// A proposal that is sent by itself, for somebody else's Commit.
  sealed interface Wish {
    record Add(byte[] keyPackage) implements Wish {}

    /// Fresh keys for the proposer's own leaf.
    record Update() implements Wish {}

    record Remove(int leaf) implements Wish {}

    /// @param id of an external pre-shared key, in hexadecimal
    record Psk(String id) implements Wish {}
  }

  /// A Commit of one's own, not in force until it is adopted.
  interface Change {
    byte[] commit();

    Optional<byte[]> welcome();

    void adopt() throws Exception;
  }

  /// One member of one group.
  interface Member {
    String library();

    byte[] protect(byte[] content) throws Exception;

    byte[] unprotect(byte[] message) throws Exception;

    /// Proposes, and keeps the proposal for the epoch's Commit as all others do.
    byte[] propose(Wish wish, Form form) throws Exception;

    /// Keeps somebody's proposal for the epoch's Commit.
    void hear(byte[] proposal) throws Exception;

    Change commit(Request request) throws Exception;

    /// Verifies somebody's Commit and leaves the group as it is.
    void examine(byte[] commit) throws Exception;

    /// Enters the epoch that somebody's Commit begins, or leaves the group if it says so.
    void process(byte[] commit) throws Exception;

    int leaf() throws Exception;

    byte[] authenticator() throws Exception;

    /// The group's state as it is stored; empty where a library stores none.
    Optional<byte[]> state() throws Exception;
  }
}
