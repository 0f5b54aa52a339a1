package dev.assent.compliance.store.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moves a broken embedded database aside; nothing of it is deleted. */
public final class Quarantine {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private Quarantine() {}

  /** The database's file. */
  public static Path file(Path database) {
    return database.resolveSibling(database.getFileName() + ".mv.db");
  }

  /** Says that the file is broken, for the next start. */
  static void mark(Path database) {
    try {
      Files.write(marker(database), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("the broken database cannot be marked", e);
    }
  }

  public static boolean isMarked(Path database) {
    return Files.exists(marker(database)) && Files.exists(file(database));
  }

  private static Path marker(Path database) {
    return database.resolveSibling(database.getFileName() + ".broken");
  }

  /**
   * @return where the file is now
   */
  public static Path move(Path database, Path quarantine, Instant now) {
    try {
      Files.createDirectories(quarantine);
      Path moved = quarantine.resolve(STAMP.format(now) + "-" + file(database).getFileName());
      Files.move(file(database), moved);
      Files.deleteIfExists(database.resolveSibling(database.getFileName() + ".trace.db"));
      Files.deleteIfExists(marker(database));
      return moved;
    } catch (IOException e) {
      throw new UncheckedIOException("the broken database cannot be moved to " + quarantine, e);
    }
  }
}
