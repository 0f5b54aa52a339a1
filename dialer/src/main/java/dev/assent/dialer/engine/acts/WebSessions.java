package dev.assent.dialer.engine.acts;

import dev.assent.dialer.Message;
import dev.assent.dialer.engine.socket.ActRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The people at pages now. In memory: an engine that ends, or is locked, ends them all. Guarded by
 * itself; any thread.
 */
public final class WebSessions {
  static final Duration IDLE = Duration.ofMinutes(15);
  static final Duration LONGEST = Duration.ofHours(8);
  static final Duration STEPPED_UP = Duration.ofMinutes(5);

  /** Of one session; a page that draws asks a handful at once. */
  private static final int ACTS_A_SECOND = 40;

  /** Told of each end, before it is forgotten; writes it down. */
  @FunctionalInterface
  public interface Ended {
    void ended(UUID session, String user, String cause);
  }

  private final Ended ended;
  private final Map<UUID, Session> open = new HashMap<>();

  public WebSessions(Ended ended) {
    this.ended = ended;
  }

  private static final class Session {
    private final UUID id;
    private final String user;
    private final String device;
    private final String address;
    private final Instant endsAt;
    private Instant lastAct;
    private Instant steppedUpUntil = Instant.MIN;
    private long second;
    private int actsInSecond;

    Session(UUID id, PageActor actor) {
      this.id = id;
      this.user = actor.name();
      this.device = actor.device();
      this.address = actor.address();
      this.endsAt = actor.at().plus(LONGEST);
      this.lastAct = actor.at();
    }

    Optional<String> over(Instant now) {
      if (!now.isBefore(endsAt)) {
        return Optional.of("EIGHT_HOURS");
      }
      return now.isBefore(lastAct.plus(IDLE)) ? Optional.empty() : Optional.of("IDLE");
    }
  }

  /** Opens one; tells when it ends at the latest. */
  synchronized Instant open(UUID id, PageActor actor) {
    sweep(actor.at());
    var session = new Session(id, actor);
    open.put(id, session);
    return session.endsAt;
  }

  /**
   * Takes one act of a session.
   *
   * @throws ActRefused SESSION_ENDED when it is over, unknown, or somebody else's; one that turns
   *     up at another device or address is ended
   */
  synchronized void take(PageActor actor) {
    Session session = open.get(actor.session());
    if (session == null || !session.user.equals(actor.name())) {
      throw gone();
    }
    Optional<String> over = session.over(actor.at());
    if (over.isPresent()) {
      end(session, over.get());
      throw gone();
    }
    if (!session.device.equals(actor.device()) || !session.address.equals(actor.address())) {
      end(session, "ELSEWHERE");
      throw gone();
    }
    if (session.second != actor.at().getEpochSecond()) {
      session.second = actor.at().getEpochSecond();
      session.actsInSecond = 0;
    }
    if (++session.actsInSecond > ACTS_A_SECOND) {
      throw ActRefused.of("TOO_FAST", Message.of("page.too_fast"), null);
    }
    session.lastAct = actor.at();
  }

  private static ActRefused gone() {
    return ActRefused.of("SESSION_ENDED", Message.of("page.session_ended"), null);
  }

  /** Gives a session five minutes for what needs a fresh code; tells until when. */
  synchronized Instant stepUp(PageActor actor) {
    Session session = open.get(actor.session());
    if (session == null) {
      throw gone();
    }
    session.steppedUpUntil = actor.at().plus(STEPPED_UP);
    return session.steppedUpUntil;
  }

  synchronized boolean steppedUp(PageActor actor) {
    Session session = open.get(actor.session());
    return session != null && actor.at().isBefore(session.steppedUpUntil);
  }

  synchronized void end(UUID id, String cause) {
    Session session = open.get(id);
    if (session != null) {
      end(session, cause);
    }
  }

  /** Ends every session of a person at once; tells how many there were. */
  public synchronized int endAllOf(String user, String cause) {
    List<Session> theirs = open.values().stream().filter(s -> s.user.equals(user)).toList();
    theirs.forEach(session -> end(session, cause));
    return theirs.size();
  }

  /** Ends everybody's. */
  public synchronized void endAll(String cause) {
    new ArrayList<>(open.values()).forEach(session -> end(session, cause));
  }

  private void end(Session session, String cause) {
    open.remove(session.id);
    ended.ended(session.id, session.user, cause);
  }

  /** Forgets those that are over, so that nobody's old sessions pile up. */
  private void sweep(Instant now) {
    List<Session> over = new ArrayList<>();
    for (Iterator<Session> all = open.values().iterator(); all.hasNext(); ) {
      Session session = all.next();
      if (session.over(now).isPresent()) {
        over.add(session);
      }
    }
    over.forEach(session -> end(session, session.over(now).orElse("IDLE")));
  }
}
