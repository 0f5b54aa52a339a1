package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.loop.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes a carrier's reports, in the background, so that a reader never sees half of one. */
final class ReportFiles {
  private final Path directory;
  private final Background background;

  ReportFiles(Path directory, Background background) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.background = background;
  }

  void write(List<CallReport> changed, CarrierTotals totals) {
    background.run(
        () -> {
          for (CallReport call : changed) {
            write(call.id() + ".json", Json.of(call));
          }
          return write("carrier.json", Json.of(totals));
        });
  }

  private Path write(String name, String text) throws IOException {
    Path half = directory.resolve(name + ".half");
    Files.writeString(half, text);
    return Files.move(
        half,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
