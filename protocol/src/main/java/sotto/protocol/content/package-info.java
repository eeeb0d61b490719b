/// What members say inside a group: framing, MIMI content, receipts, Sotto's own part, padding.
package sotto.protocol.content;
