package dev.assent.dialer.sip.bench;

import dev.assent.dialer.sip.CallEvents;
import dev.assent.dialer.sip.CallSpec;
import dev.assent.dialer.sip.EndCause;
import dev.assent.dialer.sip.OutgoingCall;
import dev.assent.dialer.sip.Refusal;
import dev.assent.dialer.sip.UserAgent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls that are hung up as soon as they are answered, or only ring. Thread-safe. */
final class BenchCalls {
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger ringing = new AtomicInteger();

  int ended() {
    return ended.get();
  }

  int failed() {
    return failed.get();
  }

  int ringing() {
    return ringing.get();
  }

  void place(UserAgent agent, CallSpec spec) {
    CompletableFuture<OutgoingCall> call = new CompletableFuture<>();
    call.complete(agent.prepare().invite(spec, new Events(spec, call)));
  }

  void ring(UserAgent agent, CallSpec spec) {
    agent.prepare().invite(spec, new Ringing());
  }

  private class Ringing implements CallEvents {
    @Override
    public void progress(int status, byte[] sdp) {
      if (status == 180) {
        ringing.incrementAndGet();
      }
    }

    @Override
    public void answered(byte[] sdp, String remoteTag) {}

    @Override
    public boolean mayRetry(Refusal refusal) {
      return false;
    }

    @Override
    public void refused(Refusal refusal) {
      failed.incrementAndGet();
    }

    @Override
    public void cancelled(boolean answeredMeanwhile) {
      failed.incrementAndGet();
    }

    @Override
    public void unknown(String cause) {
      failed.incrementAndGet();
    }

    @Override
    public void notSent(String cause) {
      failed.incrementAndGet();
    }

    @Override
    public byte[] reoffered(byte[] sdp) {
      return null;
    }

    @Override
    public void ended(EndCause cause, List<String> reasonHeaders) {
      ended.incrementAndGet();
    }
  }

  private final class Events extends Ringing {
    private final CallSpec spec;
    private final CompletableFuture<OutgoingCall> call;

    Events(CallSpec spec, CompletableFuture<OutgoingCall> call) {
      this.spec = spec;
      this.call = call;
    }

    @Override
    public void answered(byte[] sdp, String remoteTag) {
      var _ = call.thenAccept(placed -> placed.hangUp(""));
    }

    @Override
    public boolean mayRetry(Refusal refusal) {
      boolean challenged = refusal.status() == 401 || refusal.status() == 407;
      if (challenged) {
        var _ = call.thenAccept(placed -> placed.inviteAgain(spec.target()));
      }
      return challenged;
    }
  }
}
