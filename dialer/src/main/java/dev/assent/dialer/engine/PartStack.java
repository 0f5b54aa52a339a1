package dev.assent.dialer.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens parts lazily and closes what was opened in reverse. A part opens the parts it needs by
 * asking for them, so the order follows from need; a circle is a bug and says so. Any thread.
 *
 * <p>No lock is held while a part closes: one that waits for its own job to end does not wait for
 * ever, because the job still has every part that was opened before it, and is refused any other.
 */
final class PartStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartStack.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Lazy<?>> opened = new ArrayDeque<>();
  private boolean closed;

  /** Held by whoever closes, from the first part to the last. */
  private final ReentrantLock closing = new ReentrantLock();

  /** How a part comes to be. */
  @FunctionalInterface
  interface Opener<T> {
    T open() throws Exception;
  }

  <T> Part<T> part(String name, Opener<T> opener) {
    return new Lazy<>(name, opener);
  }

  /** Closes every opened part, last opened first; they may be opened again. */
  void closeAll() {
    closing.lock();
    try {
      close(false);
    } finally {
      closing.unlock();
    }
  }

  /** Closes everything for good. */
  @Override
  public void close() {
    closing.lock();
    try {
      close(true);
    } finally {
      closing.unlock();
    }
  }

  private void close(boolean forGood) {
    List<Lazy<?>> newestFirst;
    boolean before;
    lock.lock();
    try {
      before = closed;
      closed = true;
      newestFirst = List.copyOf(opened);
      opened.clear();
    } finally {
      lock.unlock();
    }
    newestFirst.forEach(Lazy::close);
    lock.lock();
    try {
      closed = forGood || before;
    } finally {
      lock.unlock();
    }
  }

  private final class Lazy<T> implements Part<T> {
    private final String name;
    private final Opener<T> opener;
    private volatile @Nullable T instance;
    private boolean opening;

    Lazy(String name, Opener<T> opener) {
      this.name = name;
      this.opener = opener;
    }

    @Override
    public T get() {
      T there = instance;
      if (there != null) {
        return there;
      }
      lock.lock();
      try {
        T found = instance;
        return found == null ? open() : found;
      } finally {
        lock.unlock();
      }
    }

    private T open() {
      if (closed) {
        throw new EngineCloses(name);
      }
      if (opening) {
        throw new IllegalStateException(name + " needs itself");
      }
      opening = true;
      try {
        T made = opener.open();
        instance = made;
        opened.push(this);
        return made;
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(name + " cannot be opened", e);
      } finally {
        opening = false;
      }
    }

    void close() {
      T found = instance;
      instance = null;
      Object held = found instanceof Optional<?> may ? may.orElse(null) : found;
      if (held instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          LOG.error("{} was not closed cleanly", name, e); // the others must still be closed
        }
      }
    }
  }
}
