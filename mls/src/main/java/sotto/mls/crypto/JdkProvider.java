package sotto.mls.crypto;

import java.security.GeneralSecurityException;
import java.security.NoSuchProviderException;

/// The providers of the JDK itself, by the names under which it ships them, each with what is taken
/// from it.
///
/// An application may put another provider in front of them, for its own TLS or its own hardware. A
/// lookup without a name would hand that one our keys, so every lookup of this package goes through
/// here, and none is made by an operation: each engine is made once for a thread and kept.
enum JdkProvider {
  /// Digests and ML-DSA.
  SUN("SUN"),
  /// ECDSA, ECDH and the parameters of the NIST curves.
  SUN_EC("SunEC"),
  /// AEAD ciphers and ML-KEM.
  SUN_JCE("SunJCE");

  /// The `getInstance` of a kind of engine.
  @FunctionalInterface
  interface Lookup<T> {
    T in(String algorithm, String provider) throws GeneralSecurityException;
  }

  private final String shippedAs;

  JdkProvider(String shippedAs) {
    this.shippedAs = shippedAs;
  }

  /// A new engine.
  ///
  /// @throws IllegalStateException with a sentence when this JDK, or what an application has left
  ///   of its providers, has none
  <T> T engine(String algorithm, Lookup<T> lookup) {
    try {
      return lookup.in(algorithm, shippedAs);
    } catch (NoSuchProviderException e) {
      throw new IllegalStateException(
          "This Java has lost its provider "
              + shippedAs
              + ", which has "
              + algorithm
              + "; leave the JDK's own providers in place.",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no " + algorithm + "; use JDK 25 or newer.", e);
    }
  }
}
