package dev.assent.dialer.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class EvidencePacksTest {
  private static final UUID PERSON = new UUID(1, 1);

  @TempDir Path folder;

  @Test
  void removesPacksOfAPersonWholeAndNoOthers() throws IOException {
    EvidencePacks packs = new EvidencePacks(folder.resolve("packs"));
    assertThat(packs.remove(_ -> true)).as("none was ever made").isZero();
    Path theirs = pack(packs, 1, "{\"person\":\"%s\",\"madeAt\":\"2026-09-01T01:02:03Z\"}");
    Path later = pack(packs, 2, "{\"person\":\"%s\",\"madeAt\":\"2026-09-02T00:00:00Z\"}");
    Path ofAPeriod = pack(packs, 3, "{\"from\":\"2026-09-01\"}");
    Path begun = packs.create(new UUID(0, 4));

    assertThat(packs.remove(pack -> pack.at().isBefore(Instant.parse("2026-09-02T00:00:00Z"))))
        .isEqualTo(1);
    assertThat(theirs).doesNotExist();
    assertThat(later).isNotEmptyDirectory();
    assertThat(packs.remove(pack -> pack.person().equals(PERSON))).isEqualTo(1);
    assertThat(later).doesNotExist();
    assertThat(ofAPeriod).isNotEmptyDirectory();
    assertThat(begun).exists();
  }

  /** A kill, or somebody's hand: it must not keep an erasure from being done. */
  @Test
  void removesWhatCannotBeReadAsAPack() throws IOException {
    EvidencePacks packs = new EvidencePacks(folder.resolve("packs"));
    Path torn = pack(packs, 1, "{\"person\":\"%s\",\"mad");
    Path undated = pack(packs, 2, "{\"person\":\"%s\",\"madeAt\":\"yesterday\"}");
    Path nobody = pack(packs, 3, "{\"person\":\"ann\",\"madeAt\":\"2026-09-01T01:02:03Z\"}");
    assertThat(packs.remove(_ -> false)).isEqualTo(3);
    assertThat(torn).doesNotExist();
    assertThat(undated).doesNotExist();
    assertThat(nobody).doesNotExist();
  }

  private static Path pack(EvidencePacks packs, int id, String document) throws IOException {
    Path pack = packs.create(new UUID(0, id));
    Files.writeString(pack.resolve("pack.json"), document.formatted(PERSON));
    Files.writeString(pack.resolve("zh.html"), "page");
    return pack;
  }
}
