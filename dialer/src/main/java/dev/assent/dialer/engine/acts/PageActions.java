package dev.assent.dialer.engine.acts;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything pages may ask of the engine. The one table, which docs/roles.md repeats. */
public final class PageActions {
  private final Map<String, PageAction> byName = new TreeMap<>();

  public PageActions(List<PageAction> actions) {
    for (PageAction action : actions) {
      if (byName.put(action.name(), action) != null) {
        throw new IllegalStateException("two actions are called " + action.name());
      }
    }
  }

  Optional<PageAction> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** By name. */
  public Collection<PageAction> all() {
    return List.copyOf(byName.values());
  }
}
