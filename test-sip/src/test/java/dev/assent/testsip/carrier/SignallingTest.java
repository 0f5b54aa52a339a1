package dev.assent.testsip.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.testsip.carrier.sip.SipMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SignallingTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String NUMBER = "+8619900000001";

  /** T1 of 50 ms: an answer without ACK is given up after 3.2 s. */
  private static CarrierSettings quick() {
    return CarrierSettings.loopback()
        .withTimes(Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofMillis(200));
  }

  private static Carrier carrier(String behaviour) throws IOException {
    return Carrier.start(quick()).plan(NUMBER, behaviour);
  }

  @Test
  void answersAndTakesTheCallersBye() throws Exception {
    try (Carrier carrier = carrier("180, wait 50ms, answer");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      assertThat(caller.expectStatus(100).toTag()).isEmpty();
      SipMessage ringing = caller.expectStatus(180);
      SipMessage answer = caller.expectStatus(200);
      assertThat(answer.toTag()).isNotEmpty().isEqualTo(ringing.toTag());
      assertThat(answer.header("via")).contains("received=127.0.0.1");
      caller.ack(answer);
      caller.bye(answer);
      assertThat(caller.expectStatus(200).cseqMethod()).isEqualTo("BYE");

      CallReport call = carrier.awaitCall(LIMIT, CallReport::ended);
      assertThat(call.called()).isEqualTo(NUMBER);
      assertThat(call.caller()).isEqualTo("+8619900009999");
      assertThat(call.pai()).isEqualTo("<tel:+8619900009999>");
      assertThat(call.endedBy()).isEqualTo(EndedBy.CALLER);
      assertThat(call.responses()).containsExactly(100, 180, 200);
      assertThat(call.ackSeen()).isTrue();
      assertThat(call.faults()).isEmpty();
      assertThat(call.orphaned()).isFalse();
    }
  }

  @Test
  void repeatsTheAnswerUntilItsAck() throws Exception {
    try (Carrier carrier = carrier("answer ignore-ack 1");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      caller.ack(answer);
      assertThat(caller.expectStatus(200)).isEqualTo(answer);
      caller.ack(answer);
      carrier.awaitCall(LIMIT, CallReport::ackSeen);
    }
  }

  @Test
  void anAnswerWithoutAckIsAnOrphan() throws Exception {
    try (Carrier carrier = carrier("answer");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage bye = caller.expectRequest("BYE");
      caller.answer(bye, 200, "");
      CallReport call = carrier.awaitCall(LIMIT, c -> c.outcomes().contains("BYE 200"));
      assertThat(call.endedBy()).isEqualTo(EndedBy.NO_ACK);
      assertThat(carrier.totals().orphaned()).isEqualTo(1);
    }
  }

  @Test
  void aCallWithoutSoundIsAnOrphan() throws Exception {
    CarrierSettings settings =
        CarrierSettings.loopback()
            .withTimes(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(200));
    try (Carrier carrier = Carrier.start(settings).plan(NUMBER, "answer");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      caller.ack(caller.expectStatus(200));
      caller.answer(caller.expectRequest("BYE"), 200, "");
      CallReport call = carrier.awaitCall(LIMIT, CallReport::ended);
      assertThat(call.endedBy()).isEqualTo(EndedBy.NO_SOUND);
      assertThat(call.ackSeen()).isTrue();
    }
  }

  @Test
  void whatIsUpWhenTheCarrierClosesIsHungUp() throws Exception {
    RawCaller caller;
    try (Carrier carrier = carrier("answer")) {
      caller = new RawCaller(carrier.address(), NUMBER);
      caller.invite();
      caller.ack(caller.expectStatus(200));
      carrier.awaitCall(LIMIT, CallReport::ackSeen);
    }
    try (caller) {
      assertThat(caller.expectRequest("BYE").callId()).isEqualTo(caller.callId());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "busy, 486, Busy Here",
    "not-found, 404, Not Found",
    "unwanted, 607, Unwanted",
    "rejected, 608, Rejected",
    "blocked, 603, Network Blocked",
    "congested, 503, Service Unavailable"
  })
  void refusesUntilTheAck(String behaviour, int status, String phrase) throws Exception {
    try (Carrier carrier = carrier(behaviour);
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage refusal = caller.expectStatus(status);
      assertThat(refusal.startLine()).isEqualTo("SIP/2.0 " + status + " " + phrase);
      assertThat(caller.expectStatus(status)).isEqualTo(refusal);
      caller.ack(refusal);
      CallReport call = carrier.awaitCall(LIMIT, CallReport::ackSeen);
      assertThat(call.finalStatus()).isEqualTo(status);
      assertThat(call.endedBy()).isEqualTo(EndedBy.REFUSAL);
      assertThat(call.faults()).isEmpty();
      if (status == 503) {
        assertThat(refusal.header("retry-after")).isEqualTo("30");
      }
      if (behaviour.equals("blocked")) {
        assertThat(refusal.header("reason")).contains("text=\"v=analytics1;");
      }
    }
  }

  @Test
  void honoursCancelWhileRinging() throws Exception {
    try (Carrier carrier = carrier("no-answer");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      caller.expectStatus(180);
      caller.cancel();
      assertThat(caller.expectStatus(200).cseqMethod()).isEqualTo("CANCEL");
      caller.ack(caller.expectStatus(487));
      CallReport call = carrier.awaitCall(LIMIT, c -> c.ended() && c.ackSeen());
      assertThat(call.endedBy()).isEqualTo(EndedBy.CANCEL);
      assertThat(call.reasons()).containsExactly("SIP;cause=487;text=test");
      assertThat(carrier.totals().cancelled()).isEqualTo(1);
    }
  }

  @Test
  void answersAcrossACancel() throws Exception {
    try (Carrier carrier = carrier("answer-and-cancel");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      caller.expectStatus(180);
      caller.cancel();
      SipMessage answer = caller.expect(m -> m.status() == 200 && m.cseqMethod().equals("INVITE"));
      caller.ack(answer);
      caller.bye(answer);
      CallReport call = carrier.awaitCall(LIMIT, CallReport::ended);
      assertThat(call.endedBy()).isEqualTo(EndedBy.CALLER);
    }
  }

  @Test
  void forksAndWantsBothBranchesEnded() throws Exception {
    try (Carrier carrier = carrier("forked");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      String first = caller.expectStatus(180).toTag();
      String second = caller.expectStatus(180).toTag();
      assertThat(first).isNotEqualTo(second);
      SipMessage a = caller.expect(m -> m.status() == 200 && m.toTag().equals(first));
      SipMessage b = caller.expect(m -> m.status() == 200 && m.toTag().equals(second));
      caller.ack(a);
      caller.ack(b);
      caller.bye(b);
      CallReport call = carrier.awaitCall(LIMIT, c -> c.dialogs().get(1).endedAt() != null);
      assertThat(call.ended()).isFalse();
      caller.bye(a);
      carrier.awaitCall(LIMIT, CallReport::ended);
    }
  }

  @Test
  void aLate200WantsAckAndBye() throws Exception {
    try (Carrier carrier = carrier("answer tag A, await ack, answer tag C");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage chosen = caller.expectStatus(200);
      caller.ack(chosen);
      SipMessage late = caller.expect(m -> m.status() == 200 && !m.toTag().equals(chosen.toTag()));
      caller.ack(late);
      caller.bye(late);
      caller.bye(chosen);
      CallReport call = carrier.awaitCall(LIMIT, CallReport::ended);
      assertThat(call.dialogs()).hasSize(2).allMatch(d -> d.endedBy() == EndedBy.CALLER);
    }
  }

  @Test
  void repeatsItsLastResponseToARepeatedInvite() throws Exception {
    try (Carrier carrier = carrier("no-answer");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage ringing = caller.expectStatus(180);
      caller.inviteAgain();
      assertThat(caller.expectStatus(180)).isEqualTo(ringing);
      CallReport call = carrier.calls().getFirst();
      assertThat(call.invites()).isEqualTo(1);
      assertThat(call.retransmissions()).isEqualTo(1);
    }
  }

  @Test
  void theSecondCallMeetsTheSecondBehaviour() throws Exception {
    try (Carrier carrier = Carrier.start(quick()).plan(NUMBER, "busy", "404");
        RawCaller one = new RawCaller(carrier.address(), NUMBER);
        RawCaller two = new RawCaller(carrier.address(), NUMBER)) {
      one.invite();
      one.ack(one.expectStatus(486));
      two.invite();
      two.ack(two.expectStatus(404));
      assertThat(carrier.totals().duplicateInvitesToNumber()).isEqualTo(1);
    }
  }

  @Test
  void anotherInviteUnderTheSameCallIdMeetsTheNextBehaviour() throws Exception {
    try (Carrier carrier = Carrier.start(quick()).plan(NUMBER, "congested", "answer");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      caller.ack(caller.expectStatus(503));
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      caller.ack(answer);
      caller.bye(answer);
      CallReport call = carrier.awaitCall(LIMIT, c -> c.endedBy() == EndedBy.CALLER);
      assertThat(call.invites()).isEqualTo(2);
      assertThat(call.faults()).isEmpty();
      assertThat(carrier.totals().duplicateInvitesToNumber()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401 md5, MD5, false",
    "407 sha-256, SHA-256, false",
    "407 sha-256 stale, SHA-256, true"
  })
  void challenges(String step, String algorithm, boolean stale) throws Exception {
    try (Carrier carrier = Carrier.start(quick().withCredentials("trunk", "sesame"));
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      carrier.plan(NUMBER, "challenge " + step + ", answer");
      int status = Integer.parseInt(step.substring(0, 3));
      for (int round = 0; round < (stale ? 2 : 1); round++) {
        caller.invite();
        SipMessage challenge = caller.expectStatus(status);
        caller.ack(challenge);
        String header = challenge.header(status == 401 ? "www-authenticate" : "proxy-authenticate");
        assertThat(header.contains("stale=true")).isEqualTo(round == 1);
        caller.authorize(credentials("INVITE", caller.uri(), header, algorithm, status, "sesame"));
      }
      caller.invite();
      caller.ack(caller.expectStatus(200));
      assertThat(carrier.calls().getFirst().faults()).isEmpty();
    }
  }

  @Test
  void refusesAWrongPassword() throws Exception {
    try (Carrier carrier = Carrier.start(quick());
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      carrier.plan(NUMBER, "challenge 401, answer");
      caller.invite();
      SipMessage challenge = caller.expectStatus(401);
      caller.ack(challenge);
      String header = challenge.header("www-authenticate");
      caller.authorize(credentials("INVITE", caller.uri(), header, "MD5", 401, "guess"));
      caller.invite();
      caller.ack(caller.expectStatus(403));
      assertThat(carrier.calls().getFirst().finalStatus()).isEqualTo(403);
    }
  }

  /** A REGISTER with the right password, after its challenge. */
  private static SipMessage registered(RawCaller caller, String contact, String expires, int status)
      throws Exception {
    caller.authorize("X-None: -");
    caller.register(contact, expires);
    String challenge = caller.expectStatus(401).header("www-authenticate");
    caller.authorize(
        credentials("REGISTER", "sip:carrier.invalid", challenge, "MD5", 401, "sesame"));
    caller.register(contact, expires);
    return caller.expectStatus(status);
  }

  @Test
  void isTheRegistrarOfWhoeverKnowsThePassword() throws Exception {
    try (Carrier carrier = Carrier.start(quick().withCredentials("trunk", "sesame"));
        RawCaller one = new RawCaller(carrier.address(), "1");
        RawCaller two = new RawCaller(carrier.address(), "2")) {
      assertThat(registered(one, "<sip:1@127.0.0.1>", "60", 200).all("contact"))
          .contains("<sip:1@127.0.0.1>;expires=60");
      carrier.takeAtMost(1);
      registered(two, "<sip:2@127.0.0.1>", "60", 403);
      registered(two, "*", "60", 400);
      registered(two, "*", "0", 200);
      registered(two, "<sip:2@127.0.0.1>;expires=90", "60", 200);
      registered(two, "<sip:2@127.0.0.1>", "0", 200);
      two.authorize("Authorization: Digest username=\"trunk\"");
      two.register("<sip:2@127.0.0.1>", "60");
      two.expectStatus(401);
      assertThat(carrier.registrations())
          .extracting(Registration::bound)
          .containsExactly(
              List.of("sip:1@127.0.0.1"),
              List.of("sip:1@127.0.0.1"),
              List.of(),
              List.of("sip:2@127.0.0.1"),
              List.of());
      assertThat(carrier.registrations())
          .extracting(Registration::granted)
          .containsExactly(true, false, true, true, true);
    }
  }

  private static String credentials(
      String method, String uri, String challenge, String algorithm, int status, String password)
      throws Exception {
    String nonce = challenge.replaceAll(".*nonce=\"([^\"]+)\".*", "$1");
    String realm = challenge.replaceAll(".*realm=\"([^\"]+)\".*", "$1");
    String user = password.equals("sesame") ? "trunk" : "assent";
    String ha1 = hash(algorithm, user + ":" + realm + ":" + password);
    String ha2 = hash(algorithm, method + ":" + uri);
    String response = hash(algorithm, ha1 + ":" + nonce + ":00000001:abc:auth:" + ha2);
    return (status == 401 ? "Authorization" : "Proxy-Authorization")
        + ": Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\","
            .formatted(user, realm, nonce, uri, response)
        + " algorithm=%s, cnonce=\"abc\", nc=00000001, qop=auth".formatted(algorithm);
  }

  private static String hash(String algorithm, String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }

  @Test
  void hangsUpFromASecondAddress() throws Exception {
    InetSocketAddress second = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0);
    try (Carrier carrier = Carrier.start(quick().withSecond(second));
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      carrier.plan(NUMBER, "answer, await ack, bye from-second");
      caller.invite();
      caller.ack(caller.expectStatus(200));
      SipMessage bye = caller.expectRequest("BYE");
      assertThat(bye.header("via")).contains("127.0.0.2:" + carrier.secondAddress().getPort());
      caller.answer(bye, 200, "");
      assertThat(carrier.awaitCall(LIMIT, CallReport::ended).endedBy()).isEqualTo(EndedBy.CALLED);
    }
  }

  @Test
  void holdsAndResumes() throws Exception {
    try (Carrier carrier = carrier("answer, await ack, hold, resume, bye");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      caller.ack(caller.expectStatus(200));
      SipMessage hold = caller.expectRequest("INVITE");
      assertThat(hold.body()).contains("a=sendonly");
      caller.answer(hold, 200, caller.offer("0 101", "recvonly"));
      caller.expectRequest("ACK");
      SipMessage resume =
          caller.expect(m -> m.method().equals("INVITE") && m.cseq() == hold.cseq() + 1);
      assertThat(resume.body()).contains("a=sendrecv");
      caller.answer(resume, 200, caller.offer("0 101", "sendrecv"));
      caller.answer(caller.expectRequest("BYE"), 200, "");
      CallReport call = carrier.awaitCall(LIMIT, c -> c.outcomes().size() == 3);
      assertThat(call.outcomes())
          .containsExactly("INVITE hold 200", "INVITE resume 200", "BYE 200");
    }
  }

  @Test
  void answersTheCallersReinvite() throws Exception {
    try (Carrier carrier = carrier("answer");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      caller.ack(answer);
      caller.reinvite(answer, "sendonly");
      SipMessage held = caller.expect(m -> m.status() == 200 && m.cseq() == 2);
      assertThat(held.body()).contains("a=recvonly");
      caller.ack(held);
      caller.bye(answer);
      CallReport call = carrier.awaitCall(LIMIT, CallReport::ended);
      assertThat(call.reinvites()).isEqualTo(1);
      assertThat(call.faults()).isEmpty();
    }
  }

  @Test
  void writesDownWhatIsWrong() throws Exception {
    try (Carrier carrier = carrier("busy");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.send(
          "INVITE sip:"
              + NUMBER
              + "@127.0.0.1 SIP/2.0\r\n"
              + "Via: SIP/2.0/UDP 127.0.0.1;branch=old\r\n"
              + "From: <sip:caller@caller.invalid>\r\nTo: <sip:"
              + NUMBER
              + "@127.0.0.1>\r\n"
              + "Call-ID: bad@caller.invalid\r\nCSeq: 1 OPTIONS\r\n\r\n");
      CallReport call = carrier.awaitCall(LIMIT, CallReport::ended);
      assertThat(call.faults())
          .contains(
              "INVITE: 0 headers max-forwards",
              "INVITE: branch 'old' of the topmost Via",
              "INVITE: no From tag",
              "INVITE: CSeq '1 OPTIONS'",
              "INVITE: Content-Length '' before 0 bytes",
              "INVITE: Contact ''");
    }
  }

  @Test
  void answersOptionsAsTold() throws Exception {
    try (Carrier carrier = carrier("busy");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.options();
      caller.expectStatus(200);
      carrier.answerOptions(503);
      caller.options();
      caller.expectStatus(503);
      assertThat(carrier.totals().options()).isEqualTo(2);
    }
  }

  @Test
  void silenceAnswersNothing() throws Exception {
    try (Carrier carrier = carrier("silence");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      caller.inviteAgain();
      CallReport call = carrier.awaitCall(LIMIT, c -> c.trace().size() == 2);
      assertThat(call.responses()).isEmpty();
    }
  }

  @Test
  void noiseOnTheSocketIsCounted() throws Exception {
    try (Carrier carrier = carrier("busy");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.send("hello there");
      caller.send("INVITE sip:%zz@127.0.0.1 SIP/2.0\r\nCall-ID: x\r\n\r\n");
      carrier.awaitCall(LIMIT, CallReport::ended);
      assertThat(carrier.totals().malformed()).isEqualTo(1);
    }
  }
}
