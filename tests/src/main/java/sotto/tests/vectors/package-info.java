/// Runs third-party test vectors of any kind through the product's own code; see
/// [sotto.tests.vectors.RunVectors].
@org.jspecify.annotations.NullMarked
package sotto.tests.vectors;
