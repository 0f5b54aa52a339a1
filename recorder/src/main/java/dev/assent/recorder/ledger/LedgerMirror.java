package dev.assent.recorder.ledger;

import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's second copy. It is written after the ledger's own force, so an honest one is never
 * ahead. When its disk fails the ledger goes on without it and says so; {@link #bringInStep} makes
 * it whole again. Owned by the ledger, under its lock.
 */
final class LedgerMirror implements AutoCloseable {
  private final LedgerFiles ledger;
  private final LedgerFiles mirror;
  private final LedgerKeys keys;
  private Optional<String> behind = Optional.of("not compared yet");
  private @Nullable AppendFile tail;

  LedgerMirror(Path ledger, Path mirror, Files files, LedgerKeys keys) {
    this.ledger = new LedgerFiles(ledger, files);
    this.mirror = new LedgerFiles(mirror, files);
    this.keys = keys;
  }

  MirrorState state() {
    return behind
        .<MirrorState>map(why -> new MirrorState.Behind(mirror.directory(), why))
        .orElseGet(() -> new MirrorState.InStep(mirror.directory()));
  }

  /** Makes the mirror hold what the ledger holds, which is on disk already. */
  void bringInStep() {
    attempt(
        () -> {
          closeTail();
          if (!mirror.files().exists(mirror.directory())) {
            throw new LedgerDamaged("the directory is not there");
          }
          mirror.removeTemporaries();
          List<Integer> ours = ledger.numbers();
          requireNothingMore(ours);
          for (int number : ours) {
            copyUnlessSame(number, number == ours.getLast());
          }
          int newest = ours.getLast();
          AppendFile file = mirror.files().append(mirror.file(newest), mirror.read(newest).length);
          tail = file;
          // What a killed process wrote and nobody forced may be followed by a new segment.
          file.force();
          behind = Optional.empty();
        });
  }

  private void requireNothingMore(List<Integer> ours) {
    for (int number : mirror.numbers()) {
      if (!ours.contains(number) && mirror.isUnborn(number)) {
        mirror.files().delete(mirror.file(number));
      } else if (!ours.contains(number)) {
        throw new LedgerDamaged("it holds segment %08x, the ledger does not".formatted(number));
      }
    }
  }

  private void copyUnlessSame(int number, boolean newest) {
    if (!mirror.exists(number)) {
      byte[] bytes = ledger.read(number);
      mirror.replace(number, bytes, bytes.length);
      return;
    }
    byte[] head = mirror.head(number);
    if (!newest && Arrays.equals(head, ledger.head(number)) && isStamped(head)) {
      if (mirror.files().size(mirror.file(number)) == ledger.files().size(ledger.file(number))) {
        return;
      }
    }
    byte[] ours = ledger.read(number);
    byte[] theirs = mirror.read(number);
    if (theirs.length <= ours.length
        && theirs.length >= LedgerSegment.HEADER_BYTES
        && Arrays.equals(ours, 0, theirs.length, theirs, 0, theirs.length)) {
      if (theirs.length < ours.length) {
        try (AppendFile rest = mirror.files().append(mirror.file(number), theirs.length)) {
          rest.write(ours, theirs.length, ours.length - theirs.length);
          rest.force();
        }
      }
    } else {
      mirror.replace(number, ours, ours.length);
    }
  }

  private boolean isStamped(byte[] head) {
    return LedgerSegment.parseHeader(keys, head).filter(header -> header.stamp() != 0).isPresent();
  }

  /** The ledger has these rows on disk. */
  void appended(byte[] rows) {
    whileInStep(
        file -> {
          file.write(rows, 0, rows.length);
          file.force();
        });
  }

  /** The ledger has begun a segment. */
  void begun(int number, byte[] header) {
    whileInStep(
        file -> {
          file.close();
          tail = null;
          AppendFile fresh = mirror.files().create(mirror.file(number));
          tail = fresh;
          fresh.write(header, 0, header.length);
          fresh.force();
          mirror.files().forceDirectory(mirror.directory());
        });
  }

  /** The ledger has put another segment in the place of this one. */
  void replaced(int number, byte[] bytes, int length, boolean newest) {
    whileInStep(
        file -> {
          mirror.replace(number, bytes, length);
          if (newest) {
            file.close();
            tail = null;
            tail = mirror.files().append(mirror.file(number), length);
          }
        });
  }

  private interface Change {
    void on(AppendFile tail);
  }

  private void whileInStep(Change change) {
    AppendFile file = tail;
    if (behind.isEmpty() && file != null) {
      attempt(() -> change.on(file));
    }
  }

  private void attempt(Runnable change) {
    try {
      change.run();
    } catch (UncheckedIOException e) {
      behind = Optional.of("its disk fails (" + e.getCause() + ")");
      closeTail();
    } catch (LedgerDamaged e) {
      behind = Optional.of(String.valueOf(e.getMessage()));
      closeTail();
    }
  }

  private void closeTail() {
    AppendFile file = tail;
    tail = null;
    if (file != null) {
      try {
        file.close();
      } catch (UncheckedIOException e) {
        // Its disk is broken: what it holds is compared anew when it is back.
        behind = Optional.of("its disk fails (" + e.getCause() + ")");
      }
    }
  }

  @Override
  public void close() {
    closeTail();
  }
}
