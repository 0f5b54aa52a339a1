package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.intake.Reject;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A line per bad row: where and why, never what. On stderr unless a file is named. */
record RejectLines(PrintStream out, boolean own) implements AutoCloseable {
  static RejectLines open(EngineContext context, @Nullable Path file) throws IOException {
    if (file == null) {
      return new RejectLines(context.terminal().err(), false);
    }
    Path target = context.request().resolve(file);
    try {
      return new RejectLines(
          new PrintStream(Files.newOutputStream(target), false, StandardCharsets.UTF_8), true);
    } catch (IOException e) {
      throw new UserError(Exit.USAGE, Message.of("input.cannot_write", file), null);
    }
  }

  void add(Reject reject) {
    out.println(
        String.join(
            ",",
            Long.toString(reject.line()),
            reject.field(),
            reject.reason(),
            '"' + reject.advice().replace("\"", "\"\"") + '"'));
  }

  @Override
  public void close() {
    out.flush();
    if (own) {
      out.close();
    }
  }
}
