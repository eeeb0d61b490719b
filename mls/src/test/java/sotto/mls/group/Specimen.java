package sotto.mls.group;

import sotto.mls.codec.MlsException;

/// A genuine message and the one who takes it.
///
/// @param sealed whether what is altered is mostly found without asymmetric cryptography
/// @param shared whether some of it is for others, so that altering it may change nothing
record Specimen(String name, boolean sealed, boolean shared, byte[] genuine, Taker taker) {

  /// One who takes messages of one kind.
  interface Taker {
    /// Everything that must not change by a message that is refused.
    byte[] state();

    /// Takes a message and answers with the state after it.
    byte[] take(byte[] message) throws MlsException;
  }

  static Specimen sealed(String name, byte[] genuine, Taker taker) {
    return new Specimen(name, true, false, genuine, taker);
  }

  static Specimen signed(String name, byte[] genuine, Taker taker) {
    return new Specimen(name, false, false, genuine, taker);
  }

  static Specimen shared(String name, byte[] genuine, Taker taker) {
    return new Specimen(name, false, true, genuine, taker);
  }
}
