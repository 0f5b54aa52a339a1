package dev.assent.dialer.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.engine.acts.PageAction;
import dev.assent.dialer.engine.acts.PageActor;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** What pages may ask for people who listen. */
final class QualityActions {
  private final QualityDesk desk;

  QualityActions(QualityDesk desk) {
    this.desk = desk;
  }

  List<PageAction> all() {
    return List.of(
        new OfQuality("qa.queue", Access.Kind.QUERY, false, desk::queue),
        new OfQuality("qa.take", Access.Kind.EDIT, false, desk::take),
        new OfQuality("qa.note", Access.Kind.EDIT, false, desk::note),
        new OfQuality("qa.score", Access.Kind.EDIT, false, desk::score),
        new OfQuality(
            "qa.checkpoints", Access.Kind.VIEW, false, (body, _) -> desk.checkpoints(body)),
        new OfQuality("qa.optout", Access.Kind.EDIT, false, desk::optOut),
        new OfQuality("qa.reveal", Access.Kind.REVEAL, true, desk::reveal),
        new OfQuality("qa.heard", Access.Kind.EDIT, false, desk::heard));
  }

  private record OfQuality(
      String name,
      Access.Kind kind,
      boolean stepUp,
      BiFunction<ObjectNode, String, ObjectNode> does)
      implements PageAction {
    @Override
    public Set<Role> roles() {
      return Set.of(Role.QA);
    }

    /** Seconds heard come every few seconds, in entries of their own. */
    @Override
    public boolean logged() {
      return !name.equals("qa.heard");
    }

    @Override
    public ObjectNode handle(ObjectNode body, PageActor actor) {
      return does.apply(body, actor.name());
    }
  }
}
