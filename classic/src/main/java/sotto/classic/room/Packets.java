package sotto.classic.room;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import sotto.classic.face.Terminal;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profile;
import sotto.classic.record.RoomPacket;

/// Text to packet and back, the same on both sides of a room.
final class Packets {
  static final String MISMATCH = "[❌] Hash mismatch! Possible tampering.";

  private Packets() {}

  static byte[] seal(Profile profile, SessionKey key, byte[] text, SecureRandom random)
      throws Refusal {
    return RoomPacket.encode(
        profile.sealing().seal(text, key, new byte[0], Optional.empty(), random));
  }

  static byte[] seal(Profile profile, SessionKey key, String text, SecureRandom random)
      throws Refusal {
    return seal(profile, key, text.getBytes(StandardCharsets.UTF_8), random);
  }

  /// Whatever is wrong with a packet is one sentence, and the packet is ignored.
  static String open(Profile profile, SessionKey key, byte[] packet, Terminal terminal)
      throws Refusal {
    Sealed sealed = RoomPacket.decode(packet);
    if (profile.asPublished()) {
      HexFormat hex = HexFormat.of();
      terminal.say("IV: " + hex.formatHex(sealed.iv()));
      terminal.say("Ciphertext: " + hex.formatHex(sealed.ciphertext()));
      terminal.say("Hash: " + hex.formatHex(sealed.proof()));
    }
    try {
      return profile.sealing().open(sealed, key, Optional.empty()).text();
    } catch (Refusal e) {
      throw Refusal.here(MISMATCH);
    }
  }
}
