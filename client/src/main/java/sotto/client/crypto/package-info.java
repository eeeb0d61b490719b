/// Native providers of primitives, which are used where they pass the library's self-test.
@NullMarked
package sotto.client.crypto;

import org.jspecify.annotations.NullMarked;
