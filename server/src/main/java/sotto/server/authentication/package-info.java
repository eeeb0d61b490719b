/// The Authentication Service of RFC 9750 as a pure core: accounts, invites, codes, client lists.
@org.jspecify.annotations.NullMarked
package sotto.server.authentication;
