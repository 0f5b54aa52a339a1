package dev.assent.compliance.store.sql;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A statement that differs in how many ids it asks for. Each of its texts is put together once: the
 * prepared one is found by it, and of a new text all has to be read. Any thread.
 */
public final class IdsStatement {
  /** Puts a text together; only {@link Ids#in} of the ids goes into it. */
  @FunctionalInterface
  public interface Text {
    String of(Ids first, Ids second);
  }

  private final Text text;
  private final AtomicReferenceArray<String> made =
      new AtomicReferenceArray<>(Ids.SHAPES * Ids.SHAPES);

  public IdsStatement(Text text) {
    this.text = text;
  }

  public String of(Ids ids) {
    return of(ids, ids);
  }

  public String of(Ids first, Ids second) {
    int at = first.shape() * Ids.SHAPES + second.shape();
    String known = made.get(at);
    if (known == null) {
      known = text.of(first, second);
      made.set(at, known);
    }
    return known;
  }
}
