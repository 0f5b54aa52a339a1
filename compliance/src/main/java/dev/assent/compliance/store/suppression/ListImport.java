package dev.assent.compliance.store.suppression;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.suppression.ListBuilder;
import java.io.IOException;
import java.time.LocalDate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One list of numbers on its way in. Owned by one thread; closing without {@link #switchOver} drops
 * it.
 */
public final class ListImport implements AutoCloseable {
  private final SuppressionLists lists;
  private final ListBuilder builder;
  private final Function<PhoneNumber, byte[]> index;
  private final ListTerms terms;
  private final String actor;

  ListImport(
      SuppressionLists lists,
      ListBuilder builder,
      Function<PhoneNumber, byte[]> index,
      ListTerms terms,
      String actor) {
    this.lists = lists;
    this.builder = builder;
    this.index = index;
    this.terms = terms;
    this.actor = actor;
  }

  /**
   * @param day as of when; see {@link dev.assent.compliance.suppression.ListEntry}
   */
  public void add(PhoneNumber number, @Nullable LocalDate day) throws IOException {
    builder.add(index.apply(number), day);
  }

  /**
   * From its return on the list counts, lasts, and nothing rings any more for whom it names.
   *
   * @param leftOut unreadable lines that are left out knowingly
   * @throws NotAllowed when another import put a newer one in force meanwhile
   */
  public ListInForce switchOver(long leftOut) throws NotAllowed, IOException {
    return lists.switchTo(terms.leavingOut(leftOut), builder.finish(), actor);
  }

  @Override
  public void close() throws IOException {
    builder.close();
  }
}
