package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who watches the messages of a user agent. Costs nothing while nobody does. Thread-safe. */
public final class SipTrace {
  private final List<Consumer<TracedMessage>> watchers = new CopyOnWriteArrayList<>();

  SipTrace() {}

  /**
   * Shows every message from now on.
   *
   * @param watcher called on the thread that sends or receives: must not block
   * @return closing it ends the watching
   */
  public Watch watch(Consumer<TracedMessage> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /** Somebody looking on. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  void sent(byte[] message, Target to) {
    show(true, message, to);
  }

  void received(byte[] message, Target from) {
    show(false, message, from);
  }

  private void show(boolean sent, byte[] message, Target peer) {
    if (!watchers.isEmpty()) {
      TracedMessage traced = TracedMessage.of(sent, peer, message);
      watchers.forEach(watcher -> watcher.accept(traced));
    }
  }
}
