package dev.assent.dialer.inbox;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says at once that something was put into a folder or written to, where the file system can tell.
 * It promises nothing: network file systems do not tell of others' writes, a folder may be
 * replaced, the kernel may run out of watches. Any thread.
 */
final class FolderEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);

  private final Path folder;
  private final Runnable changed;
  private final AtomicBoolean said = new AtomicBoolean();
  private @Nullable WatchService service;
  private boolean closed;

  /**
   * @param changed run on a thread of this object's own, once for any number of changes at a time
   */
  FolderEvents(Path folder, Runnable changed) {
    this.folder = folder;
    this.changed = changed;
  }

  /** Listens, if it does not already and if that can be done; to be tried again later if not. */
  synchronized void listen() {
    if (closed || service != null) {
      return;
    }
    try {
      WatchService fresh = folder.getFileSystem().newWatchService();
      try {
        folder.register(
            fresh, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      } catch (IOException | RuntimeException e) {
        fresh.close();
        throw e;
      }
      service = fresh;
      said.set(false);
      Thread.ofVirtual().name("inbox-events").start(() -> pass(fresh));
    } catch (IOException | RuntimeException e) {
      if (said.compareAndSet(false, true)) {
        LOG.warn("the drop folder is only looked at, not watched", e);
      }
    }
  }

  private void pass(WatchService listening) {
    try {
      boolean there = true;
      while (there) {
        WatchKey key = listening.take();
        key.pollEvents();
        there = key.reset();
        changed.run();
      }
    } catch (ClosedWatchServiceException closing) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    gone(listening);
  }

  /** The folder itself went away; its successor has to be asked for anew. */
  private synchronized void gone(WatchService listening) {
    if (listening.equals(service)) {
      service = null;
    }
    close(listening);
  }

  private static void close(WatchService listening) {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("a watch did not close", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (service != null) {
      close(service);
      service = null;
    }
  }
}
