package dev.assent.compliance.journal;

import dev.assent.compliance.journal.JournalFiles.Output;
import dev.assent.compliance.journal.MirrorHealth.Cause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal's second copy: each group is written and forced here too before anybody gets an
 * answer. When its disk fails the journal goes on without it and says so; {@link #bringInStep}
 * makes it whole again. Any thread.
 */
final class JournalMirror implements AutoCloseable {
  private final SegmentFiles journal;
  private final SegmentFiles mirror;
  private MirrorHealth health;
  private @Nullable Output tail;

  JournalMirror(Path journal, Path mirror, JournalFiles files) {
    this.journal = new SegmentFiles(journal, files);
    this.mirror = new SegmentFiles(mirror, files);
    this.health = new MirrorHealth.Behind(mirror, Cause.ABSENT, "not compared yet");
  }

  synchronized MirrorHealth health() {
    return health;
  }

  /**
   * Makes the mirror hold what the journal holds. Most of it is copied while the journal goes on;
   * what came meanwhile, under the lock that its writer needs too.
   */
  void bringInStep(Supplier<Acknowledged> acknowledged) {
    try {
      if (!mirror.exists()) {
        behind(Cause.ABSENT, "the directory is not there");
        return;
      }
      switch (Likeness.of(journal, mirror)) {
        case Likeness.Foreign _ -> behind(Cause.FOREIGN, "another journal lies there");
        case Likeness.Ahead _ -> behind(Cause.APART, "it holds entries that are missing here");
        case Likeness.Apart(long ours, long theirs) ->
            behind(
                Cause.APART,
                "it went on without this home: epoch %d here, %d there".formatted(ours, theirs));
        case Likeness.Prefix _ -> {
          copy(acknowledged.get());
          synchronized (this) {
            Acknowledged now = acknowledged.get();
            copy(now);
            closeTail();
            tail = mirror.open(now.segment());
            health = new MirrorHealth.InStep(mirror.directory());
          }
        }
      }
    } catch (IOException e) {
      fails(e);
    }
  }

  private void copy(Acknowledged until) throws IOException {
    int there = mirror.count();
    for (int number = 0; number <= until.segment(); number++) {
      boolean newest = number == until.segment();
      boolean same = number < there && mirror.size(number) == journal.size(number);
      if (newest || !same || number == there - 1) {
        copy(number, newest ? until.bytes() : journal.size(number), number < there);
      }
    }
    mirror.forceDirectory();
  }

  private void copy(int number, long length, boolean known) throws IOException {
    byte[] ours = Arrays.copyOf(journal.read(number), Math.toIntExact(length));
    byte[] theirs = known ? mirror.read(number) : new byte[0];
    int end = Math.min(ours.length, theirs.length);
    int same = Arrays.mismatch(ours, 0, end, theirs, 0, end);
    // Also when nothing is missing: what a killed process wrote there nobody may have forced.
    mirror.put(number, same < 0 ? end : same, ours);
  }

  /** The journal has these frames on disk. */
  synchronized void appended(long at, byte[] frames) {
    Output file = tail;
    if (file != null) {
      try {
        file.write(at, frames);
        file.force();
      } catch (IOException e) {
        fails(e);
      }
    }
  }

  /** The journal has begun a segment. */
  synchronized void begun(int number, byte[] header) {
    if (tail != null) {
      try {
        closeTail();
        Output fresh = mirror.open(number);
        tail = fresh;
        fresh.write(0, header);
        mirror.forceDirectory();
      } catch (IOException e) {
        fails(e);
      }
    }
  }

  private synchronized void behind(Cause cause, String why) {
    health = new MirrorHealth.Behind(mirror.directory(), cause, why);
  }

  private synchronized void fails(IOException e) {
    behind(Cause.FAILS, String.valueOf(e.getMessage()));
    try {
      closeTail();
    } catch (IOException closing) {
      e.addSuppressed(closing);
    }
  }

  private void closeTail() throws IOException {
    Output file = tail;
    tail = null;
    if (file != null) {
      file.close();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closeTail();
  }
}
