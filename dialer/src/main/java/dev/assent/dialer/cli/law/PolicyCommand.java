package dev.assent.dialer.cli.law;

import dev.assent.compliance.policy.Confidence;
import dev.assent.compliance.policy.FigureText;
import dev.assent.compliance.policy.Figures;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.policy.PolicyKey;
import dev.assent.compliance.policy.PolicyKeys;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Messages;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.law.LawInForce;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The law in force in this home. */
@CommandLine.Command(
    name = "policy",
    subcommands = {
      PolicyCommand.Listing.class,
      PolicyCommand.Show.class,
      PolicyCommand.Diff.class,
      PolicyTestCommand.class,
      PolicyChanges.Add.class,
      PolicyChanges.Approve.class,
      PolicyChanges.Retire.class
    })
public final class PolicyCommand {

  /** A pack of this home. */
  record Row(LawInForce.Entry entry, PolicyPack pack) {
    static Row of(LawInForce.Entry entry) {
      return new Row(entry, Law.pack(entry.law()));
    }

    String kind() {
      if (pack.profile() != null) {
        return "PROFILE";
      }
      return pack.standsAlone() ? "BASE" : "LIMITS";
    }
  }

  static final List<Column<Row>> COLUMNS =
      List.of(
          new Column<>("pack", row -> row.pack().pack()),
          new Column<>("version", row -> row.pack().version()),
          new Column<>("region", row -> row.pack().region()),
          new Column<>("kind", Row::kind),
          new Column<>("state", row -> row.entry().standing()),
          new Column<>("from", row -> row.pack().effectiveFrom()),
          new Column<>("to", row -> row.pack().effectiveTo()),
          new Column<>("creator", row -> row.entry().law().creator()),
          new Column<>("approver", row -> row.entry().law().approver()),
          new Column<>("mark", row -> row.entry().law().selfApproved() ? "SELF_APPROVED" : ""),
          new Column<>("hash", row -> row.pack().hash()));

  /** All packs, and how they stand. */
  @CommandLine.Command(name = "list")
  @Needs({})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) throws IOException {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, Law.entries(context, LawFile.Kind.PACK).stream().map(Row::of).toList());
      return Exit.DONE;
    }
  }

  /** A figure of a pack. */
  private record Figure(String key, String value, String confidence, String source) {}

  /** The figures of one pack, each with its source, and whether that was verified. */
  @CommandLine.Command(name = "show")
  @Needs({})
  static final class Show implements EngineCommand {
    private static final List<Column<Figure>> FIGURES =
        List.of(
            new Column<>("key", Figure::key),
            new Column<>("value", Figure::value),
            new Column<>("confidence", Figure::confidence),
            new Column<>("source", Figure::source));

    @Parameters(paramLabel = "PACK", descriptionKey = "pack")
    String name = "";

    @Option(names = "--at", paramLabel = "TIME", descriptionKey = "at")
    @Nullable String at;

    @Override
    public Exit run(EngineContext context) throws IOException {
      Instant when =
          at == null
              ? context.clock().instant()
              : Arguments.parse("--at", at, text -> OffsetDateTime.parse(text).toInstant());
      PolicyPack pack = at == null ? Law.named(context, name) : Law.at(context, name, when);
      Printer printer = new Printer(context.request(), context.terminal());
      if (!pack.inForce(when)) {
        printer.warn("policy.not_effective", pack.pack(), when);
      }
      if (pack.profile() != null) {
        printer.say("policy.profile", pack.profile().loosens(), pack.profile().basis());
      }
      printer.rows(FIGURES, figures(context, pack));
      return Exit.DONE;
    }

    private static List<Figure> figures(EngineContext context, PolicyPack pack) {
      List<Figure> figures = new ArrayList<>();
      for (PolicyKey<?> key : PolicyKeys.ALL) {
        if (pack.figures().find(key).isPresent()) {
          var source = pack.source(key);
          figures.add(
              new Figure(
                  key.path(),
                  FigureText.of(pack.figures(), key),
                  confidence(context.messages(), source.confidence()),
                  source.source()));
        }
      }
      return figures;
    }
  }

  private static String confidence(Messages messages, Confidence confidence) {
    return switch (confidence) {
      case V -> messages.say("policy.confidence.v");
      case K -> messages.say("policy.confidence.k");
      case P -> messages.say("policy.confidence.p");
    };
  }

  /** A key of two packs. */
  private record Difference(String key, String one, String other, String stricter) {}

  /** What differs between two packs, and which of them is stricter there. */
  @CommandLine.Command(name = "diff")
  @Needs({})
  static final class Diff implements EngineCommand {
    private static final List<Column<Difference>> DIFFERENCES =
        List.of(
            new Column<>("key", Difference::key),
            new Column<>("first", Difference::one),
            new Column<>("other", Difference::other),
            new Column<>("stricter", Difference::stricter));

    @Parameters(index = "0", paramLabel = "PACK", descriptionKey = "one")
    String one = "";

    @Parameters(index = "1", paramLabel = "PACK", descriptionKey = "other")
    String other = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      Figures first = Law.namedOrFile(context, one).figures();
      Figures second = Law.namedOrFile(context, other).figures();
      List<Difference> differences = new ArrayList<>();
      for (PolicyKey<?> key : PolicyKeys.ALL) {
        String before = FigureText.of(first, key);
        String after = FigureText.of(second, key);
        if (!before.equals(after)) {
          differences.add(new Difference(key.path(), before, after, stricter(first, second, key)));
        }
      }
      new Printer(context.request(), context.terminal()).rows(DIFFERENCES, differences);
      return Exit.DONE;
    }

    private static String stricter(Figures first, Figures second, PolicyKey<?> key) {
      boolean firstLooser =
          first.find(key).isEmpty() || second.loosenedBy(first).contains(key.path());
      boolean secondLooser =
          second.find(key).isEmpty() || first.loosenedBy(second).contains(key.path());
      if (firstLooser == secondLooser) {
        return "-";
      }
      return firstLooser ? "2" : "1";
    }
  }
}
