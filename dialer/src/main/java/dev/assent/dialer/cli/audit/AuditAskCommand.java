package dev.assent.dialer.cli.audit;

import dev.assent.compliance.audit.Answer;
import dev.assent.compliance.audit.AuditFinding;
import dev.assent.compliance.audit.History;
import dev.assent.compliance.audit.Period;
import dev.assent.compliance.audit.Question;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Verification;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Messages;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.socket.OutputFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Answers an auditor's questions (requirements 6) by recounting the journal, and nothing else of
 * the home: also of a copy, without a key, while a campaign runs.
 */
@CommandLine.Command(name = "ask")
@Needs({})
final class AuditAskCommand implements ClientCommand {
  private static final List<Column<AuditFinding>> FINDINGS =
      List.of(
          new Column<>("code", AuditFinding::code),
          new Column<>("detail", AuditFinding::detail),
          new Column<>("journal", AuditFinding::position),
          new Column<>("entry", AuditFinding::entry));

  @Parameters(arity = "0..*", paramLabel = "QUESTION", descriptionKey = "question")
  List<Question> questions = List.of();

  @Option(names = "--from", paramLabel = "DATE")
  @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DATE")
  @Nullable LocalDate to;

  @Option(names = "--fail-on-findings")
  boolean failOnFindings;

  @Override
  public Exit run(ClientContext context) {
    var period =
        new Period(
            from == null ? Instant.MIN : from.atStartOfDay().toInstant(ZoneOffset.UTC),
            to == null ? Instant.MAX : to.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    History history = History.read(context.home().journal(), new DiskFiles());
    Printer printer = new Printer(context.request(), context.terminal());
    Messages messages = Messages.in(context.request().language());
    boolean table = context.request().format() == OutputFormat.TABLE;
    List<Question> asked = questions.isEmpty() ? List.of(Question.values()) : questions;
    boolean found = false;
    List<Map<String, @Nullable Object>> answers = new ArrayList<>();
    for (Question question : asked) {
      Answer answer = question.of(history, period);
      found |= !answer.findings().isEmpty();
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("question", question);
      String asks = "audit.asks." + question;
      fields.put("asks", messages.say(asks));
      fields.putAll(answer.figures());
      fields.put("findings", table ? answer.findings().size() : AuditAskCommand.all(answer));
      if (!table) {
        fields.put("rows", answer.rows());
        fields.put("limits", answer.limits());
        answers.add(fields);
        continue;
      }
      printer.fields(fields);
      print(printer, answer);
      for (String limit : answer.limits()) {
        String code = "audit.limit." + limit;
        printer.say(code);
      }
    }
    if (!table) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      all.put("from", from);
      all.put("to", to);
      all.put("entries", history.verification().entries());
      all.put("verdict", verdict(history.verification()));
      all.put("answers", answers);
      printer.fields(all);
    }
    if (history.verification() instanceof Verification.Damaged
        || history.verification() instanceof Verification.HeadDamaged) {
      printer.warn("audit.journal_damaged", history.verification().entries());
      return Exit.INTEGRITY;
    }
    return found && failOnFindings ? Exit.FINDINGS : Exit.DONE;
  }

  private static String verdict(Verification verification) {
    return switch (verification) {
      case Verification.Intact _ -> "INTACT";
      case Verification.Torn _ -> "TORN";
      case Verification.Damaged _, Verification.HeadDamaged _ -> "DAMAGED";
    };
  }

  private static List<Map<String, @Nullable Object>> all(Answer answer) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (AuditFinding finding : answer.findings()) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      FINDINGS.forEach(column -> fields.put(column.key(), column.value().apply(finding)));
      all.add(fields);
    }
    return all;
  }

  private static void print(Printer printer, Answer answer) {
    if (!answer.rows().isEmpty()) {
      List<Column<Map<String, Object>>> columns = new ArrayList<>();
      answer
          .rows()
          .getFirst()
          .keySet()
          .forEach(key -> columns.add(new Column<>(key, row -> row.get(key))));
      printer.rows(columns, answer.rows());
    }
    if (!answer.findings().isEmpty()) {
      printer.rows(FINDINGS, answer.findings());
    }
  }
}
