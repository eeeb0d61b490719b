package sotto.classic.lab;

import java.util.List;
import java.util.Optional;

/// All attacks on the five designs, in the order of the designs.
public final class Laboratory {
  public static final List<ProfileAttack> ATTACKS =
      List.of(
          new FolderSpoof(),
          new FolderReplay(),
          new FolderRemoteExit(),
          new PhoneKeySubstitution(),
          new PhoneEvict(),
          new PhonePaddingOracle(),
          new PhonePast(),
          new SignedForward(),
          new SignedDrain(),
          new SignedCfbFlip(),
          new RoomDictionary(),
          new RoomForge(),
          new RoomServerReads(),
          new ChallengeKeyFromSignature(),
          new ChallengeDesSearch(),
          new ChallengeRelabel());

  private Laboratory() {}

  public static Optional<ProfileAttack> named(String name) {
    return ATTACKS.stream().filter(a -> a.name().equals(name)).findFirst();
  }
}
