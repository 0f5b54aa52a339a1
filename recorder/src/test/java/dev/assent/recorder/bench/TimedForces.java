package dev.assent.recorder.bench;

import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A disk that notes how long each force of a file below one directory took. Any thread. */
final class TimedForces {
  private final Path directory;
  private final Files disk;
  private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

  TimedForces(Path directory, Files disk) {
    this.directory = directory;
    this.disk = disk;
  }

  Files files() {
    return proxy(
        Files.class,
        (_, method, arguments) -> {
          Object result = call(disk, method, arguments);
          boolean timed =
              result instanceof AppendFile && ((Path) arguments[0]).startsWith(directory);
          return timed ? timed((AppendFile) result) : result;
        });
  }

  private AppendFile timed(AppendFile file) {
    return proxy(
        AppendFile.class,
        (_, method, arguments) -> {
          long begun = System.nanoTime();
          Object result = call(file, method, arguments);
          if (method.getName().equals("force")) {
            nanos.add(System.nanoTime() - begun);
          }
          return result;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  void clear() {
    nanos.clear();
  }

  /** Milliseconds that this share of the forces did not exceed. */
  double quantile(double share) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))] / 1e6;
  }
}
