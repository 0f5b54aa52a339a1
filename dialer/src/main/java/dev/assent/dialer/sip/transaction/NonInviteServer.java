package dev.assent.dialer.sip.transaction;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Non-INVITE server transaction: RFC 3261 section 17.2.2. Owned by the worker of its call. Its user
 * answers at once and finally, so there is no Proceeding state.
 */
public final class NonInviteServer implements ServerTransaction {

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private sealed interface Input {
    record Retransmitted() implements Input {}

    record Answer(byte[] response) implements Input {}

    enum Timer implements Input {
      J
    }
  }

  private enum State {
    TRYING,
    COMPLETED,
    TERMINATED
  }

  private final Hop hop;
  private final Timers timers;
  private final TimerValues values;
  private final Runnable terminated;
  private State state = State.TRYING;
  private byte @Nullable [] answer;

  /**
   * @param terminated run when nothing more will come of this transaction
   */
  public NonInviteServer(Hop hop, Timers timers, TimerValues values, Runnable terminated) {
    this.hop = hop;
    this.timers = timers;
    this.values = values;
    this.terminated = terminated;
  }

  /** Sends the final answer. */
  public void answer(byte[] response) {
    on(new Input.Answer(response));
  }

  @Override
  public void receive(Request request) {
    on(new Input.Retransmitted());
  }

  private void on(Input input) {
    switch (state) {
      case TRYING -> trying(input);
      case COMPLETED -> completed(input);
      case TERMINATED -> {}
    }
  }

  private void trying(Input input) {
    switch (input) {
      case Input.Answer(byte[] response) -> {
        state = State.COMPLETED;
        answer = response;
        hop.send(response, _ -> {});
        if (hop.reliable()) {
          terminate();
        } else {
          timers.after(values.patience(), () -> on(Input.Timer.J));
        }
      }
      case Input.Retransmitted _ -> {}
      case Input.Timer.J -> {}
    }
  }

  private void completed(Input input) {
    switch (input) {
      case Input.Retransmitted _ -> {
        if (answer != null) {
          hop.resend(answer, _ -> {});
        }
      }
      case Input.Timer.J -> terminate();
      case Input.Answer _ -> {}
    }
  }

  private void terminate() {
    state = State.TERMINATED;
    terminated.run();
  }
}
