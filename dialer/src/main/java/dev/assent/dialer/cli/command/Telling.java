package dev.assent.dialer.cli.command;

import dev.assent.compliance.journal.JournalUnavailable;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.socket.Terminal;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Tells people how a command failed: cause and next command on stderr, in their language. A bug
 * gets an id, under which the engine's log has the stack trace; the terminal only on request.
 */
public final class Telling {
  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

  private final Terminal terminal;
  private final Messages messages;
  private final List<String> argv;
  private final boolean inEngine;
  private final boolean trace;

  /**
   * @param inEngine whether there is an engine whose log keeps the stack trace
   * @param trace whether somebody asked to see it here, by ASSENT_TRACE
   */
  public Telling(
      Terminal terminal, Language language, List<String> argv, boolean inEngine, boolean trace) {
    this.terminal = terminal;
    this.messages = Messages.in(language);
    this.argv = argv;
    this.inEngine = inEngine;
    this.trace = trace;
  }

  /** A command, with all the ways it may fail. */
  @FunctionalInterface
  public interface Step {
    Exit run() throws Exception;
  }

  /** The exit code of a step, whose every failure has been told by then. Never throws. */
  public Exit guard(Step step) {
    try {
      return step.run();
    } catch (UserError error) {
      say(messages.say(error.said()), error.next());
      return error.exit();
    } catch (StoreUnavailable gone) {
      say(messages.say("store.unavailable", String.valueOf(gone.getMessage())), "assent doctor");
      return Exit.FAILED;
    } catch (JournalUnavailable gone) {
      String why = gone.getCause() == null ? gone.getMessage() : gone.getCause().getMessage();
      say(messages.say("journal.unavailable", String.valueOf(why)), "assent doctor");
      return Exit.FAILED;
    } catch (YamlError error) {
      say(String.valueOf(error.getMessage()), null);
      return Exit.CONFIG;
    } catch (CommandLine.ParameterException error) {
      say(usage(error), help(error.getCommandLine()));
      return Exit.USAGE;
    } catch (Exception | StackOverflowError | AssertionError bug) {
      String id = id(bug);
      LOG.error("error {} in {}", id, command(), bug);
      say(messages.say(inEngine ? "cli.bug" : "cli.bug_here", id, name(bug)), null);
      if (trace) {
        bug.printStackTrace(terminal.err());
      }
      return Exit.FAILED;
    }
  }

  private void say(String cause, @org.jspecify.annotations.Nullable String next) {
    terminal.err().println("assent: " + cause);
    if (next != null) {
      terminal.err().println("  " + messages.say("cli.next", next));
    }
  }

  /** Picocli speaks English only: the common cases in the catalogue's words, others as they are. */
  private String usage(CommandLine.ParameterException error) {
    return switch (error) {
      case CommandLine.UnmatchedArgumentException unknown ->
          messages.say("cli.unknown_word", String.join(" ", unknown.getUnmatched()));
      case CommandLine.MissingParameterException missing ->
          messages.say(
              "cli.missing",
              String.join(", ", missing.getMissing().stream().map(Telling::nameOf).toList()));
      default -> String.valueOf(error.getMessage());
    };
  }

  private static String nameOf(CommandLine.Model.ArgSpec argument) {
    return argument instanceof CommandLine.Model.OptionSpec option
        ? option.longestName()
        : argument.paramLabel();
  }

  private static String name(Throwable bug) {
    return bug.getClass().getSimpleName();
  }

  private static String help(CommandLine command) {
    return command.getCommandSpec().qualifiedName() + " --help";
  }

  /** The words before the first option: what follows may be a number or a name. */
  private String command() {
    return String.join(" ", argv.stream().takeWhile(word -> word.matches("[a-z-]+")).toList());
  }

  /** Same bug, same id: the place it came from. */
  private static String id(Throwable bug) {
    StackTraceElement[] trace = bug.getStackTrace();
    Object place = trace.length == 0 ? bug.getClass() : trace[0];
    return HexFormat.of().toHexDigits(Objects.hash(bug.getClass().getName(), place.toString()));
  }
}
