package dev.assent.dialer.cli.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Csv;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.dialer.report.OutcomeFeed;
import dev.assent.dialer.report.OutcomeLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What became of each call, a line each, in the order in which it was written down. */
@CommandLine.Command(name = "outcomes")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class CampaignOutcomesCommand implements EngineCommand {
  private static final int AT_ONCE = 1000;

  private static final List<String> COLUMNS =
      List.of(
          "position",
          "type",
          "at",
          "campaign",
          "attempt",
          "contact",
          "outcome",
          "counts",
          "rangAt",
          "answeredAt",
          "cause",
          "disposition");

  @Parameters(paramLabel = "NAME", descriptionKey = "campaign", arity = "0..1")
  @Nullable String name;

  @Option(names = "--from", paramLabel = "POSITION", defaultValue = "0")
  long from;

  @Option(names = "--follow")
  boolean follow;

  @Override
  public Exit run(EngineContext context) {
    if (from < 0) {
      throw new UserError(
          Exit.USAGE, Message.of("outcomes.from"), "assent campaign outcomes --help");
    }
    if (follow && !context.engine().resident()) {
      throw new UserError(Exit.FAILED, Message.of("outcomes.no_engine"), "assent engine");
    }
    UUID only = name == null ? null : campaign(context, name).id();
    PrintStream out = context.terminal().out();
    OutputFormat format = context.request().format();
    if (format == OutputFormat.CSV) {
      out.print(Csv.BYTE_ORDER_MARK + Csv.line(new ArrayList<>(COLUMNS)));
    }
    Semaphore news = new Semaphore(0);
    AtomicBoolean ended = new AtomicBoolean(!follow);
    Runnable end =
        () -> {
          ended.set(true);
          news.release();
        };
    context.terminal().interrupts().onInterrupt(_ -> end.run());
    context.engine().onStop(end);
    try (OutcomeFeed feed =
        new OutcomeFeed(
            context.law().journal(), from, context.law()::campaignName, news::release)) {
      do {
        print(feed, only, out, format);
        if (!ended.get()) {
          news.acquire();
          news.drainPermits();
        }
      } while (!ended.get() && context.terminal().attached());
      print(feed, only, out, format);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Exit.DONE;
  }

  private static Campaign campaign(EngineContext context, String name) {
    return CampaignCommand.named(context, name);
  }

  private static void print(
      OutcomeFeed feed, @Nullable UUID only, PrintStream out, OutputFormat format) {
    for (List<OutcomeLine> some = feed.take(AT_ONCE); !some.isEmpty(); some = feed.take(AT_ONCE)) {
      for (OutcomeLine line : some) {
        if (only == null || line.campaign().equals(only)) {
          out.print(written(line.json(), format));
        }
      }
      out.flush();
    }
  }

  private static String written(ObjectNode line, OutputFormat format) {
    List<@Nullable Object> cells = new ArrayList<>();
    COLUMNS.forEach(column -> cells.add(line.path(column).asText()));
    return switch (format) {
      case JSON -> line + "\n";
      case CSV -> Csv.line(cells);
      case TABLE ->
          "%s  %-12s %s  %s  %s%n"
              .formatted(
                  line.path("at").asText(),
                  line.path("outcome").asText(),
                  line.path("campaign").asText(),
                  line.path("attempt").asText(),
                  line.path("cause").asText());
    };
  }
}
