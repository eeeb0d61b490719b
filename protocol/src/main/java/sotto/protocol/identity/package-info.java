/// Accounts, clients, what they sign and how people name and compare them.
package sotto.protocol.identity;
