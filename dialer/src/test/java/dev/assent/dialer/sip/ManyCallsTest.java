package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Thousands of calls with every kind of end: afterwards tables, timers, spool, descriptors and heap
 * are back where they started. {@code -Dassent.calls=20000} for the long run of scripts/soak.
 */
@Isolated("counts the heap and the descriptors of the whole process")
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class ManyCallsTest {
  private static final int CALLS = Integer.getInteger("assent.calls", 1000);
  private static final int AT_ONCE = 200;
  private static final long HEAP_ALLOWED = 6L << 20;

  private static final InviteProfile FULL =
      new InviteProfile(
          AssertedIdentity.PAI,
          true,
          new SessionTimer(Duration.ofSeconds(90), Duration.ofSeconds(90)),
          ReliableProvisional.SUPPORTED,
          false);

  private enum Kind {
    BUSY("486 Busy Here"),
    UNKNOWN_NUMBER("404 Not Found"),
    MOVED("302 Moved Temporarily"),
    STOPPED("603 Network Blocked"),
    UNWANTED("607 Unwanted"),
    OVERLOADED("503 Service Unavailable"),
    CANCELLED(""),
    HUNG_UP_BY_US(""),
    HUNG_UP_BY_THEM(""),
    RELIABLE(""),
    FORKED(""),
    REFRESHED("");

    final String refusal;

    Kind(String refusal) {
      this.refusal = refusal;
    }
  }

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<String, String> invites = new HashMap<>();
  private int byes;

  @Test
  void nothingIsLeftOfThem() {
    System.out.println("ManyCallsTest seed " + seed + ", calls " + CALLS);
    try (SipFixture fixture = new SipFixture()) {
      batch(fixture, AT_ONCE); // everything is loaded and warm
      fixture.assertEmpty();
      long heap = heap();
      int descriptors = descriptors();
      for (int done = 0; done < CALLS; done += AT_ONCE) {
        batch(fixture, Math.min(AT_ONCE, CALLS - done));
      }
      fixture.assertEmpty();
      assertThat(descriptors()).as("descriptors").isEqualTo(descriptors);
      assertThat(heap() - heap).as("heap, bytes").isLessThan(HEAP_ALLOWED);
    }
  }

  private void batch(SipFixture fixture, int count) {
    kinds.clear();
    invites.clear();
    byes = 0;
    List<RecordedEvents> all = new ArrayList<>();
    List<OutgoingCall> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RecordedEvents events = new RecordedEvents().reoffering(_ -> RawPeer.SDP);
      PreparedCall prepared = fixture.userAgent.prepare();
      kinds.put(prepared.callId(), Kind.values()[random.nextInt(Kind.values().length)]);
      all.add(events);
      calls.add(prepared.invite(fixture.spec().withProfile(FULL), events));
      if (i % 20 == 19) {
        answerAll(fixture); // a socket's buffer holds only so much
      }
    }
    for (int round = 0; round < 60; round++) {
      answerAll(fixture);
      if (round == 5) {
        calls.stream().filter(c -> kinds.get(c.callId()) == Kind.CANCELLED).forEach(this::cancel);
      } else if (round == 40) {
        calls.forEach(call -> call.hangUp("done"));
      }
      fixture.advance(Duration.ofSeconds(2));
    }
    answerAll(fixture);
    for (int i = 0; i < count; i++) {
      Kind kind = kinds.get(calls.get(i).callId());
      assertThat(
              all.get(i).rest().stream()
                  .filter(line -> line.matches("(ended|unknown|refused|cancelled).*")))
          .as("%s of seed %s: %s", kind, seed, all.get(i).rest())
          .hasSize(1);
    }
  }

  private void cancel(OutgoingCall call) {
    call.cancel("enough");
  }

  private void answerAll(SipFixture fixture) {
    fixture.drain();
    for (int idle = 0; idle < 2; idle++) {
      for (String m = fixture.peer.poll(); m != null; m = fixture.peer.poll()) {
        idle = 0;
        answer(fixture.peer, m);
        if (fixture.peer.sent() % 20 == 0) {
          fixture.drain();
        }
      }
      fixture.drain();
    }
  }

  private void answer(RawPeer peer, String message) {
    String method = message.substring(0, message.indexOf(' '));
    String callId = header(message, "Call-ID");
    Kind kind = kinds.get(callId);
    switch (method) {
      case "INVITE" -> {
        if (header(message, "To").contains("tag=")) {
          peer.answerSdp(message, "200 OK", null, "Session-Expires: 90;refresher=uac");
        } else if (invites.put(callId, message) == null) {
          invited(peer, message, kind);
        }
      }
      case "PRACK" -> {
        peer.answer(message, "200 OK", null);
        peer.answer(invites.get(callId), "200 OK", "far");
      }
      case "CANCEL" -> {
        peer.answer(message, "200 OK", "far");
        peer.answer(invites.get(callId), "487 Request Terminated", "far");
      }
      case "ACK" -> {
        if (kind == Kind.HUNG_UP_BY_THEM && header(message, "CSeq").startsWith("1 ")) {
          peer.send(peer.inDialog(invites.get(callId), "far", "BYE", ++byes, ""));
        }
      }
      case "BYE" -> peer.answer(message, "200 OK", null);
      default -> {
        if (!method.startsWith("SIP/2.0")) {
          peer.answer(message, "200 OK", null, "Session-Expires: 90;refresher=uac");
        }
      }
    }
  }

  private static void invited(RawPeer peer, String invite, Kind kind) {
    if (!kind.refusal.isEmpty()) {
      peer.answer(invite, kind.refusal, "far");
      return;
    }
    switch (kind) {
      case CANCELLED -> peer.answer(invite, "180 Ringing", "far");
      case RELIABLE -> peer.answerSdp(invite, "183 Ringing", "far", "Require: 100rel", "RSeq: 1");
      case FORKED -> {
        peer.answer(invite, "180 Ringing", "other");
        peer.answerSdp(invite, "200 OK", "far");
        peer.answerSdp(invite, "200 OK", "other");
      }
      case REFRESHED ->
          peer.answerSdp(
              invite,
              "200 OK",
              "far",
              "Session-Expires: 90;refresher=uac",
              invite.hashCode() % 2 == 0 ? "Allow: INVITE, UPDATE" : "Allow: INVITE");
      default -> peer.answerSdp(invite, "200 OK", "far");
    }
  }

  private static long heap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  private static int descriptors() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }
}
