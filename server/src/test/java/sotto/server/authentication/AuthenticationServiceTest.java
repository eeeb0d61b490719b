package sotto.server.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.Code;
import sotto.protocol.identity.InviteToken;
import sotto.protocol.identity.LeafKey;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.Signature;
import sotto.protocol.identity.SignedClientList;
import sotto.server.store.MemoryStore;

/// The core alone: attacks R1 to R14 as far as they are the core's, rules 4 and 6.
class AuthenticationServiceTest {
  private static final long MINUTE = 60_000;

  private final MemoryStore store = new MemoryStore();
  private final Random random = new Random(3);
  private final AuthenticationService service =
      new AuthenticationService(
          store.authentication(),
          Terms.of("localhost", Admission.INVITE | Admission.CODE, 100, 5),
          new byte[32]);
  private long now = 1_000_000_000L;

  @Test
  void aCodeRegistersOnceAndThenIsUsed() {
    SignedClientList bob = list("bob", 1);
    Code code = issued(bob);
    assertThat(register(bob, code)).isInstanceOf(Decision.Registered.class);
    assertThat(refusal(register(bob, code))).isEqualTo(ErrorCode.NAME_TAKEN);
  }

  @Test
  void exactlyFiveTriesOfACodeAreEvaluatedAndTheRightOneComesTooLate() {
    SignedClientList bob = list("bob", 1);
    Code code = issued(bob);
    Code wrong = other(code);
    for (int i = 0; i < 5; i++) {
      assertThat(refusal(register(bob, wrong))).isEqualTo(ErrorCode.CODE_WRONG);
    }
    assertThat(refusal(register(bob, wrong))).isEqualTo(ErrorCode.CODE_TRIES);
    assertThat(refusal(register(bob, code))).isEqualTo(ErrorCode.CODE_TRIES);
  }

  @Test
  void aCodeExpiresAfterTenMinutesAndAClockSetBackDoesNotReviveIt() {
    SignedClientList bob = list("bob", 1);
    Code code = issued(bob);
    now += 11 * MINUTE;
    assertThat(refusal(register(bob, code))).isEqualTo(ErrorCode.CODE_EXPIRED);
    now -= 71 * MINUTE;
    assertThat(refusal(register(bob, code))).isEqualTo(ErrorCode.CODE_EXPIRED);
  }

  @Test
  void aCodeIsWorthNothingForAnotherAddressOrKey() {
    SignedClientList bob = list("bob", 1);
    Code code = issued(bob);
    assertThat(refusal(register(list("bob", 9), code))).isEqualTo(ErrorCode.CODE_WRONG);
    assertThat(refusal(register(list("carol", 1), code))).isEqualTo(ErrorCode.CODE_WRONG);
    assertThat(register(bob, code)).isInstanceOf(Decision.Registered.class);
  }

  @Test
  void aNewCodeReplacesTheOldOne() {
    SignedClientList bob = list("bob", 1);
    Code old = issued(bob);
    Code fresh = issued(bob);
    if (!old.equals(fresh)) {
      assertThat(refusal(register(bob, old))).isEqualTo(ErrorCode.CODE_WRONG);
    }
    assertThat(register(bob, fresh)).isInstanceOf(Decision.Registered.class);
  }

  @Test
  void anAddressGetsFiveCodesADayAndNoMore() {
    SignedClientList bob = list("bob", 1);
    for (int i = 0; i < 5; i++) {
      issued(bob);
    }
    assertThat(refusal(request(bob))).isEqualTo(ErrorCode.RATE);
    now += 25 * 60 * MINUTE;
    issued(bob);
  }

  @Test
  void codesAreUniformAndKeepLeadingZeros() {
    int[] first = new int[10];
    Set<String> seen = new HashSet<>();
    SecureRandom secure = new SecureRandom();
    AuthenticationService unlimited =
        new AuthenticationService(
            store.authentication(),
            new Terms("localhost", Admission.CODE, 100, 1_000_000, 1_000_000, 1_000_000, 60),
            new byte[32]);
    SignedClientList bob = list("bob", 1);
    for (int i = 0; i < 20_000; i++) {
      Decision decision =
          unlimited.requestCode(bob.list().address(), bob.list().account(), "here", now, secure);
      String digits = ((Decision.CodeIssued) decision).code().digits();
      assertThat(digits).hasSize(6);
      first[digits.charAt(0) - '0']++;
      seen.add(digits);
    }
    for (int count : first) {
      assertThat(count).isBetween(1_700, 2_300);
    }
    assertThat(seen.size()).isGreaterThan(19_000);
  }

