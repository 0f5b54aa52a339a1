package dev.assent.compliance.policy;

import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One figure a pack may state: how it is written, and of two values which is the stricter. All
 * there is to a figure follows from these two: reading, combining, comparing, hashing.
 *
 * @param <T> immutable, with equals
 */
public final class PolicyKey<T> {

  /** Reads the value of a key from the block it stands in. */
  interface Reading<T> {
    T read(YamlMapping block, String leaf);
  }

  private final String path;
  private final Reading<T> reading;
  private final BinaryOperator<T> stricter;
  private final @Nullable T unstated;

  private PolicyKey(
      String path, Reading<T> reading, BinaryOperator<T> stricter, @Nullable T unstated) {
    this.path = path;
    this.reading = reading;
    this.stricter = stricter;
    this.unstated = unstated;
  }

  /** A key that some pack of every policy must state. */
  static <T> PolicyKey<T> of(String path, Reading<T> reading, BinaryOperator<T> stricter) {
    return new PolicyKey<>(path, reading, stricter, null);
  }

  /** A key that limits nothing where no pack states it. */
  PolicyKey<T> orElse(T value) {
    return new PolicyKey<>(path, reading, stricter, value);
  }

  /** As in the file, groups with a dot, such as {@code consent.maxAgeDays}. */
  public String path() {
    return path;
  }

  /** The block it stands in, such as {@code consent}; empty when it stands alone. */
  public String group() {
    return path.contains(".") ? path.substring(0, path.indexOf('.')) : "";
  }

  String leaf() {
    return path.substring(path.indexOf('.') + 1);
  }

  Optional<T> unstated() {
    return Optional.ofNullable(unstated);
  }

  T read(YamlMapping block) {
    return reading.read(block, leaf());
  }

  /** What is left when both hold: never looser than either. */
  public T stricter(T one, T other) {
    return stricter.apply(one, other);
  }

  @Override
  public String toString() {
    return path;
  }
}
