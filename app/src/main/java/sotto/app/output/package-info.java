/// How results are shown: lines for people, JSON lines for programs, tables.
@org.jspecify.annotations.NullMarked
package sotto.app.output;
