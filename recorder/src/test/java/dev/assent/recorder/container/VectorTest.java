package dev.assent.recorder.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.files.FaultFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The committed vectors are what this program writes, to the bit, and judges as they say. To write
 * them anew after the format changed on purpose, run with {@code -Dvectors.write=DIRECTORY}.
 */
@Timeout(60)
class VectorTest {
  private static final Path FILE = Path.of("/vectors/file.dvr1");

  @Test
  void theCommittedVectorsAreWhatIsWritten() throws IOException {
    String target = System.getProperty("vectors.write");
    if (target != null) {
      write(Path.of(target));
    }
    for (Map.Entry<String, Vectors.Vector> vector : Vectors.all().entrySet()) {
      assertThat(committed(vector.getKey() + ".dvr1.gz"))
          .as(vector.getKey())
          .isEqualTo(vector.getValue().bytes());
    }
    assertThat(new String(resource("verdicts.txt"), StandardCharsets.UTF_8)).isEqualTo(verdicts());
  }

  @Test
  void eachIsJudgedAsItSays() throws IOException {
    for (Map.Entry<String, Vectors.Vector> vector : Vectors.all().entrySet()) {
      FaultFiles files = new FaultFiles(FILE.getParent());
      files.create(FILE).close();
      files.overwrite(FILE, committed(vector.getKey() + ".dvr1.gz"));
      Verification verification =
          new RecordingReader(files, List.of(Vectors.SIGNER.publicKey()))
              .verify(FILE, Vectors.ROLE, Vectors.SHARE_B);
      assertThat(word(verification.verdict()))
          .as(vector.getKey())
          .isEqualTo(vector.getValue().verdict());
    }
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Complete(int seconds) -> "COMPLETE " + seconds;
      case Verdict.Incomplete(int seconds) -> "INCOMPLETE " + seconds;
      case Verdict.Damaged _ -> "DAMAGED";
    };
  }

  /** One line a vector, after the keys that open them. */
  private static String verdicts() {
    HexFormat hex = HexFormat.of();
    StringBuilder text = new StringBuilder();
    text.append("role-seed ").append(hex.formatHex(Vectors.seed(0x11))).append('\n');
    text.append("recovery-seed ").append(hex.formatHex(Vectors.seed(0x22))).append('\n');
    text.append("signer ").append(hex.formatHex(Vectors.SIGNER.publicKey())).append('\n');
    text.append("share-b ").append(hex.formatHex(Vectors.SHARE_B)).append('\n');
    Vectors.all()
        .forEach(
            (name, vector) ->
                text.append("%s.dvr1 %s%n".formatted(name, vector.verdict()).replace("\r", "")));
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
    for (Map.Entry<String, Vectors.Vector> vector : Vectors.all().entrySet()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(vector.getValue().bytes());
      }
      java.nio.file.Files.write(directory.resolve(vector.getKey() + ".dvr1.gz"), out.toByteArray());
    }
    java.nio.file.Files.writeString(directory.resolve("verdicts.txt"), verdicts());
  }
}
