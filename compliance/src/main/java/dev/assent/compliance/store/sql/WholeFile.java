package dev.assent.compliance.store.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Writes H2's file, only in moments at which no transaction has changed anything and not ended: a
 * kill takes back the last of them as they were made, each whole.
 *
 * <p>H2 by itself takes the maps of its tables one after the other while transactions go on. Of one
 * that ends meanwhile the file may hold that it is committed and not its rows, or some of its rows
 * and not how to take them back; after a kill that is how it stays. Nor may two writings overlap:
 * the second would not know where the first went, and a kill between them leaves no file that can
 * be opened. Any thread.
 */
final class WholeFile implements AutoCloseable {
  /** {@code WRITE_DELAY} of a database that is written here: H2 writes it when it closes. */
  static final int NEVER = Integer.MAX_VALUE;

  private static final int EVERY_MILLIS = 100;

  /** Beyond this the file is written at once, and whoever begins waits so long for it. */
  private static final int MUCH_UNSAVED = 32 << 20;

  private static final int MUCH_MILLIS = 1000;

  /**
   * How long transactions that begin wait for a long one that keeps the file from being written;
   * the longer the more often it did, but for half the time at most.
   */
  private static final int SHORT_MILLIS = 10;

  /** For what must be written: a minute, half of which others go on. */
  private static final int SYNC_ROUNDS = 300;

  /** Of the pages in the file's chunks; below it, old chunks are written anew and given back. */
  private static final int LIVE_PERCENT_AT_LEAST = 50;

  /** As H2 has it: when it closes the file it tidies it up. */
  private static final int TIDY_AT_CLOSE_BELOW = 90;

  private static final int COMPACT_BYTES = 2 << 20;
  private static final int COMPACT_EVERY = 10;

  private final MVStore file;

  /** Shared by the transactions that have changed something; a writer of the file is alone. */
  private final ReadWriteLock changing = new ReentrantReadWriteLock();

  private final Lock writing = new ReentrantLock();
  private final Semaphore due = new Semaphore(0);
  private final Thread writer;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;

  /**
   * @param file of a database opened with {@code WRITE_DELAY} {@link #NEVER}
   * @throws SQLException when this H2 cannot be kept from writing it too
   */
  WholeFile(MVStore file) throws SQLException {
    this.file = file;
    writeOnlyHere(file);
    writer = Thread.ofPlatform().daemon().name("store-file").start(this::write);
  }

  /**
   * H2 writes when much is unwritten, too, in the midst of whoever changes something: it takes
   * three quarters of this for much, in ints. And every third of {@link #NEVER}, eight days, its
   * own thread moves what it wrote, the whole file at once, and writes where it is now.
   */
  private static void writeOnlyHere(MVStore file) throws SQLException {
    try {
      field(MVStore.class, "autoCommitMemory").setInt(file, Integer.MAX_VALUE / 4);
      tidiesBelow(file, 0);
    } catch (NoSuchFieldException | IllegalAccessException e) {
      throw new SQLException("H2 cannot be kept from writing its file in mid-transaction", e);
    }
  }

  /**
   * @param percent of the file in use, or of its pages read, below which H2 moves them
   */
  private static void tidiesBelow(MVStore file, int percent)
      throws NoSuchFieldException, IllegalAccessException {
    field(FileStore.class, "autoCompactFillRate").setInt(file.getFileStore(), percent);
  }

  private static Field field(Class<?> of, String name) throws NoSuchFieldException {
    Field field = of.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /** A transaction's part in it, owned by its thread. */
  private final class Part implements Sql.Changes {
    private boolean changed;

    /** Before the first change and the first lock, so nobody waits here whom others wait for. */
    @Override
    public void begin() {
      if (!changed) {
        changing.readLock().lock();
        changed = true;
      }
    }

    /** When the transaction has been committed or rolled back. */
    @Override
    public void close() {
      if (changed) {
        changing.readLock().unlock();
        if (file.getUnsavedMemory() > MUCH_UNSAVED) {
          due.release();
        }
      }
    }
  }

  /** Of a transaction that begins. */
  Sql.Changes part() {
    return new Part();
  }

  private void write() {
    try {
      int patience = SHORT_MILLIS;
      for (int round = 1; !isClosed(); round++) {
        due.tryAcquire(EVERY_MILLIS, TimeUnit.MILLISECONDS);
        due.drainPermits();
        if (!file.hasUnsavedChanges()) {
          continue;
        }
        boolean much = file.getUnsavedMemory() > MUCH_UNSAVED;
        if (writeWhenQuiet(much ? MUCH_MILLIS : patience)) {
          patience = SHORT_MILLIS;
        } else {
          patience = Math.min(EVERY_MILLIS, 2 * patience);
        }
        if (round % COMPACT_EVERY == 0 && livePercent() < LIVE_PERCENT_AT_LEAST) {
          file.compact(LIVE_PERCENT_AT_LEAST, COMPACT_BYTES);
        }
      }
    } catch (MVStoreException | InterruptedException e) {
      failure = e; // a closed database ends it like this, too
    } catch (Throwable e) {
      failure = e;
      throw e;
    }
  }

  /**
   * @return whether there was a moment for it
   */
  private boolean writeWhenQuiet(long millis) throws InterruptedException {
    writing.lock();
    try {
      requireWritten();
      if (!changing.writeLock().tryLock(millis, TimeUnit.MILLISECONDS)) {
        return false;
      }
      try {
        take();
      } finally {
        changing.writeLock().unlock();
      }
      // Waits until it is all written; by the way of the store itself, which a failure would close.
      file.getFileStore().executeFileStoreOperation(() -> {});
      requireWritten();
      return true;
    } finally {
      writing.unlock();
    }
  }

  /** H2 that failed to write goes on in memory, where those who ask still get an answer. */
  private void requireWritten() {
    MVStoreException panic = file.getPanicException();
    if (panic != null) {
      throw panic;
    }
  }

  /** What is committed is set down to be written, while others go on. */
  private void take() {
    while (file.hasUnsavedChanges() && file.tryCommit() < 0) {
      requireWritten();
      Thread.onSpinWait(); // somebody drops old versions at this moment
    }
  }

  /** Of the chunks that are old enough to be given back, how much is still read. */
  private int livePercent() {
    AtomicInteger percent = new AtomicInteger(100);
    file.getFileStore()
        .populateInfo(
            (name, value) -> {
              if (name.equals("info.CHUNKS_FILL_RATE_RW")) {
                percent.set(Integer.parseInt(value));
              }
            });
    return percent.get();
  }

  /**
   * Returns once all that is committed would survive a power cut.
   *
   * @throws MVStoreException when the file cannot be written
   */
  void sync() {
    try {
      for (int round = 1; !writeWhenQuiet(EVERY_MILLIS); round++) {
        if (round == SYNC_ROUNDS) {
          throw new StoreUnavailable("a transaction of the database does not end", null);
        }
        if (closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new StoreUnavailable("the database was closed before it was written", null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("the database was not written: interrupted", e);
    }
    file.sync();
  }

  /** A copy as it was at some moment of this. */
  void copyTo(Path zip) throws IOException {
    sync();
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      file.getFileStore().backup(entries);
    }
  }

  /** What keeps the file from being written any more, if so. */
  Optional<Throwable> failure() {
    Throwable panic = file.getPanicException();
    return Optional.ofNullable(panic != null ? panic : isClosed() ? null : failure);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    due.release();
    try {
      writer.join();
      tidiesBelow(file, TIDY_AT_CLOSE_BELOW);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (NoSuchFieldException | IllegalAccessException e) {
      throw new IllegalStateException(e); // it was there
    }
  }
}
