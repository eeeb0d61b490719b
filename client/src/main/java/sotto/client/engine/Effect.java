package sotto.client.engine;

import java.time.Instant;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.mls.group.Consumed;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientRequest;

/// What is to be done after a step: first all changes are written, in one transaction, and only
/// then the rest, in order.
public sealed interface Effect {
  record Write(Change change) implements Effect {}

  record Send(ClientRequest request) implements Effect {}

  /// Goes to the server, together with others of the same moment.
  record Acknowledge(Acknowledgement entry) implements Effect {}

  record Tell(Event event) implements Effect {}

  /// These secrets were used up: they are erased once the changes are durable.
  record Erase(Consumed consumed) implements Effect {}

  /// A message of ours will not reach everybody.
  record Undelivered(MessageId message, Trouble trouble) implements Effect {}

  /// Answers a command.
  record Settle(long ticket, Outcome outcome) implements Effect {}

  /// [Input.Tick] is wanted at this time, in place of any time asked for before.
  record Wake(Instant at) implements Effect {}

  /// The connection is of no more use; another may be opened.
  record Hangup(String reason) implements Effect {}

  /// Nothing more is to be tried with this server: a security stop, a refusal, another copy.
  record Halt(Trouble trouble) implements Effect {}
}
