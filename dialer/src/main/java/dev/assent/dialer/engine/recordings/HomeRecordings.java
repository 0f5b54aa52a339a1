package dev.assent.dialer.engine.recordings;

import dev.assent.compliance.privacy.Medium;
import dev.assent.compliance.privacy.RecordingShelf;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.files.DiskFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The recordings of a home, for those who destroy them. Any thread. */
public final class HomeRecordings implements RecordingShelf {
  /** Passes of random bytes before a file on a magnetic disk is unlinked (B-15). */
  private static final int PASSES = 3;

  private static final int CHUNK = 1 << 16;

  private final Path directory;
  private final Path devices;
  private final SecureRandom random;

  /**
   * @param devices of the kernel: what a disk is decides what writing over a file does
   */
  public HomeRecordings(Path directory, Path devices, SecureRandom random) {
    this.directory = directory;
    this.devices = devices;
    this.random = random;
  }

  @Override
  public List<Kept> of(Set<UUID> attempts) {
    return all().stream().filter(kept -> attempts.contains(kept.attempt())).toList();
  }

  @Override
  public synchronized List<Kept> all() {
    return catalog().list().entries().stream()
        .map(entry -> new Kept(entry.id(), entry.attemptId(), entry.start(), entry.ledgerRow()))
        .toList();
  }

  private Catalog catalog() {
    return new Catalog(directory, new DiskFiles());
  }

  @Override
  public synchronized Removed remove(Collection<UUID> recordings) {
    Set<UUID> doomed = new HashSet<>(recordings);
    boolean over = medium() == Medium.IN_PLACE;
    Catalog catalog = catalog();
    Catalog.Listing listing = catalog.list();
    List<Path> files = new ArrayList<>(listing.unreadable(doomed));
    listing.entries().stream()
        .filter(entry -> doomed.contains(entry.id()))
        .forEach(entry -> files.add(entry.file()));
    for (Path file : files) {
      if (over) {
        overwrite(file);
      }
      catalog.remove(file);
    }
    return new Removed(files.size(), over ? files.size() : 0);
  }

  private void overwrite(Path file) {
    byte[] noise = new byte[CHUNK];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long size = channel.size();
      for (int pass = 0; pass < PASSES; pass++) {
        for (long at = 0; at < size; at += CHUNK) {
          random.nextBytes(noise);
          ByteBuffer some = ByteBuffer.wrap(noise, 0, (int) Math.min(CHUNK, size - at));
          long to = at;
          while (some.hasRemaining()) {
            to += channel.write(some, to);
          }
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Medium medium() {
    return StorageMedium.of(directory, devices);
  }
}
