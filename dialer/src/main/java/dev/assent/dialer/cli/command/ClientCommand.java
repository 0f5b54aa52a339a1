package dev.assent.dialer.cli.command;

import dev.assent.dialer.Exit;

/**
 * A command that runs in the process it was typed in and never is the engine: it makes a home, is
 * about to become an engine, or opens keys no engine may see.
 */
public non-sealed interface ClientCommand extends Command {
  /**
   * @throws dev.assent.dialer.UserError for what the user can mend
   */
  Exit run(ClientContext context) throws Exception;
}
