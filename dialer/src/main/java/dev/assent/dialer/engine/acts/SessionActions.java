package dev.assent.dialer.engine.acts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Role;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Coming, going, and proving again to be oneself. Their own entries log them. */
public final class SessionActions {
  static final String BEGIN = "session.begin";
  static final String END = "session.end";

  private final SignIns signIns;
  private final WebSessions sessions;
  private final Supplier<UUID> ids;

  public SessionActions(SignIns signIns, WebSessions sessions, Supplier<UUID> ids) {
    this.signIns = signIns;
    this.sessions = sessions;
    this.ids = ids;
  }

  /** What pages may ask about sessions. */
  public List<PageAction> all() {
    return List.of(
        new OfSession(BEGIN, this::begin),
        new OfSession(END, this::end),
        new OfSession("session.step-up", this::stepUp));
  }

  private record OfSession(String name, BiFunction<ObjectNode, PageActor, ObjectNode> does)
      implements PageAction {
    @Override
    public Set<Role> roles() {
      return Set.of();
    }

    @Override
    public boolean logged() {
      return false;
    }

    @Override
    public ObjectNode handle(ObjectNode body, PageActor actor) {
      return does.apply(body, actor);
    }
  }

  private ObjectNode begin(ObjectNode body, PageActor actor) {
    UUID session = ids.get();
    signIns.code(
        actor,
        body.path("code").asText(),
        (accesses, step) ->
            accesses.sessionBegun(session, actor.name(), actor.device(), actor.address(), step));
    Instant endsAt = sessions.open(session, SignIns.in(actor, session));
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("session", session.toString())
            .put("endsAt", endsAt.toString())
            .put("idleSeconds", WebSessions.IDLE.toSeconds());
    var roles = answer.putArray("roles");
    actor.user().roles().stream().sorted().forEach(role -> roles.add(role.name()));
    return answer;
  }

  private ObjectNode end(ObjectNode body, PageActor actor) {
    String cause = body.path("cause").asText("SIGNED_OUT");
    sessions.end(actor.session(), cause.matches("[A-Z_]{1,30}") ? cause : "SIGNED_OUT");
    return JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode stepUp(ObjectNode body, PageActor actor) {
    signIns.code(
        actor,
        body.path("code").asText(),
        (accesses, step) ->
            accesses.sessionSteppedUp(
                actor.session(), actor.name(), actor.device(), actor.address(), step));
    return JsonNodeFactory.instance
        .objectNode()
        .put("stepUpUntil", sessions.stepUp(actor).toString());
  }
}
