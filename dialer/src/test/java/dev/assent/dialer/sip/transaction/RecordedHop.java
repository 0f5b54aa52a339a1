package dev.assent.dialer.sip.transaction;

import dev.assent.dialer.Timers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes down the first word of what is sent, with the virtual time. One thread. */
final class RecordedHop implements Hop {
  private final List<String> sent = new ArrayList<>();
  private final Timers clock;
  private final boolean reliable;
  private Consumer<Throwable> lastFailed = _ -> {};

  RecordedHop(Timers clock, boolean reliable) {
    this.clock = clock;
    this.reliable = reliable;
  }

  @Override
  public void send(byte[] message, Consumer<Throwable> failed) {
    String text = new String(message, StandardCharsets.UTF_8);
    sent.add(text.substring(0, text.indexOf(' ')) + "@" + clock.nanoTime() / 1_000_000);
    lastFailed = failed;
  }

  @Override
  public void resend(byte[] message, Consumer<Throwable> failed) {
    send(message, failed);
  }

  @Override
  public boolean reliable() {
    return reliable;
  }

  void failLast() {
    lastFailed.accept(new IOException("network unreachable"));
  }

  /** What was sent since the last look. */
  List<String> take() {
    List<String> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }
}
