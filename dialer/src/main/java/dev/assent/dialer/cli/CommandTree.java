package dev.assent.dialer.cli;

import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import dev.assent.dialer.cli.command.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;

/**
 * The tree of commands as Picocli knows it, its words in one language. Made for each parse, and
 * twice for a command that runs in the engine: so only what was named is made of it, for the whole
 * is two hundred commands.
 */
final class CommandTree {
  /** Wide enough that an example is one line to copy. */
  private static final int WIDTH = 120;

  private CommandTree() {}

  /** All of it. */
  static CommandLine in(Language language) {
    return of(Assent.COMMANDS, language);
  }

  /**
   * What was typed, as the whole tree reads it.
   *
   * @throws CommandLine.ParameterException when it is no command
   */
  static CommandLine.ParseResult parse(Language language, List<String> argv) {
    String[] words = argv.toArray(String[]::new);
    List<Class<?>> named =
        Assent.COMMANDS.stream().filter(type -> argv.contains(nameOf(type))).toList();
    try {
      CommandLine.ParseResult parsed = of(named, language).parseArgs(words);
      if (parsed.hasSubcommand()) {
        return parsed;
      }
    } catch (CommandLine.ParameterException e) {
      // What was meant instead may be what was not made.
    }
    return in(language).parseArgs(words);
  }

  private static String nameOf(Class<?> type) {
    return Objects.requireNonNull(type.getAnnotation(CommandLine.Command.class)).name();
  }

  private static CommandLine of(List<Class<?>> commands, Language language) {
    CommandLine root = new CommandLine(new Assent());
    commands.forEach(root::addSubcommand);
    CommandWords.Shelf words = new CommandWords.Shelf(Messages.in(language).bundle());
    for (CommandLine line : all(root)) {
      CommandLine.Model.CommandSpec spec = line.getCommandSpec();
      spec.resourceBundle(words.of(spec.qualifiedName(".")));
    }
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpWidth(WIDTH);
    return root;
  }

  /** The command at the end of what was typed; a group when only its name was. */
  static CommandLine leaf(CommandLine.ParseResult parsed) {
    List<CommandLine> chain = parsed.asCommandLineList();
    return chain.getLast();
  }

  /** Every command and group of the tree, the root first. */
  static List<CommandLine> all(CommandLine root) {
    List<CommandLine> found = new ArrayList<>();
    found.add(root);
    root.getSubcommands().values().stream().distinct().forEach(sub -> found.addAll(all(sub)));
    return found;
  }

  /** Every command that does something itself. */
  static List<CommandLine> leaves(CommandLine root) {
    return all(root).stream().filter(line -> line.getCommand() instanceof Command).toList();
  }
}
