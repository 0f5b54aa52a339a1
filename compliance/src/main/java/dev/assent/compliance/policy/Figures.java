package dev.assent.compliance.policy;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a pack states, by key. Immutable.
 *
 * @param byPath the values by the path of their key, each of the type of that key
 */
public record Figures(Map<String, Object> byPath) {

  public static final Figures NONE = new Figures(Map.of());

  public Figures {
    byPath = Map.copyOf(byPath);
  }

  /** Empty when it does not state the key. */
  @SuppressWarnings("unchecked") // with() is the only way in, and it takes a key's own type
  public <T> Optional<T> find(PolicyKey<T> key) {
    return Optional.ofNullable((T) byPath.get(key.path()));
  }

  /**
   * @throws IllegalArgumentException when it does not state the key
   */
  @SuppressWarnings("unchecked") // as in find
  public <T> T get(PolicyKey<T> key) {
    Object value = byPath.get(key.path());
    if (value == null) {
      throw new IllegalArgumentException("no pack states " + key.path());
    }
    return (T) value;
  }

  public <T> Figures with(PolicyKey<T> key, T value) {
    Map<String, Object> changed = new TreeMap<>(byPath);
    changed.put(key.path(), value);
    return new Figures(changed);
  }

  public Figures without(PolicyKey<?> key) {
    Map<String, Object> changed = new TreeMap<>(byPath);
    changed.remove(key.path());
    return new Figures(changed);
  }

  /** Both at once: of every key the stricter value. */
  public Figures and(Figures other) {
    Map<String, Object> both = new TreeMap<>(byPath);
    for (PolicyKey<?> key : PolicyKeys.ALL) {
      add(key, other, both);
    }
    return new Figures(both);
  }

  private <T> void add(PolicyKey<T> key, Figures other, Map<String, Object> both) {
    Optional<T> ours = find(key);
    other
        .find(key)
        .ifPresent(
            theirs ->
                both.put(
                    key.path(), ours.map(value -> key.stricter(value, theirs)).orElse(theirs)));
  }

  /** The other's values where it states them: what a signed profile does to a pack it loosens. */
  public Figures replacedBy(Figures other) {
    Map<String, Object> replaced = new TreeMap<>(byPath);
    replaced.putAll(other.byPath());
    return new Figures(replaced);
  }

  /** What is neither stated nor free to be left out. */
  Set<String> missing() {
    Set<String> missing = new LinkedHashSet<>();
    for (PolicyKey<?> key : PolicyKeys.ALL) {
      if (find(key).isEmpty() && key.unstated().isEmpty()) {
        missing.add(key.path());
      }
    }
    return missing;
  }

  /** With the values of keys that limit nothing where no pack states them. */
  Figures complete() {
    Figures complete = this;
    for (PolicyKey<?> key : PolicyKeys.ALL) {
      complete = complete.complete(key);
    }
    return complete;
  }

  private <T> Figures complete(PolicyKey<T> key) {
    return find(key).isPresent() || key.unstated().isEmpty()
        ? this
        : with(key, key.unstated().get());
  }

  /** Keys whose value the other does not state, or states less strictly. */
  public Set<String> loosenedBy(Figures other) {
    Set<String> looser = new LinkedHashSet<>();
    for (PolicyKey<?> key : PolicyKeys.ALL) {
      if (loosenedBy(key, other)) {
        looser.add(key.path());
      }
    }
    return looser;
  }

  private <T> boolean loosenedBy(PolicyKey<T> key, Figures other) {
    Optional<T> ours = find(key);
    Optional<T> theirs = other.find(key);
    return ours.isPresent()
        && (theirs.isEmpty()
            || !Objects.equals(key.stricter(ours.get(), theirs.get()), theirs.get()));
  }
}
