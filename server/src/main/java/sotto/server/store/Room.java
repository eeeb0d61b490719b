package sotto.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether the disk takes what the server writes. Written by the sequencer's thread, read by any.
public final class Room {
  /// Written to try whether there is room again; with less free, a transaction finds none.
  static final int TRIED_BYTES = 64 * 1024;

  private static final long TRY_MILLIS = 1_000;

  private final Path folder;
  private volatile boolean refused;
  private long tried;

  Room(Path folder) {
    this.folder = folder;
  }

  /// A transaction did not fit.
  public void none(long now) {
    refused = true;
    tried = now;
  }

  void found() {
    refused = false;
  }

  /// Whether it is time to try again; nothing is tried while there is no doubt.
  boolean tryDue(long now) {
    if (!refused || now - tried < TRY_MILLIS) {
      return false;
    }
    tried = now;
    return true;
  }

  /// Why the server acknowledges nothing now.
  public Optional<String> trouble() {
    return refused || freeBytes().orElse(TRIED_BYTES) < TRIED_BYTES
        ? Optional.of(
            "The disk of "
                + folder
                + " is full: nothing is acknowledged until there is room, and then by itself.")
        : Optional.empty();
  }

  /// What the disk says is free; empty when it does not say.
  public OptionalLong freeBytes() {
    try {
      return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
