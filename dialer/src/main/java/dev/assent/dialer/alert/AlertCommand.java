package dev.assent.dialer.alert;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program of the operator's: given the alert on its standard input, never as an argument, where
 * others would see it.
 */
public record AlertCommand(List<String> argv) implements AlertChannel {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  public AlertCommand {
    argv = List.copyOf(argv);
  }

  @Override
  public String name() {
    return "command";
  }

  @Override
  public Optional<String> tell(byte[] json) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(argv)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.of(argv.getFirst() + " cannot be started: " + e.getMessage());
    }
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write(json);
      } catch (IOException readsNothing) {
        // Its exit status tells whether it minded.
      }
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of(argv.getFirst() + " did not end within " + LIMIT.toSeconds() + " s");
      }
      int status = process.exitValue();
      return status == 0
          ? Optional.empty()
          : Optional.of(argv.getFirst() + " ended with exit " + status);
    } finally {
      process.destroyForcibly();
    }
  }
}
