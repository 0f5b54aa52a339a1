package dev.assent.compliance.store.suppression;

import dev.assent.compliance.intake.InboxFiles;
import dev.assent.compliance.journal.Crashes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A drop folder in memory whose changes are effects. */
final class InboxInMemory implements InboxFiles {
  final Map<String, byte[]> dropped = new TreeMap<>();
  final Map<String, byte[]> kept = new TreeMap<>();
  boolean readable = true;
  private final Crashes crashes;
  private int changes;
  private final Map<String, Integer> modified = new TreeMap<>();

  InboxInMemory(Crashes crashes) {
    this.crashes = crashes;
  }

  void drop(String name, String text) {
    dropped.put(name, text.getBytes(StandardCharsets.UTF_8));
    modified.put(name, changes++);
  }

  @Override
  public List<Seen> look() throws IOException {
    if (!readable) {
      throw new IOException("not readable");
    }
    List<Seen> seen = new ArrayList<>();
    dropped.forEach(
        (name, content) -> seen.add(new Seen(name, content.length, "" + modified.get(name), name)));
    return seen;
  }

  @Override
  public Optional<byte[]> read(Seen file) {
    return Optional.ofNullable(dropped.get(file.name()));
  }

  @Override
  public void keep(String sha256, byte[] content) {
    crashes.effect();
    kept.put(sha256, content);
  }

  @Override
  public byte[] kept(String sha256) throws IOException {
    byte[] content = kept.get(sha256);
    if (content == null) {
      throw new FileNotFoundException();
    }
    return content;
  }

  @Override
  public void remove(Seen file) {
    crashes.effect();
    dropped.remove(file.name());
  }
}
