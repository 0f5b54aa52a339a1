package dev.assent.compliance.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one home (docs/FORMAT-journal.md). Any thread may append; one thread of its own
 * writes what has gathered as a group, forces it, and only then lets the callers go on.
 */
public final class Journal implements AutoCloseable {
  private static final String CANNOT_BE_WRITTEN = "the journal cannot be written";

  /** A segment is closed once it has reached this size. */
  public static final long SEGMENT_BYTES = 64L << 20;

  private static final int WAITING_AT_MOST = 4096;
  private static final int GROUP_AT_MOST = 1024;

  private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(WAITING_AT_MOST);
  private final Object gate = new Object();
  private final SegmentWriter writer;

  /** Null where one thread at a time goes on: whoever appends writes and forces itself. */
  private final @Nullable Thread thread;

  private final Path directory;
  private final JournalFiles files;
  private final Optional<JournalMirror> mirror;
  private final TakenEntries taken;
  private final List<Consumer<List<Position>>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Throwable failed;
  private boolean closed;

  /**
   * Entries of one caller; the end of the journal when {@code entries} is empty.
   *
   * @param newEpoch whether they begin one
   */
  private record Request(
      List<JournalEntry> entries, boolean newEpoch, CompletableFuture<Long> position) {}

  private Journal(
      Path directory,
      JournalFiles files,
      SegmentWriter writer,
      Optional<JournalMirror> mirror,
      TakenEntries taken,
      boolean alone) {
    this.mirror = mirror;
    this.taken = taken;
    this.directory = directory;
    this.files = files;
    this.writer = writer;
    this.thread = alone ? null : Thread.ofPlatform().name("journal").unstarted(this::run);
  }

  /**
   * As {@link #open(Path, JournalFiles, InstantSource, SecureRandom, Consumer)} for where one
   * thread at a time goes on and none is ever interrupted, as in a simulation: nobody waits for
   * another thread.
   */
  public static Journal openAlone(
      Path directory,
      JournalFiles files,
      InstantSource clock,
      SecureRandom random,
      Consumer<Position> entries) {
    return open(
        new JournalPlace(directory, Optional.empty()),
        files,
        clock,
        random,
        SEGMENT_BYTES,
        entries,
        true);
  }

  /**
   * Reads the whole journal, checks all of it, and opens it for appending; creates it when there is
   * none. A torn tail is cut off.
   *
   * @param entries is given every entry in order of position before this returns
   * @throws JournalDamaged when an acknowledged entry is not what was written; nothing is changed
   */
  public static Journal open(
      Path directory,
      JournalFiles files,
      InstantSource clock,
      SecureRandom random,
      Consumer<Position> entries) {
    return open(
        new JournalPlace(directory, Optional.empty()),
        files,
        clock,
        random,
        SEGMENT_BYTES,
        entries);
  }

  /**
   * The same with a mirror: what only that knows is taken from there first ({@link
   * #takenFromMirror}), then it is brought in step.
   */
  public static Journal open(
      JournalPlace place,
      JournalFiles files,
      InstantSource clock,
      SecureRandom random,
      Consumer<Position> entries) {
    return open(place, files, clock, random, SEGMENT_BYTES, entries);
  }

  static Journal open(
      JournalPlace place,
      JournalFiles files,
      InstantSource clock,
      SecureRandom random,
      long segmentBytes,
      Consumer<Position> entries) {
    return open(place, files, clock, random, segmentBytes, entries, false);
  }

  private static Journal open(
      JournalPlace place,
      JournalFiles files,
      InstantSource clock,
      SecureRandom random,
      long segmentBytes,
      Consumer<Position> entries,
      boolean alone) {
    Path directory = place.directory();
    try {
      TakenEntries taken =
          place.mirror().isPresent()
              ? MirrorMerge.run(directory, place.mirror().get(), files)
              : TakenEntries.NOTHING;
      Optional<JournalMirror> mirror =
          place.mirror().map(second -> new JournalMirror(directory, second, files));
      JournalReader reader = new JournalReader(directory, files);
      Verification found = reader.read(placed -> entries.accept(known(placed)));
      if (found instanceof Verification.Damaged damaged) {
        throw new JournalDamaged(damaged);
      }
      Journal journal =
          new Journal(
              directory,
              files,
              SegmentWriter.resume(
                  directory, files, clock, random, segmentBytes, reader, found, mirror),
              mirror,
              taken,
              alone);
      if (journal.thread != null) {
        journal.thread.start();
      }
      return journal;
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be read: " + directory, e);
    }
  }

  /**
   * Takes from another copy of a journal what it holds more; only of one that nobody has open.
   *
   * @param other a mirror, or a journal from elsewhere; never written
   */
  public static OtherCopy take(Path directory, Path other, JournalFiles files) {
    try {
      return MirrorMerge.take(directory, other, files);
    } catch (IOException e) {
      throw new UncheckedIOException("a journal cannot be read: " + other, e);
    }
  }

  /** An entry of the journal and where it stands. */
  public record Position(long position, JournalEntry entry) {}

  /** Reads and checks a whole journal, changing nothing. */
  public static Verification verify(Path directory, JournalFiles files) {
    return verify(directory, files, _ -> {});
  }

  /**
   * The same, giving every entry that is right to {@code entries} in order of position.
   *
   * @throws IllegalStateException for an entry of a type this release does not know
   */
  public static Verification verify(
      Path directory, JournalFiles files, Consumer<Position> entries) {
    try {
      return new JournalReader(directory, files).read(placed -> entries.accept(known(placed)));
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be read: " + directory, e);
    }
  }

