package dev.assent.dialer.engine.home;

import dev.assent.compliance.journal.Journal;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.dialer.report.OutcomeWebhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How far the outcomes of a home were told: {@code reports/outcomes.told}, the journal's id and the
 * position to go on with. Missing, of another journal, or further than this one goes: everything is
 * told again rather than anything left out.
 */
public record OutcomePlace(Path file, Journal journal) implements OutcomeWebhook.Place {
  /** Where a home keeps it. */
  public static OutcomePlace of(Home home, Journal journal) {
    return new OutcomePlace(home.reports().resolve("outcomes.told"), journal);
  }

  @Override
  public long read() {
    try {
      if (Files.exists(file)) {
        String[] said = Files.readString(file).strip().split(" ", -1);
        if (said.length == 2
            && said[0].equals(journal.id().toString())
            && said[1].matches("[0-9]{1,18}")) {
          long next = Long.parseLong(said[1]);
          return next <= journal.size() ? next : 0;
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(long next) {
    try {
      PrivateFile.replace(
          file, (journal.id() + " " + next + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
