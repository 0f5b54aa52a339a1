package dev.assent.dialer.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens parts lazily and closes what was opened in reverse. A part opens the parts it needs by
 * asking for them, so the order follows from need; a circle is a bug and says so. Any thread.
 */
final class PartStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartStack.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Lazy<?>> opened = new ArrayDeque<>();
  private boolean closed;

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
    lock.lock();
    try {
      for (Iterator<Lazy<?>> newestFirst = opened.iterator(); newestFirst.hasNext(); ) {
        newestFirst.next().close();
        newestFirst.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes everything for good. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closeAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Lazy<T> implements Part<T> {
    private final String name;
    private final Opener<T> opener;
    private @Nullable T instance;
    private boolean opening;

    Lazy(String name, Opener<T> opener) {
      this.name = name;
      this.opener = opener;
    }

    @Override
    public T get() {
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
        throw new IllegalStateException(name + " is wanted after the engine was closed");
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
      if (found instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Exception e) {
          LOG.error("{} was not closed cleanly", name, e); // the others must still be closed
        }
      }
    }
  }
}
