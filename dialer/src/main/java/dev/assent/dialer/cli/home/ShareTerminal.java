package dev.assent.dialer.cli.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.ShareKeeper;
import dev.assent.dialer.engine.socket.Terminal;
import dev.assent.dialer.keys.RecoveryShare;
import java.util.ArrayList;
import java.util.List;

/** Shows each recovery share to be written down, and has its check read back by the person. */
final class ShareTerminal implements ShareKeeper {
  private final Terminal terminal;
  private final Messages messages;

  ShareTerminal(Terminal terminal, Messages messages) {
    this.terminal = terminal;
    this.messages = messages;
  }

  @Override
  public List<RecoveryShare> keep(List<RecoveryShare> shares) {
    List<RecoveryShare> readBack = new ArrayList<>();
    for (RecoveryShare share : shares) {
      terminal.err().println(messages.say("recovery.write_down", share.index(), share.of()));
      terminal.err().println(share.text());
      String check = terminal.ask(messages.say("recovery.read_back", share.index()));
      if (!check.strip().equalsIgnoreCase(share.check())) {
        throw new UserError(
            Exit.USAGE, Message.of("recovery.misread", share.index()), "assent init …");
      }
      readBack.add(RecoveryShare.parse(share.text(), "share " + share.index()));
    }
    return readBack;
  }

  /** What was shown opens nothing, because its home was not made. */
  @Override
  public void discard() {}
}
