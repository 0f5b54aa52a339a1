package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.files.FaultFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The committed vectors are what this program writes, to the bit, and judges as they say. To write
 * them anew after the format changed on purpose, run with {@code -Dvectors.write=DIRECTORY}.
 */
@Timeout(120)
class VectorTest {
  private static final Path FILE = Path.of("/vectors/file.dvr1");
  private static final VectorSet SET = VectorSet.make();

  @Test
  void theCommittedVectorsAreWhatIsWritten() throws IOException {
    String target = System.getProperty("vectors.write");
    if (target != null) {
      write(Path.of(target));
    }
    for (Map.Entry<String, byte[]> base : SET.bases().entrySet()) {
      assertThat(committed(base.getKey() + ".gz")).as(base.getKey()).isEqualTo(base.getValue());
    }
    assertThat(new String(resource("vectors.txt"), UTF_8)).isEqualTo(lines());
  }

  @Test
  void thereAreEnoughOfThem() {
    assertThat(SET.vectors()).extracting(VectorSet.Vector::name).doesNotHaveDuplicates();
    assertThat(SET.vectors().stream().filter(v -> v.keyed().equals("DAMAGED")).count())
        .isGreaterThan(100);
  }

  static Stream<VectorSet.Vector> vectors() {
    return SET.vectors().stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void eachIsJudgedAsItSays(VectorSet.Vector vector) {
    FaultFiles files = new FaultFiles(FILE.getParent());
    put(files, FILE, vector.file().bytes());
    vector.note().ifPresent(note -> put(files, SalvageNote.beside(FILE), note.bytes()));
    RecordingReader plain = new RecordingReader(files, List.of(Vectors.SIGNER.publicKey()));
    RecordingReader reader =
        vector.journal().isEmpty() ? plain : plain.against(journal(vector.journal()));
    assertThat(word(reader.verify(FILE))).isEqualTo(vector.sealed());
    Verification opened = reader.verify(FILE, Vectors.ROLE, Vectors.SHARE_B);
    assertThat(word(opened))
        .as("%s: %s", vector.name(), opened.verdict())
        .isEqualTo(vector.keyed());
  }

  private static Function<UUID, Optional<JournalledFacts>> journal(String told) {
    if (told.equals("nothing")) {
      return _ -> Optional.empty();
    }
    HexFormat hex = HexFormat.of();
    Function<String, Optional<String>> fact =
        name ->
            Stream.of(told.split(";"))
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .findFirst();
    return id ->
        Optional.of(
            new JournalledFacts(
                hex.parseHex(fact.apply("header").orElseThrow()),
                fact.apply("file").map(hex::parseHex),
                fact.apply("alive").map(text -> Heartbeat.parse(id, text))));
  }

  private static void put(FaultFiles files, Path path, byte[] bytes) {
    files.create(path).close();
    files.overwrite(path, bytes);
  }

  private static String word(Verification verification) {
    String word =
        switch (verification.verdict()) {
          case Verdict.Complete(int seconds) -> "COMPLETE " + seconds;
          case Verdict.Incomplete(int seconds) -> "INCOMPLETE " + seconds;
          case Verdict.Damaged _ -> "DAMAGED";
        };
    return verification.notOpened().isPresent() ? "UNOPENED " + word : word;
  }

  /** The keys, then one line a vector. */
  private static String lines() {
    HexFormat hex = HexFormat.of();
    StringBuilder text = new StringBuilder();
    text.append("# name | verdict with both shares | without keys | file | note | journal\n");
    text.append("role-seed ").append(hex.formatHex(Vectors.seed(0x11))).append('\n');
    text.append("recovery-seed ").append(hex.formatHex(Vectors.seed(0x22))).append('\n');
    text.append("signer ").append(hex.formatHex(Vectors.SIGNER.publicKey())).append('\n');
    text.append("share-b ").append(hex.formatHex(Vectors.SHARE_B)).append('\n');
    for (VectorSet.Vector vector : SET.vectors()) {
      List<String> columns =
          List.of(
              vector.name(),
              vector.keyed(),
              vector.sealed(),
              vector.file().toString(),
              vector.note().map(Recipe::toString).orElse("-"),
              vector.journal().isEmpty() ? "-" : vector.journal());
      text.append(String.join(" | ", columns)).append('\n');
    }
    return text.toString();
  }

  private static byte[] committed(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(resource(name)))) {
      return in.readAllBytes();
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = VectorTest.class.getResourceAsStream("/vectors/recording/" + name)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  private static void write(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> base : SET.bases().entrySet()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(base.getValue());
      }
      java.nio.file.Files.write(directory.resolve(base.getKey() + ".gz"), out.toByteArray());
    }
    java.nio.file.Files.writeString(directory.resolve("vectors.txt"), lines());
  }
}
