package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.review.Finding;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.store.review.ReviewDesk;
import dev.assent.compliance.store.review.ReviewFilter;
import dev.assent.compliance.store.review.ReviewItem;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.campaign.CampaignCommand;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What QA people should listen to next, in that order; numbers masked. */
@CommandLine.Command(name = "queue")
@Needs({Role.QA, Role.COMPLIANCE, Role.AUDITOR})
final class RecordingsQueueCommand implements EngineCommand {
  private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

  @Option(names = "--campaign", paramLabel = "NAME")
  @Nullable String campaign;

  @Option(names = "--outcome", paramLabel = "OUTCOME")
  @Nullable Outcome outcome;

  @Option(names = "--from", paramLabel = "DAY")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "DAY")
  @Nullable String to;

  @Option(names = "--flag", paramLabel = "CODE")
  @Nullable Flag flag;

  @Option(names = "--assigned", paramLabel = "NAME")
  @Nullable String assigned;

  @Option(names = "--limit", paramLabel = "COUNT", defaultValue = "50")
  int limit;

  @Option(names = "--after", paramLabel = "CURSOR")
  @Nullable String after;

  @Override
  public Exit run(EngineContext context) {
    context.parts().calls().recordings().settleReviews();
    if (limit < 1 || limit > 10_000) {
      throw new UserError(Exit.USAGE, Message.of("recording.queue_limit"), null);
    }
    ReviewFilter filter =
        new ReviewFilter(
            Optional.ofNullable(campaign)
                .map(name -> CampaignCommand.named(context, name))
                .map(Campaign::id),
            Optional.ofNullable(outcome),
            Optional.ofNullable(from).map(day -> day(day, 0)),
            Optional.ofNullable(to).map(day -> day(day, 1)),
            Optional.ofNullable(flag),
            Optional.ofNullable(assigned).map(name -> name.equals("none") ? "" : name),
            Optional.empty(),
            Optional.ofNullable(after));
    ReviewDesk.Page page;
    try {
      page = context.law().store().reviewDesk().queue(filter, limit);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          Exit.USAGE, Message.of("recording.queue_cursor"), "assent recordings queue");
    }
    Printer printer = new Printer(context.request(), context.terminal());
    printer.rows(columns(context), page.items());
    page.next().ifPresent(next -> printer.say("recording.queue_more", next));
    return Exit.DONE;
  }

  /** Days are those of Beijing; the last one is included. */
  private static Instant day(String day, int later) {
    try {
      return LocalDate.parse(day).plusDays(later).atStartOfDay(BEIJING).toInstant();
    } catch (DateTimeParseException e) {
      throw new UserError(Exit.USAGE, Message.of("recording.queue_day", day), null);
    }
  }

  private static List<Column<ReviewItem>> columns(EngineContext context) {
    return List.of(
        new Column<>("recording", ReviewItem::recordingId),
        new Column<>("campaign", item -> name(context, item.campaignId())),
        new Column<>("start", ReviewItem::startedAt),
        new Column<>("outcome", ReviewItem::outcome),
        new Column<>("seconds", ReviewItem::seconds),
        new Column<>("number", ReviewItem::number),
        new Column<>("flags", item -> item.findings().stream().map(Finding::flag).toList()),
        new Column<>("sampled", ReviewItem::sampled),
        new Column<>("state", ReviewItem::state),
        new Column<>("assignee", ReviewItem::assignee),
        new Column<>("heard", ReviewItem::heardSeconds),
        new Column<>("score", ReviewItem::score),
        new Column<>("verdict", ReviewItem::verdict));
  }

  private static String name(EngineContext context, UUID id) {
    return context.law().store().registers().campaign(id) instanceof Found.Present(Campaign found)
        ? found.name()
        : id.toString();
  }
}
