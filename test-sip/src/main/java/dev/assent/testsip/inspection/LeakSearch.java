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
    Needles needles = new Needles();
    List<String> planted = Files.readAllLines(Path.of(args[1]));
    for (int i = 0; i < planted.size(); i++) {
      needles.addAll(Spellings.of(planted.get(i)), "line " + (i + 1));
    }
    int sounds = addSounds(needles, Path.of(args[2]));
    if (planted.isEmpty() || sounds == 0) {
      System.err.println("LeakSearch: nothing to look for: no words or no sound");
      System.exit(2);
    }
    List<String> found = new ArrayList<>();
    long bytes = 0;
    List<Path> files = files(home);
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      bytes += content.length;
      needles
          .in(content)
          .forEach(hit -> found.add(home.relativize(file) + " at " + hit.at() + ": " + hit.what()));
    }
    found.forEach(System.out::println);
    System.out.printf(
        "%d files, %,d bytes: %d words in %d spellings, %d stretches of sound: %s%n",
        files.size(),
        bytes,
        planted.size(),
        needles.count() - sounds,
        sounds,
        found.isEmpty() ? "none found" : found.size() + " FOUND");
    System.exit(found.isEmpty() ? 0 : 1);
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
