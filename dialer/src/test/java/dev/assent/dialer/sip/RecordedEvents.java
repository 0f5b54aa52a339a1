package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes down what happens to a call, one line an event. Thread-safe. */
public final class RecordedEvents implements CallEvents {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private volatile Predicate<Refusal> mayRetry = _ -> false;
  private volatile Function<String, String> reoffer = _ -> null;

  public RecordedEvents retrying(Predicate<Refusal> rule) {
    mayRetry = rule;
    return this;
  }

  public RecordedEvents reoffering(Function<String, String> rule) {
    reoffer = rule;
    return this;
  }

  /** The next event; fails after 10 s without one. */
  public String next() {
    try {
      String line = lines.poll(10, TimeUnit.SECONDS);
      assertThat(line).as("an event within 10 s").isNotNull();
      return line;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Events not read yet. */
  public List<String> rest() {
    return List.copyOf(lines);
  }

  @Override
  public void progress(int status, byte[] sdp) {
    lines.add("progress " + status + text(sdp));
  }

  @Override
  public void answered(byte[] sdp, String remoteTag) {
    lines.add("answered " + remoteTag + text(sdp));
  }

  @Override
  public boolean mayRetry(Refusal refusal) {
    boolean answer = mayRetry.test(refusal);
    lines.add("mayRetry " + refusal.status() + " " + answer);
    return answer;
  }

  @Override
  public void refused(Refusal refusal) {
    lines.add(
        "refused "
            + refusal.status()
            + " "
            + refusal.phrase()
            + (refusal.rang() ? " rang" : "")
            + (refusal.retryAfter() == null ? "" : " after " + refusal.retryAfter().toSeconds())
            + (refusal.reasonHeaders().isEmpty() ? "" : " " + refusal.reasonHeaders()));
  }

  @Override
  public void cancelled(boolean answeredMeanwhile) {
    lines.add("cancelled " + answeredMeanwhile);
  }

  @Override
  public void unknown(String cause) {
    lines.add("unknown " + cause);
  }

  @Override
  public void notSent(String cause) {
    lines.add("notSent " + cause);
  }

  @Override
  public byte[] reoffered(byte[] sdp) {
    String answer = reoffer.apply(new String(sdp, StandardCharsets.UTF_8));
    lines.add("reoffered " + (answer != null));
    return answer == null ? null : answer.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void ended(EndCause cause, List<String> reasonHeaders) {
    lines.add("ended " + cause + (reasonHeaders.isEmpty() ? "" : " " + reasonHeaders));
  }

  private static String text(byte[] sdp) {
    return sdp == null ? "" : " sdp";
  }
}
