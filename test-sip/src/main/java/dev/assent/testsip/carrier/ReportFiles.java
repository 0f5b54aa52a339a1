package dev.assent.testsip.carrier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a carrier's reports so that a reader never sees half of one. */
final class ReportFiles {
  private final Path directory;

  ReportFiles(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  void call(CallReport report) {
    write(report.id() + ".json", Json.of(report));
  }

  void totals(CarrierTotals totals) {
    write("carrier.json", Json.of(totals));
  }

  private void write(String name, String text) {
    try {
      Path half = directory.resolve(name + ".half");
      Files.writeString(half, text);
      Files.move(
          half,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
