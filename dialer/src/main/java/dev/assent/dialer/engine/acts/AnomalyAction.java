package dev.assent.dialer.engine.acts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Role;
import java.util.Set;

/** The pages tell that a session asks for more than anybody can listen to (R54). */
public final class AnomalyAction implements PageAction {
  private final AccessWatch watch;

  public AnomalyAction(AccessWatch watch) {
    this.watch = watch;
  }

  @Override
  public String name() {
    return "session.anomaly";
  }

  @Override
  public Set<Role> roles() {
    return Set.of();
  }

  @Override
  public Access.Kind kind() {
    return Access.Kind.QUERY;
  }

  @Override
  public ObjectNode handle(ObjectNode body, PageActor actor) {
    watch.fetchedInBulk(actor.name(), name());
    return JsonNodeFactory.instance.objectNode();
  }
}