  private static Position known(Frame.Placed placed) {
    if (EntryType.ofCode(placed.type()).isEmpty()) {
      throw new IllegalStateException(
          "entry %d has type %d, written by a newer release: upgrade Assent"
              .formatted(placed.position(), placed.type()));
    }
    return new Position(placed.position(), placed.entry());
  }

  /** Random; the same for the life of the home. */
  public UUID id() {
    return writer.journalId();
  }

  /** How many entries are acknowledged. */
  public long size() {
    return writer.acknowledged().entries();
  }

  /** How far the files may be copied while this goes on. */
  public Acknowledged acknowledged() {
    return writer.acknowledged();
  }

  /** Whether a second disk holds all of it too. */
  public MirrorHealth mirror() {
    return mirror.map(JournalMirror::health).orElseGet(MirrorHealth.None::new);
  }

  /** What only the mirror knew when this was opened. */
  public TakenEntries takenFromMirror() {
    return taken;
  }

  /** Tries again to make the mirror whole; nothing to do when it is. */
  public MirrorHealth mendMirror() {
    if (mirror() instanceof MirrorHealth.Behind) {
      mirror.ifPresent(copy -> copy.bringInStep(writer::acknowledged));
    }
    return mirror();
  }

  /**
   * Begins an epoch with this entry: what follows is told from what another copy of this journal
   * may go on with. Forgets what was taken from the mirror.
   *
   * @return the entry's position
   * @throws JournalUnavailable as {@link #append}
   */
  public long beginEpoch(JournalEntry first) {
    long position = append(new Request(List.of(first), true, new CompletableFuture<>()));
    try {
      files.delete(directory.resolve(MirrorMerge.TAKING));
    } catch (IOException e) {
      throw new UncheckedIOException("the journal's directory cannot be written", e);
    }
    return position;
  }

  /**
   * Tells each group of entries once it is forced, in order, on the thread of the journal: must
   * neither block nor throw. Closing it tells no more.
   */
  public Runnable onAppended(Consumer<List<Position>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Every acknowledged entry, read again from the files. Any thread. */
  public void forEach(Consumer<Position> entries) {
    long until = size();
    verify(
        directory,
        files,
        entry -> {
          if (entry.position() < until) {
            entries.accept(entry);
          }
        });
  }

  /**
   * Appends these entries next to each other and returns when they are forced. Waits while 4096
   * other callers wait.
   *
   * @return the position of the first
   * @throws JournalUnavailable when they may not last; the journal takes nothing more
   */
  public long append(List<JournalEntry> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("nothing to append");
    }
    return append(new Request(List.copyOf(entries), false, new CompletableFuture<>()));
  }

  private long append(Request request) {
    synchronized (gate) {
      if (closed) {
        throw new JournalUnavailable("the journal is closed", null);
      }
      if (thread == null) {
        write(List.of(request));
      } else {
        enqueue(request);
      }
    }
    try {
      return request.position().join();
    } catch (CompletionException e) {
      throw new JournalUnavailable(CANNOT_BE_WRITTEN, e.getCause());
    }
  }

  /** Why nothing is taken any more until the journal was closed and read again. */
  public Optional<String> failure() {
    return Optional.ofNullable(failed).map(failure -> String.valueOf(failure.getMessage()));
  }

  /**
   * Before something is begun that only an entry makes lawful: once one could not be made to last,
   * none can.
   *
   * @throws JournalUnavailable when nothing is taken any more
   */
  public void requireWritable() {
    Throwable failure = failed;
    if (failure != null) {
      throw new JournalUnavailable(CANNOT_BE_WRITTEN, failure);
    }
  }

  /** An interrupt is kept for later: the entry is committed and has to get here. */
  private void enqueue(Request request) {
    boolean interrupted = false;
    boolean queued = false;
    while (!queued) {
      try {
        queue.put(request);
        queued = true;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Request> group = new ArrayList<>();
    boolean open = true;
    while (open) {
      try {
        group.add(queue.take());
      } catch (InterruptedException _) {
        // Only close() ends this thread, and through the queue: an entry is never dropped.
        continue;
      }
      queue.drainTo(group, GROUP_AT_MOST - 1);
      open = group.stream().noneMatch(request -> request.entries().isEmpty());
      write(group);
      group.clear();
    }
  }

  private void write(List<Request> group) {
    List<JournalEntry> entries = new ArrayList<>();
    group.forEach(request -> entries.addAll(request.entries()));
    @Nullable Throwable failure = null;
    long position = 0;
    try {
      boolean newEpoch = group.stream().anyMatch(Request::newEpoch);
      position = entries.isEmpty() ? 0 : writer.append(entries, newEpoch);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      failed = e;
    }
    for (Request request : group) {
      if (failure != null) {
        request.position().completeExceptionally(failure);
      } else {
        tell(position, request.entries());
        request.position().complete(position);
        position += request.entries().size();
      }
    }
  }

  private void tell(long first, List<JournalEntry> entries) {
    if (!listeners.isEmpty() && !entries.isEmpty()) {
      List<Position> placed = new ArrayList<>(entries.size());
      for (JournalEntry entry : entries) {
        placed.add(new Position(first + placed.size(), entry));
      }
      listeners.forEach(listener -> listener.accept(placed));
    }
  }

  /** Waits for what was appended, then forces the head. */
  @Override
  public void close() {
    synchronized (gate) {
      if (closed) {
        return;
      }
      closed = true;
      if (thread != null) {
        enqueue(new Request(List.of(), false, new CompletableFuture<>()));
      }
    }
    try {
      if (thread != null) {
        thread.join();
      }
      writer.close();
      if (mirror.isPresent()) {
        mirror.get().close();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new JournalUnavailable("the journal cannot be closed", e);
    }
  }
}
