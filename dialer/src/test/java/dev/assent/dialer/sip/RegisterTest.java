package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.all;
import static dev.assent.dialer.sip.RawPeer.header;
import static dev.assent.dialer.sip.RawPeer.parameter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.sip.auth.Credentials;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** REGISTER, as registrars answer it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RegisterTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String CHALLENGE =
      "WWW-Authenticate: Digest realm=\"carrier.example\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";
  private static final String STRONGER =
      "WWW-Authenticate: Digest realm=\"carrier.example\", nonce=\"n2\", algorithm=SHA-256,"
          + " qop=\"auth\"";

  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final Binding binding = binding(new Credentials("1001", "sesame"));

  private Binding binding(Credentials credentials) {
    return fixture.userAgent.binding(
        new BindingSpec("sip:1001@carrier.example", "sip:carrier.example", credentials));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Registered of(CompletableFuture<Registered> done) throws Exception {
    return done.get(10, TimeUnit.SECONDS);
  }

  @Test
  void isChallengedOnceAndBoundForAsLongAsTheCarrierSays() throws Exception {
    CompletableFuture<Registered> done = binding.register(peer.target(), HOUR);
    String first = peer.expect("REGISTER sip:carrier.example SIP/2.0\r\n");
    assertThat(header(first, "To")).isEqualTo("<sip:1001@carrier.example>");
    assertThat(header(first, "Contact")).startsWith("<sip:1001@127.0.0.1:");
    assertThat(header(first, "Expires")).isEqualTo("3600");
    assertThat(all(first, "Authorization")).isEmpty();
    peer.answer(first, "401 Unauthorized", "a", CHALLENGE, STRONGER);
    String second = peer.expect("REGISTER");
    assertThat(header(second, "Call-ID")).isEqualTo(header(first, "Call-ID"));
    assertThat(header(second, "CSeq")).isEqualTo("2 REGISTER");
    assertThat(parameter(header(second, "Authorization"), "algorithm")).isEqualTo("SHA-256");
    String contact = header(second, "Contact");
    peer.send(
        peer.response(second, "200 OK", "a", "", "Contact: <sip:1001@192.0.2.99>;expires=30")
            .replaceFirst(
                "Contact: <sip:far@[^\r]*",
                "Contact: " + contact.replace("$", "\\$") + ";expires=600"));

    assertThat(of(done)).isEqualTo(new Registered.Bound(Duration.ofMinutes(10)));

    CompletableFuture<Registered> refresh = binding.register(peer.target(), HOUR);
    String third = peer.expect("REGISTER");
    assertThat(header(third, "CSeq")).isEqualTo("3 REGISTER");
    assertThat(parameter(header(third, "Authorization"), "nc"))
        .as("nonce used on")
        .isEqualTo("00000002");
    peer.answer(third, "200 OK", "a", "Expires: 300");
    assertThat(of(refresh)).isEqualTo(new Registered.Bound(Duration.ofMinutes(5)));

    CompletableFuture<Registered> back = binding.register(peer.target(), Duration.ZERO);
    String fourth = peer.expect("REGISTER");
    assertThat(header(fourth, "Expires")).isEqualTo("0");
    peer.answer(fourth, "200 OK", "a");
    assertThat(of(back)).isEqualTo(new Registered.Bound(Duration.ZERO));
    fixture.assertEmpty();
  }

  @Test
  void allBindingsAreTakenBack() throws Exception {
    CompletableFuture<Registered> done = binding.clear(peer.target());
    peer.answer(peer.expect("REGISTER"), "401 Unauthorized", "a", CHALLENGE);
    String second = peer.expect("REGISTER");
    assertThat(header(second, "Contact")).isEqualTo("*");
    assertThat(header(second, "Expires")).isEqualTo("0");
    peer.answer(second, "200 OK", "a");
    assertThat(of(done)).isEqualTo(new Registered.Bound(Duration.ZERO));
    fixture.assertEmpty();
  }

  @Test
  void aWrongPasswordIsNotTriedAgain() throws Exception {
    CompletableFuture<Registered> done = binding.register(peer.target(), HOUR);
    peer.answer(peer.expect("REGISTER"), "401 Unauthorized", "a", CHALLENGE);
    peer.answer(peer.expect("REGISTER"), "401 Unauthorized", "a", CHALLENGE);
    assertThat(of(done)).isEqualTo(new Registered.NotAuthorized(401, "Unauthorized"));
    fixture.drain();
    assertThat(peer.isSilent()).isTrue();
    fixture.assertEmpty();
  }

  @Test
  void aChallengeWithoutAPasswordIsTheEnd() throws Exception {
    CompletableFuture<Registered> done = binding(null).register(peer.target(), HOUR);
    peer.answer(peer.expect("REGISTER"), "407 Proxy Authentication Required", "a", CHALLENGE);
    assertThat(of(done)).isInstanceOf(Registered.NotAuthorized.class);
    fixture.assertEmpty();
  }

  @Test
  void tooBriefAnIntervalIsRaisedOnce() throws Exception {
    CompletableFuture<Registered> done = binding.register(peer.target(), Duration.ofMinutes(1));
    peer.answer(peer.expect("REGISTER"), "423 Interval Too Brief", "a", "Min-Expires: 1800");
    String second = peer.expect("REGISTER");
    assertThat(header(second, "Expires")).isEqualTo("1800");
    peer.answer(second, "423 Interval Too Brief", "a", "Min-Expires: 3600");
    assertThat(of(done)).isEqualTo(new Registered.Refused(423, "Interval Too Brief", null));
    fixture.assertEmpty();
  }

  @Test
  void aCarrierThatIsBusySaysWhenToComeBack() throws Exception {
    CompletableFuture<Registered> done = binding.register(peer.target(), HOUR);
    peer.answer(peer.expect("REGISTER"), "503 Service Unavailable", "a", "Retry-After: 120");
    assertThat(of(done))
        .isEqualTo(new Registered.Refused(503, "Service Unavailable", Duration.ofMinutes(2)));
    fixture.assertEmpty();
  }

  @Test
  void silenceEndsWithTimerF() throws Exception {
    CompletableFuture<Registered> done = binding.register(peer.target(), HOUR);
    peer.expect("REGISTER");
    assertThat(of(binding.register(peer.target(), HOUR)))
        .isEqualTo(new Registered.NoAnswer("another REGISTER is under way"));
    fixture.advance(Duration.ofSeconds(32));
    assertThat(of(done)).isEqualTo(new Registered.NoAnswer("no answer to REGISTER"));
    fixture.assertEmpty();
  }

  @Test
  void nothingFromOutsideCanAddAHeader() {
    for (String aor : new String[] {"1001", "sip:1001", "sip:1001@a\r\nX: y", "sip:@a"}) {
      assertThatThrownBy(() -> new BindingSpec(aor, "sip:a", null))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new BindingSpec("sip:1001@a", "sip:u@a", null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
