package sotto.server.delivery;

import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;

/// What the edge is to do. Effects are carried out in the order in which they were returned.
public sealed interface Effect {
  /// Answer a submission.
  record Judged(Ticket ticket, SubmissionId id, Verdict verdict) implements Effect {}

  /// Answer that there is no verdict now: the same submission may be tried again.
  record Failed(Ticket ticket, ErrorCode code) implements Effect {}

  /// Send an entry to the client that it is for, if it is still on this session.
  record Push(Entry entry, long session) implements Effect {}

  /// Read the queue out of the store from after `after`, send it, and then report
  /// [DeliveryService#read] with `upTo`.
  record Read(Queue queue, long session, long after, long upTo) implements Effect {}

  /// Read this one entry out of the store and send it again.
  record Offer(Queue queue, long session, long number) implements Effect {}

  /// Tell the client that its stock of KeyPackages runs low.
  record StockLow(Queue queue, long session, int left) implements Effect {}
}
