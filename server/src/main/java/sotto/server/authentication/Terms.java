package sotto.server.authentication;

/// On what terms this server takes accounts.
///
/// @param host the server's name, in every address of its accounts
/// @param admissions [Admission#INVITE], [Admission#CODE] and [Admission#OPEN], added up
/// @param codesPerSpan codes for one address in a day
/// @param codesPerSource codes for one network address in an hour
/// @param codesInAll codes in an hour
/// @param accountsPerSource accounts that one network address may make in an hour where
///   registration is open
public record Terms(
    String host,
    int admissions,
    long maxAccounts,
    long codesPerSpan,
    long codesPerSource,
    long codesInAll,
    long accountsPerSource) {

  public static Terms of(String host, int admissions, long maxAccounts, long codesPerSpan) {
    return new Terms(host, admissions, maxAccounts, codesPerSpan, 60, 1_000, 60);
  }

  boolean admits(int admission) {
    return (admissions & admission) != 0;
  }
}