  @Test
  void anInviteOfOneUseRegistersOneAccount() {
    InviteToken token = service.invite(1, now, now + MINUTE, random);
    Admission invite = new Admission.ByInvite(token);
    assertThat(service.register(list("alice", 1), invite, "source", now))
        .isInstanceOf(Decision.Registered.class);
    assertThat(refusal(service.register(list("bob", 2), invite, "source", now)))
        .isEqualTo(ErrorCode.INVITE_USED);
  }

  @Test
  void anInviteExpiresAndAGuessIsUnknown() {
    InviteToken token = service.invite(1, now, now + MINUTE, random);
    assertThat(
            refusal(
                service.register(
                    list("alice", 1), new Admission.ByInvite(token), "source", now + MINUTE)))
        .isEqualTo(ErrorCode.INVITE_EXPIRED);
    Admission guess = new Admission.ByInvite(InviteToken.of(new byte[16]));
    assertThat(refusal(service.register(list("alice", 1), guess, "source", now)))
        .isEqualTo(ErrorCode.INVITE_UNKNOWN);
  }

  @Tag("rule-6")
  @Test
  void rule6ARefusedNameDoesNotUseUpTheInviteAndNoInviteReplacesAnAccount() {
    InviteToken token = service.invite(2, now, now + MINUTE, random);
    Admission invite = new Admission.ByInvite(token);
    service.register(list("alice", 1), invite, "source", now);
    assertThat(refusal(service.register(list("alice", 2), invite, "source", now)))
        .isEqualTo(ErrorCode.NAME_TAKEN);
    assertThat(service.register(list("bob", 3), invite, "source", now))
        .isInstanceOf(Decision.Registered.class);
  }

  @Tag("rule-6")
  @Test
  void rule6AReleasedAddressIsOverForItsAccountAndFreeForAnother() {
    InviteToken token = service.invite(2, now, now + MINUTE, random);
    Admission invite = new Admission.ByInvite(token);
    SignedClientList first = list("alice", 1);
    service.register(first, invite, "source", now);
    ClientAddress client =
        new ClientAddress(first.list().address(), first.list().clients().getFirst().client());
    assertThat(service.release(first.list().address(), now)).isTrue();
    assertThat(refusal(service.login(client))).isEqualTo(ErrorCode.ACCOUNT_RELEASED);
    assertThat(service.released()).containsExactly(client);
    assertThat(service.release(first.list().address(), now)).isFalse();
    assertThat(service.register(list("alice", 2), invite, "source", now))
        .isInstanceOfSatisfying(
            Decision.Registered.class, done -> assertThat(done.former()).containsExactly(client));
    assertThat(refusal(service.login(client))).isEqualTo(ErrorCode.CLIENT_REMOVED);
  }

  @Tag("rule-6")
  @Test
  void whoHasNoAdmissionLearnsNoNameNeitherByRegisteringNorByALogin() {
    InviteToken invite = service.invite(1, now, now + MINUTE, random);
    SignedClientList first = list("alice", 1);
    service.register(first, new Admission.ByInvite(invite), "source", now);
    Admission guess = new Admission.ByInvite(InviteToken.of(new byte[16]));
    for (String name : List.of("alice", "nobody")) {
      assertThat(refusal(service.register(list(name, 2), guess, "source", now)))
          .isEqualTo(ErrorCode.INVITE_UNKNOWN);
      assertThat(refusal(service.register(list(name, 2), new Admission.Open(), "source", now)))
          .isEqualTo(ErrorCode.REGISTRATION_CLOSED);
      ClientAddress other =
          new ClientAddress(new Address(name, "localhost"), ClientId.of(new byte[16]));
      assertThat(refusal(service.login(other))).isEqualTo(ErrorCode.CLIENT_REMOVED);
      service.release(new Address(name, "localhost"), now);
      assertThat(refusal(service.login(other))).isEqualTo(ErrorCode.CLIENT_REMOVED);
    }
  }

