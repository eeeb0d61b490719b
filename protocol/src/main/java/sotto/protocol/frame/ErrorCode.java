package sotto.protocol.frame;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// Why a server refuses. The numbers are the wire's and never change; the sentence is what a person
/// reads who is told nothing better.
public enum ErrorCode implements Encodable {
  MALFORMED(1, "The server could not read what was sent to it."),
  VERSION(2, "Client and server speak no common version: update the older one."),
  OUT_OF_ORDER(3, "The connection is not at the point where this may be asked."),
  TOO_LARGE(4, "This is larger than the server's policy allows."),
  RATE(5, "This was asked too often: wait a while."),
  UNAVAILABLE(6, "The server cannot do this now: try again later."),
  STORAGE_FULL(7, "The server's disk is full: its operator has to make room."),
  INTERNAL(8, "The server failed: its operator finds the reason in its log."),

  LOGIN_REFUSED(20, "The server does not accept this client's login."),
  CLIENT_REMOVED(21, "This client is no longer on its account's list."),
  ACCOUNT_RELEASED(22, "The server's operator released this address: the account is over."),

  NAME_TAKEN(40, "An account of this name exists already: choose another name."),
  NAME_REFUSED(41, "The server does not accept this name."),
  INVITE_UNKNOWN(42, "The server does not know this invite: ask for a new one."),
  INVITE_USED(43, "This invite has been used: ask for a new one."),
  INVITE_EXPIRED(44, "This invite has expired: ask for a new one."),
  CODE_WRONG(45, "The code is wrong: look at it again."),
  CODE_EXPIRED(46, "The code has expired: register again for a new one."),
  CODE_USED(47, "The code has been used: register again for a new one."),
  CODE_TRIES(48, "The code was tried too often: register again for a new one."),
  REGISTRATION_CLOSED(49, "The server does not register accounts in this way: ask for an invite."),
  ACCOUNTS_FULL(50, "The server has as many accounts as its operator allows."),
  SIGNATURE(51, "A signature is not valid."),
  CLIENT_TAKEN(52, "A client of this id exists already."),

  LIST_CONFLICT(60, "The client list was replaced meanwhile: fetch it and try again."),
  LIST_REFUSED(61, "The client list does not follow the one before it."),
  KEY_PACKAGE_REFUSED(62, "The server does not accept this KeyPackage."),

  NOT_ON_ROSTER(80, "This client is not a member of the group, as its last Commit stated it."),
  GROUP_UNKNOWN(81, "The server does not know this group."),
  GROUP_EXISTS(82, "A group of this id exists already."),
  OUTER_FIELDS(83, "The message says other things outside than inside."),
  ID_REUSED(84, "Another message was submitted under this id."),
  NUMBER_USED(85, "The submission's number does not rise: the profile may be an old copy."),
  ROSTER_REFUSED(86, "The new roster is too long, or names clients that do not exist."),
  RECIPIENT_UNKNOWN(87, "A recipient does not exist."),
  PUBLIC_REFUSED(88, "Only private messages are carried."),
  SUCCESSOR_EXISTS(89, "The group has another successor already."),

  BLOB_UNKNOWN(100, "The server does not have this blob, or not any more."),
  BLOB_REFUSED(101, "The chunk does not continue the blob where it ends."),
  BLOB_SPACE(102, "The account's space for blobs is full."),

  /// What a code of a later version is read as.
  OTHER(65535, "The server refuses for a reason that this version does not know: update Sotto.");

  private final int number;
  private final String sentence;

  ErrorCode(int number, String sentence) {
    this.number = number;
    this.sentence = sentence;
  }

  public int number() {
    return number;
  }

  public String sentence() {
    return sentence;
  }

  @Override
  public void encode(Writer out) {
    out.uint16(number);
  }

  public static ErrorCode decode(Reader in) throws MlsException {
    int number = in.uint16();
    for (ErrorCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return OTHER;
  }
}
