package sotto.server.delivery;

import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.wire.Bytes;

/// What the server keeps of a submission for 30 days (rule 11).
///
/// @param digest at least 16 bytes of the submission's hash
public record StoredVerdict(
    long queue, SubmissionId id, long number, Bytes digest, long at, Verdict verdict) {}
