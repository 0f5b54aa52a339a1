package dev.assent.dialer.sip.transaction;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.message.Request;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/**
 * INVITE server transaction: RFC 3261 section 17.2.1 with the Accepted state of RFC 6026. Owned by
 * the worker of its call. Its user answers within 200 ms, perhaps provisionally, so no 100 is sent.
 */
public final class InviteServer implements ServerTransaction {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private sealed interface Input {
    record Retransmitted() implements Input {}

    record Acknowledged() implements Input {}

    record Progress(byte[] response) implements Input {}

    record Accept(byte[] response) implements Input {}

    record Refuse(byte[] response) implements Input {}

    enum Timer implements Input {
      G,
      H,
      I,
      L
    }
  }

  private enum State {
    PROCEEDING,
    ACCEPTED,
    COMPLETED,
    CONFIRMED,
    TERMINATED
  }

  private final Hop hop;
  private final Timers timers;
  private final TimerValues values;
  private final Runnable terminated;
  private final EnumMap<Input.Timer, Timers.Cancellable> due = new EnumMap<>(Input.Timer.class);
  private State state = State.PROCEEDING;
  private long intervalG;
  private byte @Nullable [] progress;
  private byte @Nullable [] refusal;

  /**
   * @param terminated run when nothing more will come of this transaction
   */
  public InviteServer(Hop hop, Timers timers, TimerValues values, Runnable terminated) {
    this.hop = hop;
    this.timers = timers;
    this.values = values;
    this.terminated = terminated;
  }

  /** Sends a provisional answer, and again for each copy of the INVITE. */
  public void progress(byte[] response) {
    on(new Input.Progress(response));
  }

  /** Sends a 2xx. Its retransmission is up to the user (RFC 3261 section 13.3.1.4). */
  public void accept(byte[] response) {
    on(new Input.Accept(response));
  }

  /** Sends a final answer of 300 or above until it is acknowledged. */
  public void refuse(byte[] response) {
    on(new Input.Refuse(response));
  }

  @Override
  public void receive(Request request) {
    on(request.method().equals("ACK") ? new Input.Acknowledged() : new Input.Retransmitted());
  }

  private void on(Input input) {
    switch (state) {
      case PROCEEDING -> proceeding(input);
      case ACCEPTED -> accepted(input);
      case COMPLETED -> completed(input);
      case CONFIRMED -> confirmed(input);
      case TERMINATED -> {}
    }
  }

  private void proceeding(Input input) {
    switch (input) {
      case Input.Accept(byte[] response) -> {
        state = State.ACCEPTED;
        hop.send(response, _ -> {});
        arm(Input.Timer.L, values.patience());
      }
      case Input.Refuse(byte[] response) -> {
        state = State.COMPLETED;
        refusal = response;
        hop.send(response, _ -> {});
        if (!hop.reliable()) {
          intervalG = values.t1();
          arm(Input.Timer.G, intervalG);
        }
        arm(Input.Timer.H, values.patience());
      }
      case Input.Progress(byte[] response) -> {
        progress = response;
        hop.send(response, _ -> {});
      }
      case Input.Retransmitted _ -> {
        if (progress != null) {
          hop.resend(progress, _ -> {});
        }
      }
      case Input.Acknowledged _, Input.Timer _ -> {}
    }
  }

  private void accepted(Input input) {
    switch (input) {
      case Input.Timer.L -> terminate();
      // Copies of the INVITE are absorbed: the user retransmits the 2xx by its own timer.
      case Input.Retransmitted _, Input.Acknowledged _ -> {}
      case Input.Progress _, Input.Accept _, Input.Refuse _ -> {}
      case Input.Timer.G, Input.Timer.H, Input.Timer.I -> {}
    }
  }

  private void completed(Input input) {
    switch (input) {
      case Input.Retransmitted _ -> repeat();
      case Input.Timer.G -> {
        repeat();
        intervalG = Math.min(2 * intervalG, values.t2());
        arm(Input.Timer.G, intervalG);
      }
      // Nobody acknowledged; a refused change leaves the session as it was.
      case Input.Timer.H -> terminate();
      case Input.Acknowledged _ -> {
        disarm();
        state = State.CONFIRMED;
        if (hop.reliable()) {
          terminate();
        } else {
          arm(Input.Timer.I, values.t4());
        }
      }
      case Input.Progress _, Input.Accept _, Input.Refuse _ -> {}
      case Input.Timer.I, Input.Timer.L -> {}
    }
  }

  private void confirmed(Input input) {
    switch (input) {
      case Input.Timer.I -> terminate();
      case Input.Retransmitted _, Input.Acknowledged _ -> {}
      case Input.Progress _, Input.Accept _, Input.Refuse _ -> {}
      case Input.Timer.G, Input.Timer.H, Input.Timer.L -> {}
    }
  }

  private void repeat() {
    if (refusal != null) {
      hop.resend(refusal, _ -> {});
    }
  }

  private void arm(Input.Timer timer, long nanos) {
    due.put(timer, timers.after(nanos, () -> on(timer)));
  }

  private void disarm() {
    due.values().forEach(Timers.Cancellable::cancel);
    due.clear();
  }

  private void terminate() {
    disarm();
    state = State.TERMINATED;
    terminated.run();
  }
}
