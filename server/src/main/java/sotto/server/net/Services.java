package sotto.server.net;

import java.security.SecureRandom;
import java.util.concurrent.Executor;
import sotto.protocol.identity.Hash;
import sotto.protocol.limits.Policy;

/// What every connection of a server shares.
///
/// @param sources tries at logging in
/// @param arrivals new connections
/// @param crypto where signatures are made and verified, away from the network's threads
/// @param admissions how accounts come to be, as the server's proof states it
record Services(
    String name,
    Identity identity,
    Hash tlsKey,
    int admissions,
    Policy policy,
    Sequencer sequencer,
    Executor crypto,
    Blobs blobs,
    CodeSender codes,
    SecureRandom random,
    Metrics metrics,
    SourceLimits sources,
    SourceLimits arrivals,
    LargeFrames largeFrames) {}
