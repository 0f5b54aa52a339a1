package dev.assent.dialer.cli.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.drill.DrillProof;
import dev.assent.dialer.engine.drill.DrillRow;
import dev.assent.dialer.engine.drill.RecoveryDrill;
import dev.assent.dialer.engine.home.LedgerLeft;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.dialer.keys.RecoveryKey;
import dev.assent.dialer.keys.RecoveryShare;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Proves, from an empty directory, that shares and backups are enough: a recording heard, a refusal
 * found, a number opened. The home it makes for that never calls, and is removed again.
 */
@CommandLine.Command(name = "drill")
@Needs({})
final class KeysDrillCommand implements ClientCommand {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int LONGEST_NUMBER = 100;

  private record Line(String item, DrillRow.Result result, String detail) {}

  private static final List<Column<Line>> COLUMNS =
      List.of(
          new Column<>("what", Line::item),
          new Column<>("result", Line::result),
          new Column<>("detail", Line::detail));

  @Option(names = "--from", paramLabel = "DIR|BACKUP", required = true)
  Path from = Path.of("");

  @Mixin LedgerLeftOption ledger = new LedgerLeftOption();

  @Option(names = "--by", paramLabel = "NAMES", required = true)
  String by = "";

  @Option(names = "--refused", paramLabel = "NUMBER")
  @Nullable String refused;

  @Option(names = "--recordings", paramLabel = "DIR")
  @Nullable Path recordings;

  @Option(names = "--recording", paramLabel = "ID")
  @Nullable UUID recording;

  @Option(names = "--proof", paramLabel = "FILE")
  @Nullable Path proof;

  @Option(names = "--keep")
  boolean keep;

  @Parameters(paramLabel = "SHARE", descriptionKey = "shares", arity = "2..*")
  List<Path> shares = List.of();

  @Override
  public Exit run(ClientContext context) throws IOException {
    Request request = context.request();
    if (by.isBlank()) {
      throw new UserError(Exit.USAGE, Message.of("drill.by"), null);
    }
    Optional<String> number = Optional.ofNullable(refused);
    if (number.isPresent() && number.get().equals("-")) {
      number = Optional.of(line(context.terminal().in()));
    }
    List<RecoveryShare> read = Shares.read(request, shares);
    RecoveryDrill.Outcome outcome;
    try (RecoveryKey recovery = RecoveryKey.combine(read)) {
      outcome = drill(context, recovery, number);
    }
    return tell(context, outcome.with(shown(read)));
  }

  private RecoveryDrill.Outcome drill(
      ClientContext context, RecoveryKey recovery, Optional<String> number) throws IOException {
    Request request = context.request();
    LedgerLeft left = ledger.of(request);
    try (HomeCopy copy = HomeCopy.open(context, from, recovery)) {
      Path inside = copy.directory().resolve("recordings");
      var wish =
          new RecoveryDrill.Wish(
              copy.directory(),
              recordings == null ? inside : request.resolve(recordings),
              left,
              number,
              Optional.ofNullable(recording));
      return new RecoveryDrill(context.machine(), recovery, wish).run(context.homePath(), keep);
    }
  }

  private static DrillRow shown(List<RecoveryShare> shares) {
    String numbers =
        shares.stream()
            .map(share -> String.valueOf(share.index()))
            .collect(Collectors.joining(", "));
    RecoveryShare first = shares.getFirst();
    return DrillRow.shown(
        DrillRow.Item.SHARES, "drill.shares", numbers, first.of(), first.needed(), first.keyName());
  }

  private Exit tell(ClientContext context, RecoveryDrill.Outcome outcome) throws IOException {
    Request request = context.request();
    Messages messages = context.messages();
    var printer = new Printer(request, context.terminal());
    List<Line> lines = new ArrayList<>();
    for (DrillRow row : outcome.rows()) {
      lines.add(
          new Line(messages.say(row.item().said()), row.result(), messages.say(row.detail())));
    }
    printer.rows(COLUMNS, lines);
    Path file =
        request.resolve(
            proof == null ? Path.of("assent-drill-" + DAY.format(outcome.at()) + ".txt") : proof);
    String text = DrillProof.of(outcome, by, messages).text();
    PrivateFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
    printer.say("drill.proof", file);
    if (outcome.failed()) {
      return Exit.INTEGRITY;
    }
    if (!outcome.complete()) {
      printer.warn("drill.not_all");
      return Exit.FINDINGS;
    }
    printer.say("cli.next", "assent --as NAME keys proof " + file);
    return Exit.DONE;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n' && text.length() < LONGEST_NUMBER; c = in.read()) {
      text.append((char) c);
    }
    return text.toString().strip();
  }
}
