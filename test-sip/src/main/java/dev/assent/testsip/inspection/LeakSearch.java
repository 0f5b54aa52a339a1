package dev.assent.testsip.inspection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks for what must not stand readable in a home: {@code LeakSearch HOME PLANTED CARRIER_OUT}.
 *
 * <p>PLANTED holds an E.164 number or another word a line; CARRIER_OUT is the directory a carrier
 * kept its calls' sound in. Every byte offset of every file is looked at. Prints where something
 * was found, never what; exit 1 if anything was.
 */
public final class LeakSearch {

  private LeakSearch() {}

  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    List<String> planted = Files.readAllLines(Path.of(args[1]));
    Result result = search(home, planted, Path.of(args[2]));
    result.found.forEach(System.out::println);
    System.out.printf(
        "%d files, %,d bytes: %d words in %d spellings, %d stretches of sound: %s%n",
        result.files,
        result.bytes,
        planted.size(),
        result.spellings,
        result.sounds,
        result.found.isEmpty() ? "none found" : result.found.size() + " FOUND");
    System.exit(result.found.isEmpty() ? 0 : 1);
  }

  /**
   * What was looked at, and where something was found.
   *
   * @param found file, offset and which of the things looked for, never the thing
   */
  public record Result(int files, long bytes, int spellings, int sounds, List<String> found) {}

  /**
   * Looks into every file.
   *
   * @throws IllegalArgumentException when there is nothing to look for
   */
  public static Result search(Path where, List<String> planted, Path carrierOut)
      throws IOException {
    Needles needles = new Needles();
    for (int i = 0; i < planted.size(); i++) {
      needles.addAll(Spellings.of(planted.get(i)), "line " + (i + 1));
    }
    int sounds = addSounds(needles, carrierOut);
    if (planted.isEmpty() || sounds == 0) {
      throw new IllegalArgumentException("nothing to look for: no words or no sound");
    }
    List<String> found = new ArrayList<>();
    long bytes = 0;
    List<Path> files = files(where);
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      bytes += content.length;
      needles
          .in(content)
          .forEach(
              hit -> found.add(where.relativize(file) + " at " + hit.at() + ": " + hit.what()));
    }
    return new Result(files.size(), bytes, needles.count() - sounds, sounds, List.copyOf(found));
  }

  /** What called parties said, as it was on the wire and as 16-bit samples. */
  private static int addSounds(Needles needles, Path carrierOut) throws IOException {
    int before = needles.count();
    for (Path file : files(carrierOut)) {
      String name = file.getFileName().toString();
      if (name.endsWith(".sent.ul") || name.endsWith(".sent.al")) {
        List<byte[]> markers = SoundMarkers.of(Files.readAllBytes(file), name.endsWith(".ul"));
        needles.addAll(markers, "sound of " + name);
      }
    }
    return needles.count() - before;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
