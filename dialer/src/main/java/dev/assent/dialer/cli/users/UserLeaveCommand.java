package dev.assent.dialer.cli.users;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.HomeKeys;
import dev.assent.dialer.keys.Keyring;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.QaKeyset;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Somebody leaves: from the moment this returns they sign nothing, open nothing and have nothing
 * open. Given again after a crash it finishes what it began.
 */
@CommandLine.Command(name = "leave")
@Needs({Role.COMPLIANCE, Role.SECURITY})
final class UserLeaveCommand implements EngineCommand {
  @Parameters(paramLabel = "NAME", descriptionKey = "name")
  String name = "";

  @Option(names = "--compromised")
  boolean compromised;

  @Override
  public Exit run(EngineContext context) {
    Engine engine = context.engine();
    if (compromised) {
      engine.requireIdle(); // an open recorder goes on sealing to the key it was opened with
    }
    context.keys();
    Registers registers = context.law().store().registers();
    Set<Role> roles = requireKnown(context, registers);
    requireOthers(context);

    // Nothing they sign counts from here on, whatever happens below.
    registers.putUser(gone(registers, context, roles), context.actor().name());
    boolean session = engine.keyring().sessions().close(name);
    SecureRandom random = engine.machine().clocks().random();
    boolean operator = leaveOperators(engine.keyring(), random);
    boolean listener = leaveListeners(context.home());
    engine.parts().webSessions().endAllOf(name, "LEFT");
    List<String> returned = returnSubmissions(registers, context.actor().name());
    if (compromised && engine.keyring().require().recipients().qa().isPresent()) {
      engine.closeParts();
      engine
          .keyring()
          .reopen(HomeKeys.dropQa(engine.keyring().keyset(), engine.keyring().require(), random));
      engine.keyring().require().recipients().writeCopy(context.home().conf());
      engine.goOn();
    }
    tell(context, session, operator, listener, returned);
    return Exit.DONE;
  }

  private Set<Role> requireKnown(EngineContext context, Registers registers) {
    if (context.actor().name().equals(name)) {
      throw new UserError(Exit.NOT_PERMITTED, Message.of("user.leave_self"), null);
    }
    var named = context.keys().user(name);
    if (named.isPresent()) {
      return named.get().roles();
    }
    if (registers.user(name) instanceof Found.Present(User known)) {
      return known.roles(); // left already, perhaps not wholly
    }
    throw new UserError(Exit.USAGE, Message.of("user.unknown", name), "assent user list");
  }

  /** A home in which nobody can approve or open the keys is dead. */
  private void requireOthers(EngineContext context) {
    boolean approver =
        context.keys().users().stream()
            .filter(user -> !user.name().equals(name))
            .anyMatch(user -> user.roles().contains(Role.COMPLIANCE));
    if (!approver) {
      throw new UserError(
          Exit.CONFIG, Message.of("user.last", name), "assent user add NAME:COMPLIANCE");
    }
  }

  private User gone(Registers registers, EngineContext context, Set<Role> roles) {
    String key =
        context
            .keys()
            .user(name)
            .map(user -> user.access().publicKey())
            .or(
                () ->
                    registers.user(name) instanceof Found.Present(User known)
                        ? java.util.Optional.of(known.publicKey())
                        : java.util.Optional.empty())
            .orElse("");
    return new User(name, roles, key, false);
  }

  private boolean leaveOperators(Keyring keyring, SecureRandom random) {
    OperatorKeyset keyset = keyring.keyset();
    if (keyset.users().stream().noneMatch(user -> user.name().equals(name))) {
      return false;
    }
    keyring.take(keyset.withoutUser(keyring.require(), name, random));
    return true;
  }

  private boolean leaveListeners(Home home) {
    if (!QaKeyset.exists(home.keys())) {
      return false;
    }
    QaKeyset listeners = QaKeyset.read(home.keys(), home.marker().id());
    boolean had = listeners.people().contains(name);
    if (had) {
      listeners.without(name);
    }
    return had;
  }

  /** What they submitted waits for nobody: another takes it up in their own name. */
  private List<String> returnSubmissions(Registers registers, String actor) {
    List<String> returned = new ArrayList<>();
    for (Campaign campaign : registers.campaigns()) {
      if (campaign.creator().equals(name) && campaign.state() == Campaign.State.SUBMITTED) {
        try {
          registers.setCampaignState(campaign.id(), Campaign.State.DRAFT, actor);
          returned.add(campaign.name());
        } catch (NotAllowed changedMeanwhile) {
          // Approved or withdrawn by another in this moment: it waits for nobody.
        }
      }
    }
    return returned;
  }

  private void tell(
      EngineContext context,
      boolean session,
      boolean operator,
      boolean listener,
      List<String> returned) {
    var printer = new Printer(context.request(), context.terminal());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("user", name);
    fields.put("sessionEnded", session);
    fields.put("operatorKeysetRekeyed", operator);
    fields.put("qaPlaceRemoved", listener);
    fields.put("returned", returned);
    fields.put("qaKeyDropped", compromised);
    printer.fields(fields);
    printer.warn("user.leave_seen", name);
    if (operator) {
      printer.warn("user.leave_keys", name);
    }
    if (listener) {
      printer.warn("user.leave_listened", name);
    }
    if (compromised) {
      printer.warn("user.leave_compromised");
      printer.say("cli.next", "assent --as NAME keys rotate qa");
    }
  }
}
