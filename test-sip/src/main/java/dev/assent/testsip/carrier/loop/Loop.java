package dev.assent.testsip.carrier.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one thread that owns every socket, timer and call of a carrier.
 *
 * <p>Methods are for the loop thread only, except {@link #start}, {@link #execute}, {@link #ask},
 * {@link #now} and {@link #close}. A task that throws does not stop the loop: the failure is kept
 * and {@link #close} throws it, so that no test passes over a broken carrier.
 */
public final class Loop implements AutoCloseable {
  private static final int MOST_FAILURES = 100;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final Selector selector;
  private final PriorityQueue<LoopTimer> timers = new PriorityQueue<>();
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final List<RuntimeException> failures = new ArrayList<>();
  private volatile boolean running = true;
  private long timersMade;

  private Loop(String name) throws IOException {
    selector = Selector.open();
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  public static Loop start(String name) throws IOException {
    Loop loop = new Loop(name);
    loop.thread.start();
    return loop;
  }

  /** Monotonic nanoseconds, with no meaning but their differences. Any thread. */
  public long now() {
    return System.nanoTime();
  }

  /** Runs {@code task} as soon as possible after {@code nanos} of {@link #now()}. */
  public LoopTimer at(long nanos, Runnable task) {
    LoopTimer timer = new LoopTimer(nanos, timersMade++, task);
    timers.add(timer);
    return timer;
  }

  public LoopTimer after(Duration delay, Runnable task) {
    return at(now() + delay.toNanos(), task);
  }

  /** Calls {@code onReadable} whenever the non-blocking channel has something to read. */
  public void listen(DatagramChannel channel, Runnable onReadable) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, onReadable);
  }

  /** Any thread. */
  public void execute(Runnable command) {
    commands.add(command);
    selector.wakeup();
  }

  /** Asks the loop and waits for its answer. Any thread. */
  public <T> T ask(Supplier<T> question) {
    if (thread.equals(Thread.currentThread())) {
      return question.get();
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    execute(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer.orTimeout(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Stops the thread, then throws the first failure of a task, if any. Any other thread. */
  @Override
  public void close() {
    running = false;
    selector.wakeup();
    try {
      if (!thread.join(ANSWER_LIMIT)) {
        throw new IllegalStateException(thread.getName() + " does not stop");
      }
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          failures.size() + " failure(s) in " + thread.getName() + ", first:", failures.getFirst());
    }
  }

  private void run() {
    while (running) {
      try {
        long wait = millisToNextTimer();
        if (wait == 0) {
          selector.selectNow(key -> guarded((Runnable) key.attachment()));
        } else {
          selector.select(key -> guarded((Runnable) key.attachment()), wait);
        }
      } catch (IOException e) {
        failures.add(new UncheckedIOException(e));
        return;
      }
      for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
        guarded(command);
      }
      runDueTimers();
    }
  }

  private void runDueTimers() {
    long now = now();
    for (LoopTimer next = timers.peek();
        next != null && next.dueNanos() - now <= 0;
        next = timers.peek()) {
      timers.remove();
      guarded(next::run);
    }
  }

  /** 0 if one is due; rounded up, for waking early would only spin. */
  private long millisToNextTimer() {
    LoopTimer next = timers.peek();
    if (!commands.isEmpty()) {
      return 0;
    }
    if (next == null) {
      return 1000;
    }
    long nanos = next.dueNanos() - now();
    return nanos <= 0 ? 0 : nanos / 1_000_000 + 1;
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      if (failures.size() < MOST_FAILURES) {
        failures.add(e);
      }
    }
  }
}
