package dev.assent.testsip.acceptance;

import dev.assent.dialer.sip.CallEvents;
import dev.assent.dialer.sip.CallSpec;
import dev.assent.dialer.sip.EndCause;
import dev.assent.dialer.sip.OutgoingCall;
import dev.assent.dialer.sip.PreparedCall;
import dev.assent.dialer.sip.Refusal;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.rtp.Key;
import dev.assent.media.rtp.MediaEvents;
import dev.assent.media.rtp.MediaLeg;
import dev.assent.media.rtp.MediaPort;
import dev.assent.media.rtp.MediaReport;
import dev.assent.media.rtp.SegmentReport;
import dev.assent.media.sdp.Negotiated;
import dev.assent.media.sdp.Reoffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One call of the program's own user agent and media, with what happened to it in order. */
final class PlacedCall implements CallEvents, MediaEvents {
  private static final int LIMIT_SECONDS = 15;

  private final CallSpec spec;
  private final MediaPort port;
  private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
  private final OutgoingCall call;
  private volatile @Nullable MediaLeg leg;

  PlacedCall(PreparedCall prepared, MediaPort port, CallSpec spec) {
    this.port = port;
    this.spec = spec;
    this.call = prepared.invite(spec, this);
  }

  String callId() {
    return call.callId();
  }

  /** Waits for an event that begins so; others that come before it are passed over. */
  String await(String beginning) throws InterruptedException {
    StringBuilder seen = new StringBuilder();
    while (true) {
      String next = happened.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no '" + beginning + "', but" + seen);
      }
      if (next.startsWith(beginning)) {
        return next;
      }
      seen.append(" [").append(next).append(']');
    }
  }

  /** Once it is answered. */
  void play(Prompt prompt) {
    MediaLeg now = leg;
    if (now == null) {
      throw new IllegalStateException("not answered");
    }
    now.play(List.of(prompt), 1);
  }

  void hangUp() {
    call.hangUp("test");
  }

  @Override
  public void progress(int status, byte @Nullable [] sdp) {
    happened.add("progress " + status);
  }

  @Override
  public void answered(byte @Nullable [] sdp, String remoteTag) {
    switch (port.accept(sdp)) {
      case Negotiated.Accepted(var terms) -> {
        leg = port.open(terms, this);
        happened.add("answered");
      }
      case Negotiated.Refused(var why) -> happened.add("no media: " + why);
    }
  }

  @Override
  public boolean mayRetry(Refusal refusal) {
    boolean again = refusal.status() == 401 || refusal.status() == 407;
    if (again) {
      Thread.ofVirtual().start(() -> call.inviteAgain(spec.target()));
    }
    return again;
  }

  @Override
  public void refused(Refusal refusal) {
    happened.add("refused " + refusal.status() + " " + refusal.phrase());
  }

  @Override
  public void cancelled(boolean answeredMeanwhile) {
    happened.add("cancelled " + answeredMeanwhile);
  }

  @Override
  public void unknown(String cause) {
    happened.add("unknown " + cause);
  }

  @Override
  public void notSent(String cause) {
    happened.add("not sent " + cause);
  }

  @Override
  public byte @Nullable [] reoffered(byte[] sdp) {
    MediaLeg now = leg;
    if (now == null) {
      return null;
    }
    return switch (now.reoffer(sdp)) {
      case Reoffer.Answered answered -> answered.answer();
      case Reoffer.Refused _ -> null;
    };
  }

  @Override
  public void ended(EndCause cause, List<String> reasonHeaders) {
    MediaLeg now = leg;
    if (now != null && cause == EndCause.FAR_END) {
      now.linger();
    } else if (now != null) {
      now.close();
    }
    happened.add("ended " + cause);
  }

  @Override
  public void key(Key key) {
    happened.add("key " + key.digit());
  }

  @Override
  public void segment(SegmentReport report) {
    happened.add("segment");
  }

  @Override
  public void closed(MediaReport report) {
    happened.add("closed");
  }

  /** Keys since the last {@link #await}, until the media has closed. */
  String keysUntilClosed() throws InterruptedException {
    StringBuilder keys = new StringBuilder();
    while (true) {
      String next = happened.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("the media never closed; keys so far: " + keys);
      }
      if (next.startsWith("key ")) {
        keys.append(next.substring(4));
      } else if (next.equals("closed")) {
        return keys.toString();
      }
    }
  }
}
