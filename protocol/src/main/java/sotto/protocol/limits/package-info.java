/// All numbers of the protocol in one place.
package sotto.protocol.limits;
