package dev.assent.dialer.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The person's own terminal, {@code /dev/tty}: there even when standard input is a list of numbers
 * and standard output a file, which the JDK's console is not.
 */
final class Tty {
  private static final Path DEVICE = Path.of("/dev/tty");

  private Tty() {}

  /** Whether this process has a terminal; one without gets ENXIO on opening it. */
  static boolean isThere() {
    try (var _ = Files.newInputStream(DEVICE)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The line typed; null at end of input. */
  static @Nullable String ask(String prompt, boolean secret) throws IOException {
    Thread restore = new Thread(() -> stty("echo"));
    if (secret) {
      Runtime.getRuntime().addShutdownHook(restore); // Ctrl-C here must not leave a mute terminal
      stty("-echo");
    }
    try (var in =
            new BufferedReader(
                new InputStreamReader(Files.newInputStream(DEVICE), StandardCharsets.UTF_8));
        Writer out =
            new OutputStreamWriter(Files.newOutputStream(DEVICE), StandardCharsets.UTF_8)) {
      out.write(prompt + " ");
      out.flush();
      String line = in.readLine();
      if (secret) {
        out.write("\n");
      }
      return line;
    } finally {
      if (secret) {
        stty("echo");
        Runtime.getRuntime().removeShutdownHook(restore);
      }
    }
  }

  private static void stty(String mode) {
    try {
      new ProcessBuilder("stty", mode)
          .redirectInput(DEVICE.toFile())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      // A system without stty shows what is typed; there is nothing better to do.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
