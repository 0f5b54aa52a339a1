package dev.assent.compliance.store.suppression;

import dev.assent.compliance.Found;
import dev.assent.compliance.suppression.ListEntry;
import dev.assent.compliance.suppression.ListFiles;
import dev.assent.compliance.suppression.SealedList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The opened files of the lists, by their seal. A list that cannot be read says that it cannot, at
 * each look again: nobody is called because a file is gone. Any thread.
 */
public final class ListShelf implements AutoCloseable {
  private final Path directory;
  private final ListFiles files;
  private final int pepper;
  private final Map<String, SealedList> opened = new ConcurrentHashMap<>();

  /**
   * @param pepper version of the pepper numbers are indexed with now
   */
  public ListShelf(Path directory, ListFiles files, int pepper) {
    this.directory = directory;
    this.files = files;
    this.pepper = pepper;
  }

  /** What a list says of a number. */
  Found<ListEntry> look(ListInForce list, byte[] index) {
    if (list.pepper() != pepper) {
      return Found.unreadable("its numbers are indexed with another pepper: take it again");
    }
    try {
      return opened(list.seal())
          .find(index)
          .<Found<ListEntry>>map(Found::present)
          .orElseGet(Found::absent);
    } catch (IOException e) {
      forget(list.seal());
      return Found.unreadable("its file cannot be read, " + e.getClass().getSimpleName());
    }
  }

  /** Reads all of a list. */
  Found<Long> verify(ListInForce list) {
    try {
      SealedList file = opened(list.seal());
      file.verify();
      return Found.present(file.entries());
    } catch (IOException e) {
      forget(list.seal());
      return Found.unreadable("its file cannot be read, " + e.getClass().getSimpleName());
    }
  }

  private SealedList opened(String seal) throws IOException {
    SealedList known = opened.get(seal);
    if (known != null) {
      return known;
    }
    SealedList mine = SealedList.open(directory, files, seal);
    SealedList other = opened.putIfAbsent(seal, mine);
    if (other != null) {
      mine.close();
      return other;
    }
    return mine;
  }

  private void forget(String seal) {
    SealedList list = opened.remove(seal);
    if (list != null) {
      closeQuietly(list);
    }
  }

  /** Closes what is no longer in force. */
  void keepOnly(Set<String> seals) {
    opened.keySet().stream().filter(seal -> !seals.contains(seal)).toList().forEach(this::forget);
  }

  private static void closeQuietly(SealedList list) {
    try {
      list.close();
    } catch (IOException _) {
      // It was only read.
    }
  }

  @Override
  public void close() {
    opened.values().forEach(ListShelf::closeQuietly);
    opened.clear();
  }
}
