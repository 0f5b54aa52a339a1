package dev.assent.compliance.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.journal.Blob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists in files: what was put in is found, and nothing that was altered is believed. */
@Timeout(120)
class SealedListTest {
  private static final ListTitle TITLE = new ListTitle("national", ListKind.NATIONAL, "2026-11");

  @TempDir Path directory;
  private final ListFiles files = new DiskListFiles();

  private record Entry(Blob index, @Nullable LocalDate day) {}

  private static Entry one(int seed) {
    return new Entry(Blob.of(index(new SplittableRandom(seed))), LocalDate.EPOCH);
  }

  private static byte[] index(SplittableRandom random) {
    byte[] index = new byte[32];
    random.nextBytes(index);
    return index;
  }

  private ListBuilder.Built build(List<Entry> entries) throws IOException {
    try (ListBuilder builder = new ListBuilder(directory, files, TITLE, 1, new UUID(1, 2))) {
      for (Entry entry : entries) {
        builder.add(entry.index().toByteArray(), entry.day());
      }
      return builder.finish();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 129, 5_000, 300_000})
  void whatWasPutInIsFoundAndNothingElse(int size) throws IOException {
    SplittableRandom random = new SplittableRandom(size);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      LocalDate day = i % 3 == 0 ? null : LocalDate.of(2020, 1, 1).plusDays(i % 2000);
      entries.add(new Entry(Blob.of(index(random)), day));
    }
    ListBuilder.Built built = build(entries);
    assertThat(built.entries()).isEqualTo(size);
    assertThat(files.names(directory)).containsExactly(built.seal() + ".list");
    try (SealedList list = SealedList.open(directory, files, built.seal())) {
      assertThat(list.title()).isEqualTo(TITLE);
      // Each look hashes a block: of the long list every seventh entry, in blocks of 128.
      for (int i = 0; i < size; i += size > 100_000 ? 7 : 1) {
        Entry entry = entries.get(i);
        assertThat(list.find(entry.index().toByteArray())).contains(new ListEntry(entry.day()));
      }
      for (int i = 0; i < 1000; i++) {
        assertThat(list.find(index(random))).isEmpty();
      }
      list.verify();
    }
  }

  /** All of one part, which does not fit into the memory of one. */
  @Test
  void indexesThatAreNotSpreadEvenlyAreFoundToo() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      entries.add(new Entry(Blob.of(crowded(random)), null));
    }
    ListBuilder.Built built = build(entries);
    assertThat(built.entries()).isEqualTo(entries.size());
    try (SealedList list = SealedList.open(directory, files, built.seal())) {
      for (Entry entry : entries) {
        assertThat(list.find(entry.index().toByteArray())).contains(new ListEntry(null));
      }
      assertThat(list.find(crowded(random))).isEmpty();
      assertThat(list.find(index(random))).isEmpty();
      list.verify();
    }
  }

  private static byte[] crowded(SplittableRandom random) {
    byte[] index = index(random);
    index[0] = 7;
    return index;
  }

  @Test
  void theSameEntriesMakeTheSameFileInWhateverOrder() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    List<byte[]> indexes = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      indexes.add(index(random));
    }
    List<String> seals = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      try (ListBuilder builder = new ListBuilder(directory, files, TITLE, 1, new UUID(1, round))) {
        for (byte[] index : round == 0 ? indexes : indexes.reversed()) {
          builder.add(index, null);
        }
        seals.add(builder.finish().seal());
      }
    }
    assertThat(seals.get(0)).isEqualTo(seals.get(1));
  }

  @Test
  void ofOneNumberTheLatestDayCounts() throws IOException {
    byte[] index = index(new SplittableRandom(1));
    LocalDate day = LocalDate.of(1969, 12, 30);
    ListBuilder.Built built;
    try (ListBuilder builder = new ListBuilder(directory, files, TITLE, 1, new UUID(1, 2))) {
      builder.add(index, day);
      builder.add(index, null);
      builder.add(index, day.plusDays(5));
      builder.add(index, day);
      built = builder.finish();
    }
    assertThat(built.entries()).isEqualTo(1);
    try (SealedList list = SealedList.open(directory, files, built.seal())) {
      assertThat(list.find(index)).isEqualTo(Optional.of(new ListEntry(day.plusDays(5))));
    }
  }

  @Test
  void anAlteredFileSaysNothing() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      entries.add(new Entry(Blob.of(index(random)), null));
    }
    ListBuilder.Built built = build(entries);
    Path file = SealedList.file(directory, built.seal());
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 97) {
      byte[] altered = whole.clone();
      altered[at] ^= 1;
      Files.write(file, altered);
      assertThatThrownBy(
              () -> {
                try (SealedList list = SealedList.open(directory, files, built.seal())) {
                  list.verify();
                }
              })
          .as("byte %d", at)
          .isInstanceOf(ListDamaged.class);
    }
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> SealedList.open(directory, files, built.seal()))
        .isInstanceOf(ListDamaged.class);
    Files.delete(file);
    assertThatThrownBy(() -> SealedList.open(directory, files, built.seal()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void noListCanBeTakenForAnother() throws IOException {
    ListBuilder.Built mine = build(List.of(one(1)));
    ListBuilder.Built other = build(List.of(one(2)));
    Files.copy(
        SealedList.file(directory, other.seal()),
        SealedList.file(directory, mine.seal()),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> SealedList.open(directory, files, mine.seal()))
        .isInstanceOf(ListDamaged.class);
  }

  @Test
  void whoDoesNotFinishLeavesNothing() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    try (ListBuilder builder = new ListBuilder(directory, files, TITLE, 1, new UUID(1, 2))) {
      for (int i = 0; i < 5_000; i++) {
        builder.add(crowded(random), null); // more than one part keeps in memory
      }
      assertThat(files.names(directory)).isNotEmpty().allMatch(ListBuilder::leftover);
    }
    assertThat(files.names(directory)).isEmpty();
  }
}
