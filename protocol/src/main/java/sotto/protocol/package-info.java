/// The protocol between a Sotto client and a Sotto server.
package sotto.protocol;
