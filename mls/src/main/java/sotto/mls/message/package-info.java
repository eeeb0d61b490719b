/// The structs of RFC 9420 §6, §8.1, §8.4, §10 and §12 as records, each with its codec and nothing
/// else: no value of this package says that a signature or a tag was checked.
@org.jspecify.annotations.NullMarked
package sotto.mls.message;
