/// Text of others, made harmless before a person sees it.
package sotto.protocol.text;
