package dev.assent.dialer.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.journal.JournalFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was forced is there after the machine died, and nothing else is. */
@Timeout(30)
class FilesInMemoryTest {
  private static final Path DIRECTORY = Path.of("/home/journal");
  private static final Path FILE = DIRECTORY.resolve("one");

  private final FilesInMemory files = new FilesInMemory();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private String text() throws IOException {
    return new String(files.read(FILE), StandardCharsets.US_ASCII);
  }

  private JournalFiles.Output lasting(String text) throws IOException {
    JournalFiles.Output output = files.open(FILE);
    output.write(0, bytes(text));
    output.force();
    files.forceDirectory(DIRECTORY);
    return output;
  }

  @Test
  void writesThatWereNotForcedAreUndone() throws IOException {
    JournalFiles.Output output = lasting("hello");
    output.write(3, bytes("p me"));
    output.write(0, bytes("H"));
    output.truncate(2);
    output.write(4, bytes("?"));
    assertThat(text()).isEqualTo("He\0\0?");
    files.dieAfter(0);
    files.startAgain();
    assertThat(text()).isEqualTo("hello");
    JournalFiles.Output again = files.open(FILE);
    again.write(5, bytes(" world"));
    again.force();
    files.startAgain();
    assertThat(text()).isEqualTo("hello world");
  }

  @Test
  void aFileWhoseNameWasNotForcedIsGone() throws IOException {
    JournalFiles.Output output = files.open(FILE);
    output.write(0, bytes("hello"));
    output.force();
    assertThat(files.list(DIRECTORY)).containsExactly("one");
    files.startAgain();
    assertThat(files.list(DIRECTORY)).isEmpty();
    assertThat(files.read(FILE)).isEmpty();
  }

  @Test
  void aDeadMachineDoesNothing() throws IOException {
    JournalFiles.Output output = lasting("hello");
    files.dieAfter(1);
    output.write(5, bytes("!"));
    assertThat(files.dead()).isTrue();
    assertThatThrownBy(output::force).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> output.write(0, bytes("J"))).isInstanceOf(IOException.class);
    files.startAgain();
    assertThat(text()).isEqualTo("hello");
    assertThat(files.dead()).isFalse();
  }
}
