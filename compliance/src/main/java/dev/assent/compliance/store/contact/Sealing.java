package dev.assent.compliance.store.contact;

import dev.assent.compliance.store.sql.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of a lot, sealed by a thread of its own while others are written. */
final class Sealing {
  private final FutureTask<List<@Nullable Object[]>> task;

  private Sealing(FutureTask<List<@Nullable Object[]>> task) {
    this.task = task;
  }

  static <T> Sealing of(List<T> rows, Function<T, @Nullable Object[]> seal) {
    Sealing sealing =
        new Sealing(
            new FutureTask<>(
                () -> {
                  List<@Nullable Object[]> sealed = new ArrayList<>(rows.size());
                  for (T row : rows) {
                    sealed.add(seal.apply(row));
                  }
                  return sealed;
                }));
    Thread.ofVirtual().name("import-sealing").start(sealing.task);
    return sealing;
  }

  /** Returns when no row is being sealed any more, whatever came of it. */
  void finish() {
    try {
      rows().close();
    } catch (RuntimeException e) {
      // Told to whoever asks for the rows.
    }
  }

  /**
   * In the order they were given; waits for the last of them.
   *
   * @throws RuntimeException what sealing threw
   */
  Stream<@Nullable Object[]> rows() {
    return Database.join(task).stream();
  }
}
