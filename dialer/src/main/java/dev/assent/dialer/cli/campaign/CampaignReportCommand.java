package dev.assent.dialer.cli.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.Verification;
import dev.assent.compliance.store.attempt.TestNumbers;
import dev.assent.compliance.store.campaign.CallFigures;
import dev.assent.compliance.store.campaign.Report;
import dev.assent.compliance.store.review.Reviews;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.dialer.report.CampaignFigures;
import dev.assent.dialer.report.CampaignPage;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.RecordedCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A campaign in figures: each contact once, by what became of it or by the primary reason why
 * nothing did.
 */
@CommandLine.Command(name = "report")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class CampaignReportCommand implements EngineCommand {
  private static final Set<Outcome> AGREED = EnumSet.of(Outcome.AGREED, Outcome.REC_FAIL);
  private static final Set<Outcome> REFUSED = EnumSet.of(Outcome.REFUSED);
  private static final Set<Outcome> OPTED_OUT =
      EnumSet.of(Outcome.OPTED_OUT, Outcome.OPT_OUT_PENDING);
  private static final Set<Outcome> NO_KEY =
      EnumSet.of(Outcome.NO_KEY_PATH, Outcome.REFUSED_TIMEOUT);
  private static final Set<Outcome> HUNG_UP = EnumSet.of(Outcome.HUNG_UP);
  private static final Set<Outcome> CANCELLED =
      EnumSet.of(Outcome.CANCELLED, Outcome.CANCELLED_DNC);
  private static final Set<Outcome> FAILED = EnumSet.of(Outcome.FAILED, Outcome.NOT_SENT);
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  @Option(names = "--html", paramLabel = "FILE")
  @Nullable Path html;

  /** Whether somebody, or something, picked up. */
  static boolean answered(Outcome outcome) {
    return AGREED.contains(outcome)
        || REFUSED.contains(outcome)
        || OPTED_OUT.contains(outcome)
        || NO_KEY.contains(outcome)
        || HUNG_UP.contains(outcome);
  }

  /**
   * Of agreed calls; what is neither complete nor cut short is missing.
   *
   * @param lostSeconds of those that are there: gaps that are in the recordings
   */
  private record Recordings(int expected, long complete, long cutShort, long lostSeconds) {
    static Recordings of(Set<UUID> agreed, List<RecordedCall> all) {
      List<RecordedCall> calls =
          all.stream().filter(call -> agreed.contains(call.first().attemptId())).toList();
      long complete = calls.stream().filter(RecordedCall::complete).count();
      long lost = calls.stream().mapToLong(RecordedCall::lostSeconds).sum();
      return new Recordings(agreed.size(), complete, calls.size() - complete, lost);
    }
  }

  @Override
  public Exit run(EngineContext context) throws IOException {
    Campaign campaign = CampaignCommand.named(context, name);
    context.parts().calls().recordings().settleReviews();
    Reviews.Counts reviewed = context.law().store().reviews().counts(campaign.id());
    Report report = context.law().store().figures().report(campaign.id());
    Map<String, @Nullable Object> fields = figures(report);
    // Calls to our own staff are none of the campaign's, and told all the same (R20, source TEST).
    List<TestNumbers.Call> tests =
        context.law().store().testNumbers().calls(campaign.trunk(), campaign.from());
    Set<UUID> agreed = context.law().store().figures().agreedAttempts(campaign.id());
    Recordings recordings =
        Recordings.of(
            agreed,
            new Catalog(context.home().recordings(), new dev.assent.recorder.files.DiskFiles())
                .list()
                .calls());
    Verification journal = Journal.verify(context.home().journal(), new DiskFiles());
    CallFigures calls = context.law().store().figures().calls(campaign.id());
    if (html != null) {
      write(
          context,
          new CampaignFigures(
              campaign,
              counts(fields),
              report,
              calls,
              new CampaignFigures.Recordings(
                  recordings.expected(), recordings.complete(), recordings.cutShort()),
              reviewed.checked(),
              reviewed.flags(),
              new CampaignFigures.JournalState(journal.entries(), intact(journal)),
              new CampaignFigures.Made(context.clock().instant(), context.actor().name()),
              ZONE));
    } else if (context.request().format() == OutputFormat.JSON) {
      json(context, fields, report, recordings, journal, tests, reviewed, calls);
    } else {
      fields.put("calls", calls.placed());
      fields.put("asr", percent(calls));
      fields.put("acdSeconds", calls.averageCallDuration().toMillis() / 1000.0);
      calls.responses().forEach((kind, count) -> fields.put("responses " + kind, count));
      new TreeMap<>(report.causes()).forEach(fields::put);
      report.blocked().forEach((code, count) -> fields.put("blocked " + code, count));
      report.deferred().forEach((code, count) -> fields.put("deferred " + code, count));
      fields.put("recordings", recordings.complete() + "/" + agreed.size());
      if (recordings.cutShort() > 0) {
        fields.put("recordings cut short", recordings.cutShort());
      }
      if (recordings.lostSeconds() > 0) {
        fields.put("recordings lost", recordings.lostSeconds() + " s");
      }
      fields.put("testCalls", tests.size());
      fields.put("reviewed", reviewed.checked());
      new TreeMap<>(reviewed.flags()).forEach((flag, n) -> fields.put("flag " + flag, n));
      fields.put("journal", journal.entries() + " " + verdict(journal));
      new Printer(context.request(), context.terminal()).fields(fields);
    }
    return Exit.DONE;
  }

  private static Map<String, Long> counts(Map<String, @Nullable Object> fields) {
    Map<String, Long> counts = new LinkedHashMap<>();
    fields.forEach(
        (key, value) -> {
          if (value instanceof Long count) {
            counts.put(key, count);
          }
        });
    return counts;
  }

  private static double percent(CallFigures calls) {
    return Math.round(calls.answerSeizureRatio() * 1000) / 10.0;
  }

  /** For the owner of the home alone: it says how a campaign went. */
  private void write(EngineContext context, CampaignFigures figures) throws IOException {
    Path file = context.request().resolve(Objects.requireNonNull(html));
    PrivateFile.replace(
        file,
        CampaignPage.of(figures, context.request().language()).getBytes(StandardCharsets.UTF_8));
    new Printer(context.request(), context.terminal()).say("report.written", file);
  }

  private Map<String, @Nullable Object> figures(Report report) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("campaign", name);
    fields.put("imported", report.imported());
    fields.put("attempted", report.attempted());
    fields.put("answered", sum(report, CampaignReportCommand::answered));
    fields.put("agreed", sum(report, AGREED::contains));
    fields.put("refused", sum(report, REFUSED::contains));
    fields.put("optedOut", sum(report, OPTED_OUT::contains));
    fields.put("noKey", sum(report, NO_KEY::contains));
    fields.put("hungUp", sum(report, HUNG_UP::contains));
    fields.put("busy", sum(report, o -> o == Outcome.BUSY));
    fields.put("noAnswer", sum(report, o -> o == Outcome.NO_ANSWER));
    fields.put("cancelled", sum(report, CANCELLED::contains));
    fields.put("failed", sum(report, FAILED::contains));
    fields.put("unknown", sum(report, o -> o == Outcome.UNKNOWN));
    Map.of("unwanted", Outcome.UNWANTED, "networkBlocked", Outcome.BLOCKED)
        .forEach(
            (field, outcome) -> {
              long count = sum(report, o -> o == outcome);
              if (count > 0) {
                fields.put(field, count);
              }
            });
    // Only while it runs; of a finished run the keys are those that add up.
    if (report.inProgress() > 0) {
      fields.put("inProgress", report.inProgress());
    }
    if (report.untouched() > 0) {
      fields.put("untouched", report.untouched());
    }
    return fields;
  }

  private static long sum(Report report, java.util.function.Predicate<Outcome> which) {
    return report.outcomes().entrySet().stream()
        .filter(e -> which.test(e.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static String verdict(Verification journal) {
    return intact(journal) ? "verified, UNWITNESSED" : "NOT VERIFIED";
  }

  /** A torn tail is an append under way: this engine, or another, is writing. */
  private static boolean intact(Verification journal) {
    return switch (journal) {
      case Verification.Intact _, Verification.Torn _ -> true;
      case Verification.Damaged _, Verification.HeadDamaged _ -> false;
    };
  }

  private static void json(
      EngineContext context,
      Map<String, @Nullable Object> fields,
      Report report,
      Recordings recordings,
      Verification journal,
      List<TestNumbers.Call> tests,
      Reviews.Counts reviewed,
      CallFigures calls) {
    ObjectNode root = JSON.createObjectNode();
    fields.forEach((key, value) -> root.set(key, JSON.valueToTree(value)));
    root.set("causes", JSON.valueToTree(new TreeMap<>(report.causes())));
    root.set("blocked", JSON.valueToTree(new TreeMap<>(report.blocked())));
    root.set("deferred", JSON.valueToTree(new TreeMap<>(report.deferred())));
    root.putObject("recordings")
        .put("expected", recordings.expected())
        .put("complete", recordings.complete())
        .put("cutShort", recordings.cutShort())
        .put("lostSeconds", recordings.lostSeconds());
    ObjectNode placed =
        root.putObject("calls")
            .put("placed", calls.placed())
            .put("answered", calls.answered())
            .put("asrPercent", percent(calls))
            .put("acdSeconds", calls.averageCallDuration().toMillis() / 1000.0);
    placed.set("responses", JSON.valueToTree(calls.responses()));
    ArrayNode hours = placed.putArray("hours");
    calls
        .hours()
        .forEach(
            (from, hour) ->
                hours
                    .addObject()
                    .put("from", from.toString())
                    .put("placed", hour.placed())
                    .put("answered", hour.answered())
                    .put("agreed", hour.agreed()));
    ObjectNode quality = root.putObject("quality").put("reviewed", reviewed.checked());
    quality.set("flags", JSON.valueToTree(new TreeMap<>(reviewed.flags())));
    ArrayNode testCalls = root.putArray("testCalls");
    for (TestNumbers.Call test : tests) {
      testCalls
          .addObject()
          .put("attempt", test.attemptId().toString())
          .put("at", test.at().toString())
          .put("outcome", test.outcome() == null ? "" : test.outcome().name());
    }
    root.putObject("journal").put("entries", journal.entries()).put("verified", intact(journal));
    try {
      context.terminal().out().println(JSON.writeValueAsString(root));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
