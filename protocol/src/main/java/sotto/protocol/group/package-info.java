/// What Sotto keeps in an MLS group's extensions, and what it exports from its epochs.
package sotto.protocol.group;
