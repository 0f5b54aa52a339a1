package dev.assent.dialer.cli.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/**
 * Calls that a network took for unwanted, with every word it gave: what one writes to the blocker
 * to be heard (RFC 8688, ATIS-1000099). From the journal; names no number called.
 */
@CommandLine.Command(name = "redress")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class CampaignRedressCommand implements EngineCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One stopped call; the last four as received. */
  private record Stopped(
      Instant at,
      UUID attempt,
      String callId,
      String caller,
      String trunk,
      String outcome,
      String sip,
      String reason,
      String callInfo) {}

  private static final List<Column<Stopped>> COLUMNS =
      List.of(
          new Column<>("at", Stopped::at),
          new Column<>("outcome", Stopped::outcome),
          new Column<>("sip", Stopped::sip),
          new Column<>("reason", Stopped::reason),
          new Column<>("callInfo", Stopped::callInfo),
          new Column<>("caller", Stopped::caller),
          new Column<>("trunk", Stopped::trunk),
          new Column<>("callId", Stopped::callId),
          new Column<>("attempt", Stopped::attempt));

  @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  @Override
  public Exit run(EngineContext context) {
    Campaign campaign = CampaignCommand.named(context, name);
    Map<UUID, JsonNode> held = new HashMap<>();
    List<Stopped> stopped = new ArrayList<>();
    var _ =
        Journal.verify(
            context.home().journal(),
            new DiskFiles(),
            position -> look(position.entry(), campaign.id(), held, stopped));
    Printer printer = new Printer(context.request(), context.terminal());
    printer.rows(COLUMNS, stopped);
    if (stopped.stream().anyMatch(call -> !call.callInfo().isEmpty())) {
      printer.say("redress.unverified");
    }
    return Exit.DONE;
  }

  private static void look(
      JournalEntry entry, UUID campaign, Map<UUID, JsonNode> held, List<Stopped> stopped) {
    if (entry.type() == EntryType.ATTEMPT_HELD) {
      JsonNode reserved = payload(entry);
      if (reserved.path("campaignId").asText().equals(campaign.toString())) {
        held.put(entry.about(), reserved);
      }
    } else if (entry.type() == EntryType.ATTEMPT_ENDED) {
      JsonNode reserved = held.remove(entry.about());
      JsonNode end = payload(entry);
      String outcome = end.path("outcome").asText();
      if (reserved != null
          && (outcome.equals(Outcome.BLOCKED.name()) || outcome.equals(Outcome.UNWANTED.name()))) {
        JsonNode details = end.path("details");
        stopped.add(
            new Stopped(
                entry.at(),
                entry.about(),
                reserved.path("sipCallId").asText(),
                reserved.path("callerNumber").asText(),
                reserved.path("trunk").asText(),
                outcome,
                details.path("sip").asText(),
                details.path("reason").asText(),
                details.path("callInfo").asText()));
      }
    }
  }

  private static JsonNode payload(JournalEntry entry) {
    try {
      return JSON.readTree(entry.operational().orElse("{}"));
    } catch (IOException e) {
      throw new UncheckedIOException("the payload of a journal entry is no JSON", e);
    }
  }
}
