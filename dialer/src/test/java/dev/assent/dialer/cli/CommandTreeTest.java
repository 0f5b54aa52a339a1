package dev.assent.dialer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What holds for every command: words in both languages, an example, a row in the roles table. */
@Timeout(60)
class CommandTreeTest {
  private static final Path SOURCES = Path.of("src/main/java");

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyCommandIsExplainedWithAnExample(Language language) {
    Messages messages = Messages.in(language);
    for (CommandLine command : CommandTree.all(CommandTree.in(language))) {
      CommandSpec spec = command.getCommandSpec();
      String name = spec.qualifiedName(".");
      assertThat(messages.has(name + ".usage.description")).as("%s in %s", name, language).isTrue();
      assertThat(messages.has(name + ".usage.footer")).as("example of %s", name).isTrue();
      assertThat(messages.say(name + ".usage.footer")).contains("assent ");
      for (ArgSpec argument : spec.args()) {
        assertThat(argument.description())
            .as("%s %s in %s", name, argument.paramLabel(), language)
            .isNotEmpty();
      }
      assertThat(command.getUsageMessage()).doesNotContain("%n");
    }
  }

  @Test
  void bothLanguagesHaveTheSameWords() {
    assertThat(new TreeSet<>(Messages.in(Language.ZH).bundle().keySet()))
        .isEqualTo(new TreeSet<>(Messages.in(Language.EN).bundle().keySet()));
    for (String key : Messages.in(Language.EN).bundle().keySet()) {
      assertThat(places(Messages.in(Language.ZH).bundle().getString(key)))
          .as("places of %s", key)
          .isEqualTo(places(Messages.in(Language.EN).bundle().getString(key)));
    }
  }

  private static Set<String> places(String text) {
    return Pattern.compile("\\{[0-9]}")
        .matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyMessageSaidIsInTheCatalogue() throws IOException {
    Pattern said =
        Pattern.compile(
            "(?:Message\\.of|\\.say|(?<!findings)\\.warn)\\(\\s*\"([a-z_.]+)\""
                + "|(?:findings\\.|[^.a-z])(?:ok|warn|fail)"
                + "\\(\\s*\"[a-z ]+\",\\s*\"([a-z_.]+)\"(?:,\\s*\"([a-z_]+\\.[a-z_]+)\")?");
    Messages messages = Messages.in(Language.EN);
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Matcher matcher = said.matcher(Files.readString(file));
        while (matcher.find()) {
          for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
              assertThat(messages.has(matcher.group(group)))
                  .as("%s of %s", matcher.group(group), file)
                  .isTrue();
            }
          }
        }
      }
    }
  }

  @Test
  void theRolesTableIsWhatTheCommandsEnforce() throws IOException {
    Map<String, String> table = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("../docs/roles.md"))) {
      Matcher row = Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|").matcher(line);
      if (row.matches() && !row.group(1).startsWith("page ")) { // those are asked at the pages
        table.put(row.group(1), row.group(2).strip() + " / " + row.group(3).strip());
      }
    }
    Map<String, String> enforced = new TreeMap<>();
    for (CommandLine leaf : CommandTree.leaves(CommandTree.in(Language.EN))) {
      Object command = leaf.getCommand();
      Needs needs = command.getClass().getAnnotation(Needs.class);
      assertThat(needs).as("@Needs on %s", command.getClass()).isNotNull();
      String name = leaf.getCommandSpec().qualifiedName().substring("assent ".length());
      enforced.put(
          name,
          who(List.of(needs.value()))
              + " / "
              + (command instanceof EngineCommand ? "engine" : "client"));
    }
    assertThat(table).isEqualTo(enforced);
  }

  private static String who(List<Role> roles) {
    return roles.isEmpty()
        ? "anyone"
        : roles.stream()
            .sorted(Comparator.naturalOrder())
            .map(Role::name)
            .collect(Collectors.joining(", "));
  }

  @Test
  void noTwoCommandsShareAName() {
    List<String> names =
        CommandTree.leaves(CommandTree.in(Language.EN)).stream()
            .map(leaf -> leaf.getCommandSpec().qualifiedName())
            .toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(Arrays.asList("assent engine", "assent doctor")).isSubsetOf(names);
  }

  /** Only what was named is made, and nobody sees that. */
  @Test
  void whatWasTypedIsReadAsTheWholeTreeReadsIt() {
    for (CommandLine command : CommandTree.in(Language.EN).getSubcommands().values()) {
      String name = command.getCommandName();
      CommandLine read =
          CommandTree.leaf(
              CommandTree.parse(Language.EN, List.of("--as", "alice", name, "--help")));
      assertThat(read.isUsageHelpRequested()).isTrue();
      assertThat(read.getUsageMessage()).as(name).isEqualTo(command.getUsageMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--as call --help",
        "--as call campaign status name",
        "--home campaign --as call",
        "--lang en dnc why --file campaign",
        "campaign init",
        "campagin call",
        "campaign statsu call",
        "call campaign init",
        "nothing"
      })
  void aNameWhereNoneBelongsIsReadAsTheWholeTreeReadsIt(String typed) {
    List<String> words = List.of(typed.split(" "));
    assertThat(read(() -> CommandTree.parse(Language.EN, words)))
        .isEqualTo(read(() -> CommandTree.in(Language.EN).parseArgs(words.toArray(String[]::new))));
  }

  private static List<String> read(Supplier<CommandLine.ParseResult> parse) {
    try {
      CommandLine leaf = CommandTree.leaf(parse.get());
      return List.of(
          leaf.getCommandSpec().qualifiedName(),
          leaf.getUsageMessage(),
          leaf.getParseResult().matchedArgs().stream()
              .map(arg -> arg.paramLabel() + "=" + arg.stringValues())
              .toList()
              .toString());
    } catch (CommandLine.UnmatchedArgumentException e) {
      return List.of(
          String.valueOf(e.getMessage()),
          e.getSuggestions().toString(),
          e.getCommandLine().getCommandSpec().qualifiedName());
    } catch (CommandLine.ParameterException e) {
      return List.of(
          String.valueOf(e.getMessage()), e.getCommandLine().getCommandSpec().qualifiedName());
    }
  }
}
