package dev.assent.dialer.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What stays wrong for a while is told when it begins, once an hour while it lasts, and when it is
 * over. Used by one thread at a time.
 */
public final class StandingAlerts {
  private static final Duration AGAIN = Duration.ofHours(1);

  /**
   * Something that is wrong now.
   *
   * @param about which one; with the kind, what makes it the same
   */
  public record Condition(Alert.Kind kind, String about, String text) {}

  private record Key(Alert.Kind kind, String about) {}

  private record Told(String text, Instant at) {}

  private final Consumer<Alert> raise;
  private final InstantSource clock;
  private final Map<Key, Told> told = new HashMap<>();

  public StandingAlerts(Consumer<Alert> raise, InstantSource clock) {
    this.raise = raise;
    this.clock = clock;
  }

  /**
   * @param conditions all that are wrong now
   */
  public void look(Set<Condition> conditions) {
    Instant now = clock.instant();
    Map<Key, String> standing = new HashMap<>();
    for (Condition condition : conditions) {
      Key key = new Key(condition.kind(), condition.about());
      standing.put(key, condition.text());
      Told before = told.get(key);
      if (before == null || !now.isBefore(before.at().plus(AGAIN))) {
        told.put(key, new Told(condition.text(), now));
        raise.accept(new Alert(key.kind(), key.about(), condition.text(), false, now));
      }
    }
    for (Map.Entry<Key, Told> each : Map.copyOf(told).entrySet()) {
      if (!standing.containsKey(each.getKey())) {
        told.remove(each.getKey());
        raise.accept(
            new Alert(
                each.getKey().kind(), each.getKey().about(), each.getValue().text(), true, now));
      }
    }
  }
}
