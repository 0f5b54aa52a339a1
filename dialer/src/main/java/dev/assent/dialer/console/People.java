package dev.assent.dialer.console;

import dev.assent.dialer.Message;
import dev.assent.dialer.engine.socket.ActRefused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is signed in, by the digest of their session cookie. The engine keeps the same times; here
 * they decide how long keys stay in memory. Any thread.
 */
final class People {
  static final Duration IDLE = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(People.class);

  private final InstantSource clock;
  private final Map<String, WebPerson> signedIn = new HashMap<>();

  People(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(String token, WebPerson person) {
    signedIn.put(token, person);
  }

  /**
   * Whose session it is; one that is over, or turns up elsewhere, is ended.
   *
   * @param asks whether this request is something the person did, so that they are not idle
   */
  Optional<WebPerson> find(String token, String device, String address, boolean asks) {
    WebPerson person;
    synchronized (this) {
      person = signedIn.get(token);
    }
    if (person == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (isOver(person, now)) {
      end(token, "IDLE");
      return Optional.empty();
    }
    if (!person.isAt(device, address)) {
      end(token, "ELSEWHERE");
      return Optional.empty();
    }
    if (asks) {
      person.seen(now);
    }
    return Optional.of(person);
  }

  private static boolean isOver(WebPerson person, Instant now) {
    return !now.isBefore(person.endsAt()) || !now.isBefore(person.lastSeen().plus(IDLE));
  }

  /** Ends a session here and at the engine, if one runs. */
  void end(String token, String cause) {
    WebPerson person;
    synchronized (this) {
      person = signedIn.remove(token);
    }
    if (person != null) {
      end(person, cause);
    }
  }

  private static void end(WebPerson person, String cause) {
    try {
      person.leave();
      person.acts().ask("session.end", Json.object().put("cause", cause));
    } catch (ActRefused over) {
      LOG.debug("the engine had ended a session: {}", over.code());
    } finally {
      person.end();
    }
  }

  /** Ends what is over, so that keys do not stay in memory while nobody asks. */
  void sweep() {
    Instant now = clock.instant();
    List<String> over = new ArrayList<>();
    synchronized (this) {
      signedIn.forEach(
          (token, person) -> {
            if (isOver(person, now)) {
              over.add(token);
            }
          });
    }
    over.forEach(token -> end(token, "IDLE"));
  }

  void endAll() {
    List<WebPerson> all;
    synchronized (this) {
      all = List.copyOf(signedIn.values());
      signedIn.clear();
    }
    all.forEach(person -> end(person, "PAGES_STOPPED"));
  }

  /** How many are signed in. */
  synchronized int count() {
    return signedIn.size();
  }

  static ActRefused nobody() {
    return ActRefused.of("SESSION_ENDED", Message.of("page.session_ended"), null);
  }
}
