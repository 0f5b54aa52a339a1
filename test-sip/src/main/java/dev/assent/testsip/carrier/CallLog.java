package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.media.LegReport;
import dev.assent.testsip.carrier.sip.SipMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written down of one call while it goes on. Loop thread only. */
final class CallLog {
  private static final int MOST_LINES = 500;

  private final SipMessage first;
  private final String called;
  private final int attempt;
  private final Instant invitedAt;
  private final String id;
  private final List<Integer> responses = new ArrayList<>();
  private final List<SentKey> keys = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private final List<String> outcomes = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private int invites;
  private int retransmissions;
  private int reinvites;
  private @Nullable Instant ringingAt;
  private @Nullable Instant answeredAt;
  private @Nullable Instant endedAt;
  private @Nullable EndedBy endedBy;

  CallLog(SipMessage first, String called, int attempt, Instant now) {
    this.first = first;
    this.called = called;
    this.attempt = attempt;
    this.invitedAt = now;
    this.id = hash(first.callId());
  }

  private static String hash(String callId) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(callId.getBytes(StandardCharsets.UTF_8)), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String id() {
    return id;
  }

  void invite() {
    invites++;
  }

  void retransmission() {
    retransmissions++;
  }

  void reinvite() {
    reinvites++;
  }

  void in(Instant now, String startLine) {
    line(now, "< " + startLine);
  }

  void out(Instant now, String startLine) {
    line(now, "> " + startLine);
  }

  private void line(Instant now, String line) {
    if (trace.size() < MOST_LINES) {
      trace.add(Duration.between(invitedAt, now).toMillis() + " " + line);
    }
  }

  void response(Instant now, int status) {
    responses.add(status);
    out(now, Integer.toString(status));
    if (status > 100 && status < 200 && ringingAt == null) {
      ringingAt = now;
    }
    if (status == 200 && answeredAt == null) {
      answeredAt = now;
    }
  }

  void keys(Instant now, String digits, String style) {
    Instant since = answeredAt == null ? invitedAt : answeredAt;
    keys.add(new SentKey(digits, style, now, Duration.between(since, now).toMillis()));
  }

  void reasons(List<String> headers) {
    reasons.addAll(headers);
  }

  void outcome(String outcome) {
    outcomes.add(outcome);
  }

  void faults(List<String> found) {
    for (String fault : found) {
      if (faults.size() < MOST_LINES) {
        faults.add(fault);
      }
    }
  }

  void ended(Instant now, EndedBy by) {
    if (endedAt == null) {
      endedAt = now;
      endedBy = by;
    }
  }

  /** A further INVITE under the same Call-ID has opened the call again. */
  void reopened() {
    endedAt = null;
    endedBy = null;
  }

  boolean hasEnded() {
    return endedAt != null;
  }

  CallReport report(String caller, boolean ackSeen, List<DialogReport> dialogs, LegReport media) {
    Duration talk =
        answeredAt == null || endedAt == null
            ? Duration.ZERO
            : Duration.between(answeredAt, endedAt);
    return new CallReport(
        id,
        first.callId(),
        called,
        attempt,
        caller,
        first.header("from"),
        first.header("p-asserted-identity"),
        invitedAt,
        ringingAt,
        answeredAt,
        endedAt,
        endedBy,
        invites,
        retransmissions,
        reinvites,
        List.copyOf(responses),
        ackSeen,
        dialogs,
        List.copyOf(keys),
        talk.toMillis() / 1000.0,
        media,
        List.copyOf(reasons),
        List.copyOf(outcomes),
        List.copyOf(faults),
        List.copyOf(trace),
        first.text());
  }
}
