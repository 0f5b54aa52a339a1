package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A network that loses a third of the packets, doubles some and mixes up their order, in both
 * directions. Whatever it does: each call ends once, and nobody stays on the line.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LossyNetworkTest {
  private static final int CALLS = 60;

  /** Longer than any call with its hang-up can last. */
  private static final int ROUNDS = 2200;

  private static final Duration ROUND = Duration.ofMillis(100);

  private static final InviteProfile FULL =
      new InviteProfile(
          AssertedIdentity.NONE,
          false,
          new SessionTimer(Duration.ofSeconds(90), Duration.ofSeconds(90)),
          ReliableProvisional.SUPPORTED,
          false);

  private static final String EXPIRES = "Session-Expires: 90;refresher=uac";

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Map<String, Callee> callees = new HashMap<>();
  private final List<String> underway = new ArrayList<>();

  @Test
  void nobodyIsLeftHanging() {
    System.out.println("LossyNetworkTest seed " + seed);
    try (SipFixture fixture = new SipFixture()) {
      List<RecordedEvents> all = new ArrayList<>();
      List<OutgoingCall> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        RecordedEvents events = new RecordedEvents().reoffering(_ -> RawPeer.SDP);
        all.add(events);
        calls.add(fixture.userAgent.prepare().invite(fixture.spec().withProfile(FULL), events));
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (String message = fixture.peer.poll(); message != null; message = fixture.peer.poll()) {
          if (arrives()) {
            callees
                .computeIfAbsent(header(message, "Call-ID"), _ -> new Callee())
                .take(fixture.peer, message);
          }
        }
        callees.values().forEach(callee -> callee.repeat(fixture.peer));
        deliver(fixture);
        fixture.advance(ROUND);
        for (int i = 0; i < CALLS; i++) {
          if (random.nextInt(100) == 0 && all.get(i).rest().toString().contains("answered")) {
            calls.get(i).hangUp("done");
          }
        }
      }
      for (int i = 0; i < CALLS; i++) {
        List<String> ends =
            all.get(i).rest().stream()
                .filter(line -> line.matches("(ended|unknown|refused|cancelled).*"))
                .toList();
        assertThat(ends).as("call %s of seed %s: %s", i, seed, all.get(i).rest()).hasSize(1);
      }
      assertThat(callees.values()).allSatisfy(callee -> assertThat(callee.isUp()).isFalse());
      assertThat(all).anyMatch(events -> events.rest().contains("ended NEAR_END"));
      fixture.assertEmpty();
    }
  }

  private boolean arrives() {
    return random.nextInt(3) != 0;
  }

  private void deliver(SipFixture fixture) {
    Collections.shuffle(underway, random);
    for (String message : underway) {
      if (arrives()) {
        fixture.peer.send(message);
        if (random.nextInt(5) == 0) {
          fixture.peer.send(message);
        }
        if (fixture.peer.sent() % 20 == 0) {
          fixture.drain(); // only we lose packets here, not the socket's buffer
        }
      }
    }
    underway.clear();
  }

  /**
   * Answers, repeats its answer until it is acknowledged, and hangs up for no one. Some say
   * reliably that they ring, some want to be refreshed, by UPDATE or by re-INVITE.
   */
  private final class Callee {
    private final boolean reliable = random.nextBoolean();
    private final boolean timed = random.nextBoolean();
    private final String allow = random.nextBoolean() ? "Allow: INVITE, UPDATE" : "Allow: INVITE";
    private final Map<String, String> reanswers = new HashMap<>();
    private boolean pracked;
    private String invite;
    private String answer;
    private boolean acknowledged;
    private boolean ended;
    private int quietRounds;

    void take(RawPeer peer, String message) {
      if (message.startsWith("INVITE") && invite == null) {
        invite = message;
      } else if (message.startsWith("PRACK")) {
        pracked = true;
        underway.add(peer.response(message, "200 OK", "far", ""));
      } else if (message.startsWith("UPDATE")) {
        underway.add(peer.response(message, "200 OK", "far", "", EXPIRES));
      } else if (message.startsWith("INVITE") && header(message, "To").contains("tag=")) {
        reanswers.put(
            header(message, "CSeq").replace(" INVITE", " ACK"),
            peer.response(message, "200 OK", "far", RawPeer.SDP, EXPIRES));
      } else if (message.startsWith("ACK")) {
        acknowledged |= reanswers.remove(header(message, "CSeq")) == null;
      } else if (message.startsWith("CANCEL")) {
        underway.add(peer.response(message, "200 OK", "far", ""));
      } else if (message.startsWith("BYE")) {
        ended = true;
        underway.add(peer.response(message, "200 OK", "far", ""));
      }
    }

    /** T1 is five rounds; after 64 × T1 without an ACK the callee gives up, as it should. */
    void repeat(RawPeer peer) {
      if (invite != null && reliable && !pracked && !ended) {
        underway.add(
            peer.response(invite, "183 Ringing", "far", RawPeer.SDP, "Require: 100rel", "RSeq: 9"));
        ended = ++quietRounds > 320;
        return;
      }
      underway.addAll(ended ? List.of() : reanswers.values());
      if (invite != null && answer == null) {
        quietRounds = 0;
        underway.add(peer.response(invite, "180 Ringing", "far", ""));
        answer =
            timed
                ? peer.response(invite, "200 OK", "far", RawPeer.SDP, EXPIRES, allow)
                : peer.response(invite, "200 OK", "far", RawPeer.SDP);
      }
      if (answer != null && !acknowledged && !ended) {
        if (quietRounds % 5 == 0) {
          underway.add(answer);
        }
        if (++quietRounds > 320) {
          ended = true;
        }
      }
    }

    boolean isUp() {
      return acknowledged && !ended;
    }
  }
}
