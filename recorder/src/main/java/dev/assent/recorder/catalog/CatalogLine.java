package dev.assent.recorder.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/** One entry as a line of the index, with a check sum: a torn line is no line. */
final class CatalogLine {
  private CatalogLine() {}

  static boolean isDay(Path directory) {
    return String.valueOf(directory.getFileName()).matches("\\d{4}-\\d{2}-\\d{2}");
  }

  static String format(CatalogEntry entry, Path recordings) {
    String line =
        String.join(
            ",",
            entry.id().toString(),
            entry.attemptId().toString(),
            entry.start().toString(),
            Long.toString(entry.seconds()),
            Long.toString(entry.lostSeconds()),
            Boolean.toString(entry.complete()),
            entry.endCause(),
            entry.retentionClass(),
            Long.toString(entry.bytes()),
            Long.toString(entry.ledgerRow()),
            entry.continues().map(UUID::toString).orElse(""),
            recordings.relativize(entry.file()).toString());
    return line + "," + checkSum(line);
  }

  static Optional<CatalogEntry> parse(String line, Path recordings) {
    int end = line.lastIndexOf(',');
    if (end < 0 || !line.substring(end + 1).equals(checkSum(line.substring(0, end)))) {
      return Optional.empty();
    }
    String[] field = line.substring(0, end).split(",", -1);
    if (field.length != 12) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new CatalogEntry(
              UUID.fromString(field[0]),
              UUID.fromString(field[1]),
              Instant.parse(field[2]),
              Long.parseLong(field[3]),
              Long.parseLong(field[4]),
              Boolean.parseBoolean(field[5]),
              field[6],
              field[7],
              Long.parseLong(field[8]),
              Long.parseLong(field[9]),
              recordings.resolve(field[11]),
              field[10].isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(field[10]))));
    } catch (IllegalArgumentException | DateTimeException e) {
      // Written by another version: the recording itself is looked into.
      return Optional.empty();
    }
  }

  private static String checkSum(String line) {
    CRC32C crc = new CRC32C();
    crc.update(line.getBytes(UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
