package dev.assent.dialer.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.socket.ActRefused;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every path of the pages, and what is asked of whoever requests it. Knows no HTTP library. Any
 * thread.
 */
final class Site {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);
  private static final Pattern ACTION = Pattern.compile("/api/act/([a-z][a-z.-]{1,59})");

  /**
   * Acts of this process: they have paths of their own, with what must be done besides, or tell
   * what no page is believed about.
   */
  private static final Set<String> NOT_BY_PAGES =
      Set.of(
          "session.begin",
          "session.end",
          "session.anomaly",
          "recording.share",
          "qa.heard",
          "export.open",
          "export.made");

  private final Home home;
  private final Set<String> hosts;
  private final Door door;
  private final People people;
  private final RecordingPages recordings;
  private final SecureRandom random;

  /**
   * @param hosts what a request may name in its Host header, port included, in lower case
   */
  Site(
      Home home,
      Set<String> hosts,
      Door door,
      People people,
      RecordingPages recordings,
      SecureRandom random) {
    this.home = home;
    this.hosts = Set.copyOf(hosts);
    this.door = door;
    this.people = people;
    this.recordings = recordings;
    this.random = random;
  }

  /** Answers what stands under {@code /api/recordings/}. */
  @FunctionalInterface
  interface RecordingPages {
    WebAnswer answer(WebRequest request, WebPerson person);
  }

  /** An answer and the cookies it sets. */
  record Reply(WebAnswer answer, List<String> cookies) {}

  /**
   * @param address where the browser is
   */
  Reply reply(WebRequest request, String address) {
    List<String> cookies = new ArrayList<>();
    try {
      return new Reply(answer(request, address, cookies), cookies);
    } catch (ActRefused refused) {
      if (refused.code().equals("SESSION_ENDED") || refused.code().equals("FROZEN")) {
        people.end(Browser.of(request).sessionDigest(), "ENDED_BY_ENGINE");
        cookies.add(Browser.noSessionCookie());
      }
      return new Reply(answer(refused), cookies);
    } catch (UserError error) {
      return new Reply(answer(ActRefused.of(error)), cookies);
    } catch (RuntimeException bug) {
      LOG.error("a page's request failed", bug);
      return new Reply(answer(ActRefused.of("FAILED", Message.of("page.failed"), null)), cookies);
    }
  }

  private WebAnswer answer(WebRequest request, String address, List<String> cookies) {
    if (!hosts.contains(request.header("host").orElse("").toLowerCase(Locale.ROOT))) {
      return WebAnswer.refused(421, "HOST", null);
    }
    return switch (request.method()) {
      case "GET" -> get(request, address, cookies);
      case "POST" -> post(request, address, cookies);
      default -> WebAnswer.refused(405, "METHOD", null).with("Allow", "GET, POST");
    };
  }

  private WebAnswer get(WebRequest request, String address, List<String> cookies) {
    Browser browser = Browser.of(request);
    if (request.path().equals("/api/session")) {
      return WebAnswer.json(200, told(require(browser, address, false)));
    }
    if (request.path().startsWith("/api/recordings/")) {
      return recordings.answer(request, require(browser, address, true));
    }
    if (browser.device().isEmpty()) {
      cookies.add(Browser.deviceCookie(Browser.secret(random)));
    }
    return Pages.find(request.path()).orElseGet(() -> WebAnswer.refused(404, "NOT_FOUND", null));
  }

  private WebAnswer post(WebRequest request, String address, List<String> cookies) {
    requireOwnPage(request);
    if (request.path().equals("/api/login")) {
      return signIn(request, address, cookies);
    }
    Browser browser = Browser.of(request);
    WebPerson person = require(browser, address, true);
    String shown = request.header("x-assent-csrf").orElse("");
    if (!MessageDigest.isEqual(shown.getBytes(UTF_8), person.csrf().getBytes(UTF_8))) {
      return WebAnswer.refused(403, "CSRF", null);
    }
    if (request.path().equals("/api/logout")) {
      people.end(browser.sessionDigest(), "SIGNED_OUT");
      cookies.add(Browser.noSessionCookie());
      return WebAnswer.json(200, Json.object());
    }
    if (request.path().startsWith("/api/recordings/")) {
      return recordings.answer(request, person);
    }
    var action = ACTION.matcher(request.path());
    if (!action.matches() || NOT_BY_PAGES.contains(action.group(1))) {
      return WebAnswer.refused(404, "NOT_FOUND", null);
    }
    ObjectNode done = person.acts().ask(action.group(1), Json.read(request.body()));
    if (action.group(1).equals("session.step-up")) {
      person.steppedUp(Instant.parse(done.path("stepUpUntil").asText()));
    }
    return WebAnswer.json(200, done);
  }

  /** A form of another site can send neither this type nor this origin. */
  private void requireOwnPage(WebRequest request) {
    boolean json =
        request
            .header("content-type")
            .orElse("")
            .split(";", 2)[0]
            .strip()
            .equals("application/json");
    Optional<String> origin = request.header("origin");
    boolean ours =
        origin.isEmpty() || hosts.stream().anyMatch(host -> origin.get().equals("https://" + host));
    boolean sameSite =
        request.header("sec-fetch-site").map(site -> site.equals("same-origin")).orElse(true);
    if (!json || !ours || !sameSite) {
      throw ActRefused.of("CSRF", Message.of("page.other_site"), null);
    }
  }

  private WebPerson require(Browser browser, String address, boolean asks) {
    return people
        .find(browser.sessionDigest(), browser.deviceDigest(), address, asks)
        .orElseThrow(People::nobody);
  }

  private WebAnswer signIn(WebRequest request, String address, List<String> cookies) {
    ObjectNode body = Json.read(request.body());
    Browser browser = Browser.of(request);
    if (browser.device().isEmpty()) {
      browser = browser.withDevice(Browser.secret(random));
      cookies.add(Browser.deviceCookie(browser.device()));
    }
    char[] passphrase = body.path("passphrase").asText().toCharArray();
    WebPerson person;
    try {
      person =
          door.signIn(
              body.path("user").asText(),
              passphrase,
              body.path("code").asText(),
              browser.deviceDigest(),
              address);
    } finally {
      Arrays.fill(passphrase, ' ');
    }
    // A new secret each time: what somebody put there before signing in is worth nothing.
    people.end(browser.sessionDigest(), "SIGNED_IN_AGAIN");
    String token = Browser.secret(random);
    people.add(Browser.digest(token), person);
    cookies.add(Browser.sessionCookie(token));
    return WebAnswer.json(200, told(person));
  }

  private ObjectNode told(WebPerson person) {
    ObjectNode told =
        Json.object()
            .put("user", person.user())
            .put("home", String.valueOf(home.root().getFileName()))
            .put("simulated", home.simulated())
            .put("csrf", person.csrf())
            .put("endsAt", person.endsAt().toString())
            .put("idleSeconds", People.IDLE.toSeconds());
    person.stepUpUntil().ifPresent(until -> told.put("stepUpUntil", until.toString()));
    var roles = told.putArray("roles");
    person.roles().stream().sorted().map(Role::name).forEach(roles::add);
    return told;
  }

  private static WebAnswer answer(ActRefused refused) {
    int status =
        switch (refused.code()) {
          case "SESSION_ENDED", "SIGN_IN_REFUSED", "NOT_PROVED" -> 401;
          case "ROLE", "STEP_UP", "FROZEN", "CSRF", "NO_CODE_DEVICE", "RECORDING_RESTRICTED" -> 403;
          case "LOCKED_OUT", "TOO_FAST" -> 429;
          case "ENGINE_GONE", "ENGINE_LOCKED" -> 503;
          case "BAD_REQUEST" -> 400;
          case "NO_SUCH_ACTION", "RECORDING_UNKNOWN" -> 404;
          case "RECORDING_ERASED" -> 410;
          case "FAILED" -> 500;
          default -> 409;
        };
    return WebAnswer.refused(
        status, refused.code(), new WebAnswer.Said(refused.english(), refused.chinese()));
  }
}
