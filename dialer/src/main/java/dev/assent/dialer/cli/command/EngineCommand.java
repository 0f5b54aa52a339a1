package dev.assent.dialer.cli.command;

import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.EngineContext;

/** A command that runs inside the engine of its home, wherever it was typed. */
public non-sealed interface EngineCommand extends Command {
  /**
   * @throws dev.assent.dialer.UserError for what the user can mend
   */
  Exit run(EngineContext context) throws Exception;
}
