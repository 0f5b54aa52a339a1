package dev.assent.dialer.engine;

/**
 * One long-lived part of the engine, opened at first use by whoever needs it first.
 *
 * @param <T> what it is; closed with the engine when it is {@link AutoCloseable}
 */
@FunctionalInterface
public interface Part<T> {
  /**
   * The opened part; the same one each time until {@link PartStack#closeAll}.
   *
   * @throws dev.assent.dialer.UserError when it cannot be opened for a reason somebody can mend
   */
  T get();
}
