package dev.assent.dialer.cli;

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
import dev.assent.compliance.store.Report;
import dev.assent.compliance.store.TestNumbers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.OutputFormat;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  /** Whether somebody, or something, picked up. */
  static boolean answered(Outcome outcome) {
    return AGREED.contains(outcome)
        || REFUSED.contains(outcome)
        || OPTED_OUT.contains(outcome)
        || NO_KEY.contains(outcome)
        || HUNG_UP.contains(outcome);
  }

  @Override
  public Exit run(EngineContext context) {
    Campaign campaign = CampaignCommand.named(context, name);
    Report report = context.law().store().lists().report(campaign.id());
    Map<String, @Nullable Object> fields = figures(report);
    // Calls to our own staff are none of the campaign's, and told all the same (R20, source TEST).
    List<TestNumbers.Call> tests =
        context.law().store().testNumbers().calls(campaign.trunk(), campaign.from());
    Set<UUID> agreed = context.law().store().lists().agreedAttempts(campaign.id());
    List<CatalogEntry> recordings =
        new Catalog(context.home().recordings(), new dev.assent.recorder.files.DiskFiles())
            .list().entries().stream().filter(e -> agreed.contains(e.attemptId())).toList();
    long complete = recordings.stream().filter(CatalogEntry::complete).count();
    Verification journal = Journal.verify(context.home().journal(), new DiskFiles());
    if (context.request().format() == OutputFormat.JSON) {
      json(context, fields, report, agreed.size(), complete, journal, tests);
    } else {
      report.blocked().forEach((code, count) -> fields.put("blocked " + code, count));
      report.deferred().forEach((code, count) -> fields.put("deferred " + code, count));
      fields.put("recordings", complete + "/" + agreed.size());
      fields.put("testCalls", tests.size());
      fields.put("journal", journal.entries() + " " + verdict(journal));
      new Printer(context.request(), context.terminal()).fields(fields);
    }
    return Exit.DONE;
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
      int expected,
      long complete,
      Verification journal,
      List<TestNumbers.Call> tests) {
    ObjectNode root = JSON.createObjectNode();
    fields.forEach((key, value) -> root.set(key, JSON.valueToTree(value)));
    root.set("blocked", JSON.valueToTree(new java.util.TreeMap<>(report.blocked())));
    root.set("deferred", JSON.valueToTree(new java.util.TreeMap<>(report.deferred())));
    root.putObject("recordings").put("expected", expected).put("complete", complete);
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
