package dev.assent.dialer.sip.transaction;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transport.LostFlow;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/**
 * INVITE client transaction: RFC 3261 section 17.1.1 with the Accepted state of RFC 6026. Owned by
 * the worker of its call.
 */
public final class InviteClient {

  /** Who placed the INVITE. */
  public interface User {
    void provisional(Response response);

    /** Every 2xx: the first, its retransmissions, and those of forks. */
    void success(Response response);

    /** 300 and above; the ACK is sent. */
    void failure(Response response);

    /** Timer B: no answer of any kind. */
    void timedOut();

    /**
     * @param nothingLeft not one byte left; otherwise an earlier copy did, or the connection broke
     */
    void unsendable(boolean nothingLeft, Throwable cause);

    /** Nothing more will come of this transaction. */
    void terminated();
  }

  private sealed interface Input {
    record Received(Response response) implements Input {}

    record Unsendable(Throwable cause) implements Input {}

    record Lost(Throwable cause) implements Input {}

    enum Timer implements Input {
      A,
      B,
      D,
      M
    }
  }

  private static final byte[] NOTHING = {};

  private enum State {
    CALLING,
    PROCEEDING,
    COMPLETED,
    ACCEPTED,
    TERMINATED
  }

  private final RequestHead head;
  private final Hop hop;
  private final Timers timers;
  private final TimerValues values;
  private final User user;
  private final EnumMap<Input.Timer, Timers.Cancellable> due = new EnumMap<>(Input.Timer.class);
  private State state = State.CALLING;
  private byte[] invite;
  private long intervalA;
  private int copiesSent;
  private byte @Nullable [] ack;

  /**
   * @param head of the INVITE, for the ACK of a refusal
   * @param invite the whole INVITE as sent
   */
  public InviteClient(
      RequestHead head, byte[] invite, Hop hop, Timers timers, TimerValues values, User user) {
    this.head = head;
    this.invite = invite;
    this.hop = hop;
    this.timers = timers;
    this.values = values;
    this.user = user;
  }

  public void start() {
    copiesSent = 1;
    hop.send(invite, cause -> on(new Input.Unsendable(cause)));
    if (!hop.reliable()) {
      intervalA = values.t1();
      arm(Input.Timer.A, intervalA);
    }
    arm(Input.Timer.B, values.patience());
  }

  /** Takes up an INVITE that an earlier process sent: nothing is sent, answers are awaited. */
  public void resume() {
    copiesSent = 1;
    state = State.PROCEEDING;
  }

  /** A response with this branch and CSeq method INVITE. */
  public void receive(Response response) {
    on(new Input.Received(response));
  }

  /** A connection broke: if the INVITE went by it, nobody knows what became of it. */
  public void flowLost(LostFlow lost) {
    if (hop.wentBy(lost)) {
      on(new Input.Lost(lost.cause()));
    }
  }

  /** No final answer has come yet. */
  public boolean isOpen() {
    return state == State.CALLING || state == State.PROCEEDING;
  }

  /** No final answer came in time after a CANCEL (RFC 3261 section 9.1). */
  public void giveUp() {
    if (isOpen()) {
      terminate();
    }
  }

  private void on(Input input) {
    switch (state) {
      case CALLING -> calling(input);
      case PROCEEDING -> proceeding(input);
      case COMPLETED -> completed(input);
      case ACCEPTED -> accepted(input);
      case TERMINATED -> {}
    }
  }

  private void calling(Input input) {
    switch (input) {
      case Input.Received(Response response) -> answered(response);
      case Input.Timer.A -> {
        copiesSent++;
        hop.resend(invite, cause -> on(new Input.Unsendable(cause)));
        intervalA *= 2;
        arm(Input.Timer.A, intervalA);
      }
      case Input.Timer.B -> {
        terminate();
        user.timedOut();
      }
      case Input.Unsendable(Throwable cause) -> {
        terminate();
        user.unsendable(copiesSent == 1, cause);
      }
      case Input.Lost(Throwable cause) -> lost(cause);
      case Input.Timer.D, Input.Timer.M -> {}
    }
  }

  private void proceeding(Input input) {
    switch (input) {
      case Input.Received(Response response) -> answered(response);
      // A copy sent before the provisional answer failed: another one arrived.
      case Input.Unsendable _ -> {}
      case Input.Lost(Throwable cause) -> lost(cause);
      case Input.Timer _ -> {}
    }
  }

  private void completed(Input input) {
    switch (input) {
      case Input.Received(Response response) -> {
        if (response.isSuccess()) {
          // No proxy should send this after a refusal; but whoever answered must not hang.
          user.success(response);
        } else if (!response.isProvisional() && ack != null) {
          hop.resend(ack, _ -> {});
        }
      }
      case Input.Timer.D -> terminate();
      case Input.Timer.A, Input.Timer.B, Input.Timer.M -> {}
      case Input.Unsendable _, Input.Lost _ -> {}
    }
  }

  private void accepted(Input input) {
    switch (input) {
      case Input.Received(Response response) -> {
        if (response.isSuccess()) {
          user.success(response);
        }
      }
      case Input.Timer.M -> terminate();
      case Input.Timer.A, Input.Timer.B, Input.Timer.D -> {}
      case Input.Unsendable _, Input.Lost _ -> {}
    }
  }

  private void lost(Throwable cause) {
    terminate();
    user.unsendable(false, cause);
  }

  private void answered(Response response) {
    disarm();
    invite = NOTHING; // never sent again, while this lingers for half a minute
    if (response.isProvisional()) {
      state = State.PROCEEDING;
      user.provisional(response);
    } else if (response.isSuccess()) {
      state = State.ACCEPTED;
      arm(Input.Timer.M, values.patience());
      user.success(response);
    } else {
      state = State.COMPLETED;
      ack = head.ack(response.to()).text().withoutBody();
      hop.send(ack, _ -> {});
      if (hop.reliable()) {
        user.failure(response);
        terminate();
      } else {
        arm(Input.Timer.D, values.d());
        user.failure(response);
      }
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
    user.terminated();
  }
}
