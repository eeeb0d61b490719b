/// What all chapters of the library have in common; nothing of it is exported.
@org.jspecify.annotations.NullMarked
package sotto.mls;
