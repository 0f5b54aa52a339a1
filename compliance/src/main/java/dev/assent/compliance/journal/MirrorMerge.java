package dev.assent.compliance.journal;

import dev.assent.compliance.journal.JournalFiles.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Takes from a mirror what only that knows, before the journal is read: an honest mirror is never
 * ahead, so its entries are what this disk has lost.
 */
final class MirrorMerge {
  /** Stands in the journal's directory from the first entry taken until somebody knows of it. */
  static final String TAKING = "taking";

  private final SegmentFiles journal;
  private final SegmentFiles mirror;
  private final Path marker;
  private final JournalFiles files;

  private MirrorMerge(Path directory, Path mirror, JournalFiles files) {
    this.journal = new SegmentFiles(directory, files);
    this.mirror = new SegmentFiles(mirror, files);
    this.marker = directory.resolve(TAKING);
    this.files = files;
  }

  static TakenEntries run(Path directory, Path mirror, JournalFiles files) throws IOException {
    MirrorMerge merge = new MirrorMerge(directory, mirror, files);
    boolean interrupted = files.size(merge.marker) > 0;
    return switch (merge.likeness()) {
      case Likeness.Ahead ahead -> new TakenEntries(merge.take(ahead), interrupted);
      case Likeness.Foreign _, Likeness.Apart _, Likeness.Prefix _ ->
          new TakenEntries(0, interrupted);
    };
  }

  static OtherCopy take(Path directory, Path other, JournalFiles files) throws IOException {
    MirrorMerge merge = new MirrorMerge(directory, other, files);
    if (!merge.mirror.exists() || merge.mirror.count() == 0) {
      return new OtherCopy.Foreign();
    }
    return switch (Likeness.of(merge.journal, merge.mirror)) {
      case Likeness.Ahead ahead -> new OtherCopy.Taken(merge.take(ahead));
      case Likeness.Prefix _ -> new OtherCopy.Taken(0);
      case Likeness.Apart _ -> new OtherCopy.Apart();
      case Likeness.Foreign _ -> new OtherCopy.Foreign();
    };
  }

  private Likeness likeness() throws IOException {
    try {
      return Likeness.of(journal, mirror);
    } catch (IOException e) {
      // A disk that cannot be read has nothing to give; the mirror's state will say so.
      return new Likeness.Prefix();
    }
  }

  private long take(Likeness.Ahead ahead) throws IOException {
    mark();
    int number = ahead.segment();
    SegmentFiles.Whole first = mirror.whole(number);
    journal.put(number, ahead.bytes(), first.bytes());
    long taken = first.frames() - journalFrames(first.bytes(), ahead.bytes());
    int count = mirror.count();
    for (number++; number < count && mirror.header(number).isPresent(); number++) {
      SegmentFiles.Whole next = mirror.whole(number);
      journal.put(number, 0, next.bytes());
      taken += next.frames();
    }
    journal.forceDirectory();
    return taken;
  }

  private void mark() throws IOException {
    try (Output file = files.open(marker)) {
      file.write(0, new byte[] {1});
      file.force();
    }
    journal.forceDirectory();
  }

  private static long journalFrames(byte[] segment, int end) {
    long frames = 0;
    byte[] ours = Arrays.copyOf(segment, end);
    int at = SegmentHeader.LENGTH;
    for (int length = Frame.wholeAt(ours, at); length > 0; length = Frame.wholeAt(ours, at)) {
      at += length;
      frames++;
    }
    return frames;
  }
}
