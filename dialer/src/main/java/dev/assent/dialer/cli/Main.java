package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.home.Machine;
import java.nio.file.Path;
import org.jline.utils.Signals;

/** Starts the program in a process of its own. */
public final class Main {
  private Main() {}

  @SuppressWarnings("SystemConsoleNull") // JDK 25 is back to null when there is no terminal
  public static void main(String[] argv) {
    var terminal = new LocalTerminal();
    Signals.register(
        "INT",
        () -> {
          if (!terminal.interrupts().fire()) {
            System.exit(Exit.INTERRUPTED.code());
          }
        });
    var program =
        new Program(Machine.real(), Path.of(""), System.getProperty("user.name", "unknown"));
    boolean person = System.console() != null && System.console().isTerminal();
    Exit exit = program.run(terminal, columns(), person, argv);
    System.exit(exit.code());
  }

  /** Shells tell the width of their window; 0 when this one does not. */
  private static int columns() {
    String columns = System.getenv().getOrDefault("COLUMNS", "");
    return columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : 0;
  }
}
