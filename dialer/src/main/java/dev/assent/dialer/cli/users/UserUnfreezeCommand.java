package dev.assent.dialer.cli.users;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** One of the two words that let a frozen account work again (R54). */
@CommandLine.Command(name = "unfreeze")
@Needs({Role.COMPLIANCE, Role.SECURITY})
final class UserUnfreezeCommand implements EngineCommand {
  @Parameters(paramLabel = "NAME", descriptionKey = "name")
  String name = "";

  @Override
  public Exit run(EngineContext context) {
    Person by = context.actor().person().orElseThrow();
    boolean works;
    try {
      works =
          context
              .law()
              .store()
              .accesses()
              .release(name, by.user().access(), context.home().marker().sole());
    } catch (NotAllowed e) {
      throw new UserError(
          Exit.NOT_PERMITTED, Message.text(String.valueOf(e.getMessage())), "assent user review");
    }
    new Printer(context.request(), context.terminal())
        .say(works ? "user.unfrozen" : "user.unfreeze_second", name);
    return Exit.DONE;
  }
}
