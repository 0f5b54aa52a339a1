package dev.assent.dialer.sip.transaction;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transport.LostFlow;
import java.util.EnumMap;

/** Non-INVITE client transaction: RFC 3261 section 17.1.2. Owned by the worker of its call. */
public final class NonInviteClient {

  /** Who sent the request. */
  public interface User {
    /** The final answer. */
    void answered(Response response);

    /** Timer F, or the bytes could not leave. */
    void unanswered();

    /** Nothing more will come of this transaction. */
    void terminated();
  }

  private sealed interface Input {
    record Received(Response response) implements Input {}

    record Unsendable() implements Input {}

    record Lost() implements Input {}

    enum Timer implements Input {
      E,
      F,
      K
    }
  }

  private enum State {
    TRYING,
    PROCEEDING,
    COMPLETED,
    TERMINATED
  }

  private final byte[] request;
  private final Hop hop;
  private final Timers timers;
  private final TimerValues values;
  private final User user;
  private final EnumMap<Input.Timer, Timers.Cancellable> due = new EnumMap<>(Input.Timer.class);
  private State state = State.TRYING;
  private long intervalE;
  private boolean repeated;

  public NonInviteClient(byte[] request, Hop hop, Timers timers, TimerValues values, User user) {
    this.request = request;
    this.hop = hop;
    this.timers = timers;
    this.values = values;
    this.user = user;
  }

  public void start() {
    hop.send(request, _ -> on(new Input.Unsendable()));
    if (!hop.reliable()) {
      intervalE = values.t1();
      arm(Input.Timer.E, intervalE);
    }
    arm(Input.Timer.F, values.patience());
  }

  /** A response with this branch and this method in CSeq. */
  public void receive(Response response) {
    on(new Input.Received(response));
  }

  /**
   * A connection broke: what went by it is sent once more by the next one. The same branch makes it
   * a copy, which the far end's transaction absorbs if it knows it already.
   */
  public void flowLost(LostFlow lost) {
    if (hop.wentBy(lost)) {
      on(new Input.Lost());
    }
  }

  private void on(Input input) {
    switch (state) {
      case TRYING -> trying(input);
      case PROCEEDING -> proceeding(input);
      case COMPLETED -> completed(input);
      case TERMINATED -> {}
    }
  }

  private void trying(Input input) {
    switch (input) {
      case Input.Received(Response response) -> answered(response);
      case Input.Timer.E -> again(Math.min(2 * intervalE, values.t2()));
      case Input.Timer.F -> unanswered();
      case Input.Unsendable _ -> unanswered();
      case Input.Lost _ -> onceMore();
      case Input.Timer.K -> {}
    }
  }

  private void proceeding(Input input) {
    switch (input) {
      case Input.Received(Response response) -> answered(response);
      case Input.Timer.E -> again(values.t2());
      case Input.Timer.F -> unanswered();
      case Input.Unsendable _ -> unanswered();
      case Input.Lost _ -> onceMore();
      case Input.Timer.K -> {}
    }
  }

  private void completed(Input input) {
    switch (input) {
      case Input.Timer.K -> terminate();
      case Input.Timer.E, Input.Timer.F -> {}
      case Input.Received _, Input.Unsendable _, Input.Lost _ -> {}
    }
  }

  private void answered(Response response) {
    if (response.isProvisional()) {
      state = State.PROCEEDING;
      return;
    }
    disarm();
    state = State.COMPLETED;
    if (hop.reliable()) {
      user.answered(response);
      terminate();
    } else {
      arm(Input.Timer.K, values.t4());
      user.answered(response);
    }
  }

  private void again(long nextInterval) {
    hop.resend(request, _ -> on(new Input.Unsendable()));
    intervalE = nextInterval;
    arm(Input.Timer.E, intervalE);
  }

  private void onceMore() {
    if (repeated) {
      unanswered();
    } else {
      repeated = true;
      hop.resend(request, _ -> on(new Input.Unsendable()));
    }
  }

  private void unanswered() {
    terminate();
    user.unanswered();
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
    user.terminated();
  }
}
