/// Real clients and a real server over loopback: what people do, in sentences.
@org.jspecify.annotations.NullMarked
package sotto.tests.scenario;
