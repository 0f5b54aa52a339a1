package dev.assent.dialer.cli.command;

import dev.assent.dialer.Messages;
import dev.assent.dialer.engine.CommandRunner;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.Machine;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.engine.socket.Terminal;
import java.nio.file.Path;

/**
 * What a {@link ClientCommand} has to work with.
 *
 * @param homePath where the home is or will be; absolute
 * @param runner for the command that becomes an engine
 */
public record ClientContext(
    Machine machine, Request request, Terminal terminal, Path homePath, CommandRunner runner) {
  /**
   * @throws dev.assent.dialer.UserError exit 3 when there is no home of ours
   */
  public Home home() {
    return Home.open(homePath);
  }

  public Messages messages() {
    return Messages.in(request.language());
  }
}
