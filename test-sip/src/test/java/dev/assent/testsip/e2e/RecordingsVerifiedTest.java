package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code recordings verify} says of recordings that somebody laid hands on. */
@Timeout(240)
class RecordingsVerifiedTest {
  private static final int FRAME = 16_384;

  @TempDir private Path root;

  @Test
  void whatWasCutExchangedBroughtOrTakenIsTold() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      // On a machine that is busy with other things a call may come too late to be placed.
      List<String> numbers =
          List.of(Rehearsal.number(100), Rehearsal.number(101), Rehearsal.number(102));
      for (String number : numbers) {
        stage.carrier.plan(
            number, "answer, prompt 1, wait 100ms, key 1, prompt 2, wait 100ms, key 1");
      }
      stage.campaign("first", numbers);
      stage.done("campaign", "run", "first", "--yes", "--once", "--as", "alice");
      stage.done("recordings", "salvage", "--as", "alice");
      List<Path> files = recordings(stage.home().resolve("recordings"));
      assertThat(files).hasSizeGreaterThanOrEqualTo(2);
      assertThat(verify(stage, Exit.DONE)).contains("COMPLETE").doesNotContain("DAMAGED");

      Path one = files.getFirst();
      Path other = files.getLast();
      byte[] whole = Files.readAllBytes(one);

      // Cut to a file that a crash might have left: only the journal tells.
      Files.write(one, Arrays.copyOf(whole, header(whole)));
      assertThat(verify(stage, Exit.INTEGRITY))
          .contains("it is not the file that the journal knows")
          .contains("assent --as QA-USER recordings verify " + id(one));

      // Another home's file, or another call's, under this name.
      Files.write(one, Files.readAllBytes(other));
      assertThat(verify(stage, Exit.INTEGRITY)).contains(id(one).toString()).contains("MISSING");

      Files.write(one, "no recording".getBytes(StandardCharsets.UTF_8));
      assertThat(verify(stage, Exit.INTEGRITY))
          .contains("DAMAGED: its header is cut")
          .contains("put back a copy of " + one.getFileName());

      Files.delete(one);
      assertThat(verify(stage, Exit.INTEGRITY))
          .contains("MISSING")
          .contains("the journal knows its file, and it is not there");

      Files.write(one, flipped(whole, header(whole) + FRAME + 99));
      assertThat(verify(stage, Exit.INTEGRITY)).contains("DAMAGED: its digest");
      assertThat(say(stage, Exit.INTEGRITY, "recordings", "verify", id(one).toString()))
          .doesNotContain(id(other).toString());
      assertThat(say(stage, Exit.USAGE, "recordings", "verify", new UUID(1, 1).toString()))
          .contains("no recording");

      Files.write(one, whole);
      assertThat(verify(stage, Exit.DONE)).doesNotContain("DAMAGED");
    }
  }

  private static String verify(Rehearsal stage, Exit exit) {
    return say(stage, exit, "recordings", "verify", "-o", "csv");
  }

  private static String say(Rehearsal stage, Exit exit, String... argv) {
    Visitor anybody = Visitor.nobody();
    assertThat(stage.give(anybody, argv)).as(anybody.words()).isEqualTo(exit);
    return anybody.data() + anybody.words();
  }

  private static UUID id(Path file) {
    String name = String.valueOf(file.getFileName());
    return UUID.fromString(name.substring(0, name.indexOf('.')));
  }

  private static byte[] flipped(byte[] file, int at) {
    byte[] bad = file.clone();
    bad[at] ^= 1;
    return bad;
  }

  private static int header(byte[] file) {
    return ByteBuffer.wrap(file).getInt(12);
  }

  private static List<Path> recordings(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".dvr1")).sorted().toList();
    }
  }
}