  @Test
  void oneSourceMakesOnlySoManyAccountsInAnHourWhereRegistrationIsOpen() {
    AuthenticationService open =
        new AuthenticationService(
            store.authentication(), Terms.of("localhost", Admission.OPEN, 1_000, 5), new byte[32]);
    int made = 0;
    while (open.register(list("p" + made, 1), new Admission.Open(), "there", now)
        instanceof Decision.Registered) {
      assertThat(++made).isLessThan(200);
    }
    assertThat(open.register(list("other", 1), new Admission.Open(), "elsewhere", now))
        .isInstanceOf(Decision.Registered.class);
    assertThat(open.register(list("later", 1), new Admission.Open(), "there", now + 61 * MINUTE))
        .isInstanceOf(Decision.Registered.class);
  }

  @Test
  void aSourceThatAsksForTooManyCodesUsesUpNobodyElses() {
    for (int i = 0; i < 2_000; i++) {
      service.requestCode(
          new Address("v" + i, "localhost"), list("v", 1).list().account(), "flood", now, random);
    }
    assertThat(request(list("bob", 1))).isInstanceOf(Decision.CodeIssued.class);
  }

  @Test
  void withoutOpenRegistrationNobodyRegistersWithoutAnAdmission() {
    assertThat(refusal(service.register(list("eve", 1), new Admission.Open(), "source", now)))
        .isEqualTo(ErrorCode.REGISTRATION_CLOSED);
  }

  @Tag("rule-4")
  @Test
  void rule4AListIsReplacedOnlyByTheOneThatFollowsIt() {
    SignedClientList first = list("alice", 1);
    InviteToken token = service.invite(1, now, now + MINUTE, random);
    service.register(first, new Admission.ByInvite(token), "source", now);
    Address alice = first.list().address();
    ClientList second = first.list().next(Instant.ofEpochMilli(now), clients(1, 5));
    assertThat(service.replaceList(alice, signed(second)))
        .isInstanceOfSatisfying(
            Decision.ListReplaced.class, done -> assertThat(done.added()).hasSize(1));
    assertThat(refusal(service.replaceList(alice, signed(second))))
        .isEqualTo(ErrorCode.LIST_CONFLICT);
    ClientList forged =
        new ClientList(
            alice,
            first.list().account(),
            3,
            first.list().hash(),
            Instant.ofEpochMilli(now),
            clients(1));
    assertThat(refusal(service.replaceList(alice, signed(forged))))
        .isEqualTo(ErrorCode.LIST_REFUSED);
    // The server was restored from a backup: what came between is gone.
    ClientList later = second.next(Instant.ofEpochMilli(now), clients(1, 5));
    ClientList latest = later.next(Instant.ofEpochMilli(now), clients(1, 5));
    assertThat(service.replaceList(alice, signed(latest)))
        .isInstanceOf(Decision.ListReplaced.class);
    assertThat(refusal(service.replaceList(alice, signed(later))))
        .isEqualTo(ErrorCode.LIST_CONFLICT);
  }

  private Code issued(SignedClientList list) {
    return ((Decision.CodeIssued) request(list)).code();
  }

  private Decision request(SignedClientList list) {
    return service.requestCode(list.list().address(), list.list().account(), "here", now, random);
  }

  private Decision register(SignedClientList list, Code code) {
    return service.register(list, new Admission.ByCode(code), "source", now);
  }

  private static ErrorCode refusal(Decision decision) {
    return ((Decision.Refused) decision).code();
  }

  private static Code other(Code code) {
    try {
      return Code.parse(code.digits().equals("000000") ? "000001" : "000000");
    } catch (MlsException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An account whose keys are made of one byte; signatures are the edge's matter.
  private static SignedClientList list(String name, int key) {
    byte[] account = new byte[32];
    account[0] = (byte) key;
    return signed(
        ClientList.first(
            new Address(name, "localhost"),
            AccountKey.of(account),
            Instant.ofEpochMilli(0),
            clients(key).getFirst()));
  }

  private static List<ListedClient> clients(int... keys) {
    return Arrays.stream(keys)
        .mapToObj(key -> {
          byte[] id = new byte[16];
          id[0] = (byte) key;
          byte[] leaf = new byte[32];
          leaf[0] = (byte) key;
          return new ListedClient(ClientId.of(id), LeafKey.of(leaf), ListedClient.Role.KEEPER);
        })
        .toList();
  }

  private static SignedClientList signed(ClientList list) {
    return new SignedClientList(list, Signature.of(new byte[64]));
  }
}
