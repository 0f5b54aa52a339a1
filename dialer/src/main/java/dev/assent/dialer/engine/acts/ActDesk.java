package dev.assent.dialer.engine.acts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.review.Accesses;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.socket.Act;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.keys.Keyring;
import dev.assent.dialer.keys.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where acts of pages arrive: proves them, writes the access down, and only then lets them be done.
 * Any thread.
 */
public final class ActDesk {
  /** How old or early a signed act may be. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final int LONGEST_TEXT = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UUID home;
  private final Keyring keyring;
  private final InstantSource clock;
  private final Supplier<Accesses> accesses;
  private final WebSessions sessions;
  private final PageActions actions;
  private final AccessWatch watch;
  private final Nonces nonces = new Nonces(FRESH.multipliedBy(2));

  public ActDesk(
      UUID home,
      Keyring keyring,
      InstantSource clock,
      Supplier<Accesses> accesses,
      WebSessions sessions,
      PageActions actions,
      AccessWatch watch) {
    this.home = home;
    this.keyring = keyring;
    this.clock = clock;
    this.accesses = accesses;
    this.sessions = sessions;
    this.actions = actions;
    this.watch = watch;
  }

  /**
   * @throws ActRefused when it is not done
   */
  public ObjectNode take(Act act) {
    try {
      PageActor actor = proved(act);
      ObjectNode body = body(act);
      PageAction action =
          actions
              .find(act.action())
              .orElseThrow(
                  () -> ActRefused.of("NO_SUCH_ACTION", Message.of("page.no_such_action"), null));
      if (!action.byCommand() && !action.name().equals(SessionActions.BEGIN)) {
        sessions.take(actor);
      }
      if (!action.name().equals(SessionActions.END)) {
        watch.requireFree(actor.name());
      }
      permit(action, body, actor);
      return action.handle(body, actor);
    } catch (UserError error) {
      throw ActRefused.of(error);
    }
  }

  private PageActor proved(Act act) {
    Instant now = clock.instant();
    User user = keyring.require().user(act.user()).orElseThrow(ActDesk::notProved);
    boolean fresh = Duration.between(act.at(), now).abs().compareTo(FRESH) <= 0;
    if (!fresh
        || !act.home().equals(home)
        || !act.isSignedBy(user.publicKey())
        || !nonces.take(act.nonce(), now)) {
      throw notProved();
    }
    return new PageActor(user, act.session(), act.device(), act.address(), now);
  }

  /** What a command may do no page may: what it gives out must not be where pages are. */
  private static void requireNoPage(PageActor actor) {
    if (!actor.session().equals(new UUID(0, 0))) {
      throw ActRefused.of("NO_SUCH_ACTION", Message.of("page.no_such_action"), null);
    }
  }

  private static ActRefused notProved() {
    return ActRefused.of("NOT_PROVED", Message.of("page.not_proved"), null);
  }

  private static ObjectNode body(Act act) {
    try {
      if (JSON.readTree(act.body()) instanceof ObjectNode body) {
        return body;
      }
    } catch (JsonProcessingException notJson) {
      // Said below.
    }
    throw ActRefused.of("BAD_REQUEST", Message.of("page.bad_request"), null);
  }

  /** What is refused is written down too. */
  private void permit(PageAction action, ObjectNode body, PageActor actor) {
    if (!action.roles().isEmpty() && !actor.user().hasAny(action.roles())) {
      refuse(action, body, actor, "ROLE");
    }
    if (action.byCommand()) {
      requireNoPage(actor);
    }
    if (action.stepUp() && !sessions.steppedUp(actor)) {
      refuse(action, body, actor, "STEP_UP");
    }
    if (action.logged()) {
      watch.accessed(access(action, body, actor, Access.ALLOWED));
    }
  }

  private void refuse(PageAction action, ObjectNode body, PageActor actor, String code) {
    accesses.get().accessed(access(action, body, actor, code));
    throw ActRefused.of(
        code,
        code.equals("ROLE")
            ? Message.of("page.role", names(action.roles().stream()))
            : Message.of("page.step_up"),
        null);
  }

  private static Access access(PageAction action, ObjectNode body, PageActor actor, String result) {
    return new Access(
        actor.name(),
        names(actor.user().roles().stream()),
        action.kind(),
        action.name(),
        id(body),
        text(body, "field"),
        text(body, "purpose"),
        text(body, "caseId"),
        actor.session(),
        actor.device(),
        actor.address(),
        result);
  }

  private static String names(Stream<Role> roles) {
    return roles.sorted().map(Role::name).collect(Collectors.joining("+"));
  }

  private static @Nullable UUID id(ObjectNode body) {
    try {
      return UUID.fromString(body.path("recording").asText());
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  private static @Nullable String text(ObjectNode body, String field) {
    String found = body.path(field).asText();
    return found.isEmpty() ? null : found.substring(0, Math.min(found.length(), LONGEST_TEXT));
  }
}
