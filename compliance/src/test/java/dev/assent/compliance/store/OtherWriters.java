package dev.assent.compliance.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** As much on the same file system as recordings write: 32 KiB a call and second, forced often. */
final class OtherWriters implements AutoCloseable {
  private static final int BYTES_A_SECOND = 32 << 10;
  private static final int FORCES_A_SECOND = 5;

  private final int calls;
  private final Path file;
  private final Thread thread;
  private final AtomicLong written = new AtomicLong();
  private final long from = System.nanoTime();
  private volatile boolean stopped;

  OtherWriters(Path directory, int calls) {
    this.calls = calls;
    this.file = directory.resolve("recordings");
    this.thread = Thread.ofPlatform().name("recordings").start(this::run);
  }

  private void run() {
    ByteBuffer block = ByteBuffer.allocateDirect(BYTES_A_SECOND * calls / FORCES_A_SECOND);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 1; !stopped; i++) {
        channel.write(block.clear());
        channel.force(false);
        written.addAndGet(block.capacity());
        long due = from + TimeUnit.SECONDS.toNanos(i) / FORCES_A_SECOND;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How much of what was due was written. */
  double share() {
    double due = (System.nanoTime() - from) / 1e9 * BYTES_A_SECOND * calls;
    return written.get() / due;
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    file.toFile().delete();
  }
}
