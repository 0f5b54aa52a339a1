package dev.assent.dialer.cli.law;

import dev.assent.compliance.example.ExampleFile;
import dev.assent.compliance.example.ExampleRun;
import dev.assent.compliance.example.ExampleRun.Finding;
import dev.assent.compliance.policy.CalendarFile;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.HolidayCalendar;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.law.LawInForce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/**
 * Runs the examples beside the packs against the packs of this home, and prints each that does not
 * hold and each figure that none asserts.
 */
@CommandLine.Command(name = "test")
@Needs({})
final class PolicyTestCommand implements EngineCommand {
  private static final List<Column<Finding>> COLUMNS =
      List.of(
          new Column<>("file", Finding::file),
          new Column<>("what", Finding::about),
          new Column<>("finding", Finding::problem));

  @Parameters(paramLabel = "DIR", arity = "0..1", descriptionKey = "dir")
  @Nullable Path dir;

  @Override
  public Exit run(EngineContext context) throws IOException {
    Map<String, PolicyPack> packs = new LinkedHashMap<>();
    entries(context, LawFile.Kind.PACK)
        .forEach(law -> packs.putIfAbsent(law.name(), Law.pack(law)));
    Map<String, HolidayCalendar> calendars = new LinkedHashMap<>();
    entries(context, LawFile.Kind.CALENDAR)
        .forEach(
            law -> calendars.putIfAbsent(law.name(), CalendarFile.read(law.name(), law.text())));
    List<ExampleFile> files = files(context);
    ExampleRun run =
        new ExampleRun(packs.values(), new Calendars(calendars.values()), RuleBook.standard());
    List<Finding> findings = new ArrayList<>();
    for (ExampleFile file : files) {
      findings.addAll(run.failures(file));
      findings.addAll(run.unasserted(file));
    }
    Set<String> asserted = files.stream().map(ExampleFile::pack).collect(Collectors.toSet());
    packs.keySet().stream()
        .filter(name -> !asserted.contains(name))
        .map(
            name -> new Finding(name + ".yaml", name, context.messages().say("policy.no_examples")))
        .forEach(findings::add);
    Printer printer = new Printer(context.request(), context.terminal());
    printer.rows(COLUMNS, findings);
    int examples = files.stream().mapToInt(file -> file.examples().size()).sum();
    int figures = files.stream().mapToInt(file -> file.figures().size()).sum();
    printer.say("policy.tested", files.size(), examples, figures, findings.size());
    return findings.isEmpty() ? Exit.DONE : Exit.FINDINGS;
  }

  /** Those in force first: what waits or lies about counts only where nothing else is. */
  private static List<LawFile> entries(EngineContext context, LawFile.Kind kind)
      throws IOException {
    return Law.entries(context, kind).stream()
        .sorted(Comparator.comparing(LawInForce.Entry::standing))
        .map(LawInForce.Entry::law)
        .toList();
  }

  private List<ExampleFile> files(EngineContext context) throws IOException {
    if (dir == null) {
      return ExampleFile.shipped();
    }
    List<ExampleFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(Inputs.folder(context, dir))) {
      for (Path file : all.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        files.add(
            ExampleFile.read(file.toString(), Files.readString(file, StandardCharsets.UTF_8)));
      }
    } catch (YamlError e) {
      throw Law.refused(e);
    }
    return files;
  }
}
