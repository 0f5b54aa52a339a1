package dev.assent.dialer.cli.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.Outcome;
import dev.assent.dialer.campaign.RunProgress;
import dev.assent.dialer.engine.CallParts;
import dev.assent.dialer.engine.Campaigns;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.recorder.Readiness;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A running campaign in one line (DESIGN §7). */
final class LiveLine {
  private static final int CAUSES_SHOWN = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private LiveLine() {}

  static String of(Campaigns.Running run, CallParts calls) {
    RunProgress.Snapshot now = run.progress().snapshot();
    CallsInProgress.Counts counts = calls.inProgress().counts(run.campaign().id());
    StringBuilder line = new StringBuilder();
    line.append("dialed ").append(number(now.dialled()));
    line.append(" | ringing ").append(counts.ringing());
    line.append(" | talking ").append(counts.talking());
    line.append(" | agree ").append(number(now.of(Outcome.AGREED)));
    line.append(" | opt-out ").append(number(optOuts(now)));
    line.append(" | blocked ").append(causes(now.blocked()));
    line.append(" | deferred ").append(causes(now.deferred()));
    line.append(" | ASR ").append(asr(now)).append('%');
    if (!now.causes().isEmpty()) {
      line.append(" | failed ").append(causes(now.causes()));
    }
    run.watch().standing().forEach(crossed -> line.append(" | ").append(crossed));
    calls
        .recordings()
        .readiness()
        .flatMap(LiveLine::trouble)
        .or(now::heldBy)
        .ifPresent(why -> line.append(" | held: ").append(why));
    if (now.faults() > 0) {
      line.append(" | faults ").append(now.faults());
    }
    return line.toString();
  }

  /** Which disk it is, and where to look. */
  private static Optional<String> trouble(Readiness recorder) {
    return switch (recorder) {
      case Readiness.Ready _ -> Optional.empty();
      case Readiness.NotReady(String why, String next) -> Optional.of(why + " -> " + next);
    };
  }

  /** The same as one JSON object a line. */
  static String json(Campaigns.Running run, CallParts calls) {
    RunProgress.Snapshot now = run.progress().snapshot();
    CallsInProgress.Counts counts = calls.inProgress().counts(run.campaign().id());
    return String.format(
        Locale.ROOT,
        "{\"dialed\":%d,\"ringing\":%d,\"talking\":%d,\"agreed\":%d,\"optedOut\":%d,"
            + "\"blocked\":%d,\"deferred\":%d,\"asr\":%d,\"faults\":%d,\"failed\":%s,\"held\":%s}",
        now.dialled(),
        counts.ringing(),
        counts.talking(),
        now.of(Outcome.AGREED),
        optOuts(now),
        sum(now.blocked()),
        sum(now.deferred()),
        asr(now),
        now.faults(),
        json(now.causes()),
        json(now.heldBy().orElse("")));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int optOuts(RunProgress.Snapshot now) {
    return now.of(Outcome.OPTED_OUT) + now.of(Outcome.OPT_OUT_PENDING);
  }

  /** Answered calls of those that have ended, in per cent. */
  private static int asr(RunProgress.Snapshot now) {
    int ended = now.outcomes().values().stream().mapToInt(Integer::intValue).sum();
    int answered =
        now.outcomes().entrySet().stream()
            .filter(e -> CampaignReportCommand.answered(e.getKey()))
            .mapToInt(Map.Entry::getValue)
            .sum();
    return ended == 0 ? 0 : Math.round(100f * answered / ended);
  }

  private static int sum(Map<?, Integer> causes) {
    return causes.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static <T> String causes(Map<T, Integer> causes) {
    if (causes.isEmpty()) {
      return "0";
    }
    return number(sum(causes))
        + causes.entrySet().stream()
            .sorted(Map.Entry.<T, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(CAUSES_SHOWN)
            .map(e -> e.getKey() + " " + number(e.getValue()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
