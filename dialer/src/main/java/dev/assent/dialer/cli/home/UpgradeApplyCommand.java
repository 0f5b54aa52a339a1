package dev.assent.dialer.cli.home;

import dev.assent.compliance.store.sql.Schema;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.backup.Backup;
import dev.assent.dialer.backup.BackupProof;
import dev.assent.dialer.backup.BackupTrial;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.LockWait;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.command.Telling;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Actor;
import dev.assent.dialer.engine.Admission;
import dev.assent.dialer.engine.CommandRunner;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeLock;
import dev.assent.dialer.engine.home.UpgradeMark;
import dev.assent.dialer.engine.socket.EngineClient;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.keys.BackupSeal;
import dev.assent.dialer.keys.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Brings a home to this release: the running engine drains and ends, a backup is made and tried,
 * the database is changed on a copy, the home is looked over. The next engine goes on with what
 * ran. Cut off anywhere, the same command goes on.
 *
 * <p>Whoever may open the engine's keys may do it: nobody's login can be asked of a database that
 * is not this release's yet.
 */
@CommandLine.Command(name = "apply")
@Needs({})
final class UpgradeApplyCommand implements ClientCommand {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Far longer than a call may last. */
  private static final Duration DRAINS_WITHIN = Duration.ofHours(2);

  @Option(names = "--backup", paramLabel = "TO")
  @Nullable Path backup;

  @Override
  public Exit run(ClientContext context) throws IOException, InterruptedException {
    if (backup == null) {
      throw new UserError(
          Exit.USAGE, Message.of("upgrade.backup"), "assent upgrade apply --backup DIR");
    }
    Home home = context.home();
    Path target =
        BackupCommand.Create.target(
            context.request().resolve(backup), context.machine().clocks().of(home).instant());
    Backup.requireFree(home, target); // before anything is ended for it
    HomeLock lock = drained(context, home);
    try (Engine engine = Engine.start(home, lock, context.machine(), false, deaf())) {
      Actor actor =
          new Admission(engine.keyring()).admit(Set.of(), context.request(), context.terminal());
      try {
        return apply(
            new EngineContext(engine, context.request(), context.terminal(), actor), target);
      } finally {
        actor.person().ifPresent(Person::close);
      }
    }
  }

  /** The home to ourselves: an engine that serves it is asked to end, and waited for. */
  private static HomeLock drained(ClientContext context, Home home)
      throws IOException, InterruptedException {
    var clocks = context.machine().clocks();
    var printer = new Printer(context.request(), context.terminal());
    boolean told = false;
    for (long waited = 0; waited < DRAINS_WITHIN.toMillis(); waited += BETWEEN_LOOKS.toMillis()) {
      Optional<HomeLock> lock = HomeLock.take(home.root(), false, clocks.machine().instant());
      if (lock.isPresent()) {
        return lock.get();
      }
      Optional<EngineClient> engine = EngineClient.connect(home);
      if (engine.isPresent()) {
        askToDrain(engine.get(), context);
      }
      if (!told) {
        printer.say("upgrade.waits", LockWait.holder(home), LockWait.since(home));
        told = true;
      }
      clocks.pause().of(BETWEEN_LOOKS);
    }
    throw new UserError(
        Exit.FAILED,
        Message.of("engine.silent", LockWait.holder(home), LockWait.since(home)),
        "assent upgrade --check");
  }

  private static void askToDrain(EngineClient engine, ClientContext context) throws IOException {
    Exit exit;
    try (engine) {
      exit = engine.run(drain(context.request()), context.terminal());
    } catch (UserError gone) {
      return; // it ended meanwhile: the lock tells
    }
    switch (exit) {
      case USAGE ->
          throw new UserError(
              Exit.FAILED, Message.of("upgrade.old_engine"), "systemctl stop assent");
      case NOT_PERMITTED ->
          throw new UserError(
              Exit.NOT_PERMITTED, Message.of("upgrade.not_drained"), "assent unlock");
      case FAILED, CONFIG, FINDINGS, BRAKED, INTEGRITY, INTERRUPTED ->
          throw new UserError(exit, Message.of("upgrade.not_drained"), "assent doctor");
      case DONE, STOPPED_EARLY -> {}
    }
  }

  private static Request drain(Request r) {
    return new Request(
        List.of("upgrade", "drain"),
        r.cwd(),
        r.as(),
        r.operatingSystemUser(),
        r.language(),
        r.format(),
        r.quiet(),
        r.colour(),
        r.width());
  }

  /** Whoever comes now is told to come again: nobody may open what is being changed. */
  private static CommandRunner deaf() {
    return (_, request, terminal) ->
        new Telling(terminal, request.language(), request.argv(), true, false)
            .guard(
                () -> {
                  throw new UserError(
                      Exit.FAILED, Message.of("upgrade.under_way"), "assent upgrade --check");
                });
  }

  private static Exit apply(EngineContext context, Path target) throws IOException {
    Home home = context.home();
    Schema.State state = Schema.of(home.data().resolve("assent"));
    Printer printer = new Printer(context.request(), context.terminal());
    printer.fields(UpgradeCommand.fields(state, home.root()));
    UpgradeCommand.refuseNewer(state);
    context.keys();
    UpgradeMark mark =
        UpgradeMark.read(home)
            .orElseGet(
                () ->
                    new UpgradeMark(
                        context.actor().name(),
                        context.engine().machine().clocks().machine().instant(),
                        UpgradeMark.Step.DRAINED,
                        List.of()))
            .with(UpgradeMark.Step.DRAINED, List.of());
    mark.write(home);
    Backup.Made made = backedUp(context, printer, state, target);
    mark.with(UpgradeMark.Step.BACKED_UP, List.of()).write(home);
    context.law().store(); // brings the database to this release, or leaves it as it was
    new Backup(context).journal(made);
    printer.say("upgrade.done", VersionCommand.release());
    List<Finding> findings = new Checkup(context).all();
    printer.rows(DoctorCommand.COLUMNS, findings);
    if (mark.campaigns().isEmpty()) {
      UpgradeMark.putAway(home);
    } else {
      mark.with(UpgradeMark.Step.DONE, List.of()).write(home);
    }
    for (UpgradeMark.Ran ran : mark.campaigns()) {
      printer.say("upgrade.goes_on", context.law().campaignName(ran.campaign()));
    }
    printer.say("cli.next", "assent engine");
    return Exit.DONE;
  }

  private static Backup.Made backedUp(
      EngineContext context, Printer printer, Schema.State state, Path target) throws IOException {
    try {
      Backup.Made made =
          state.pending().isEmpty()
              ? new Backup(context).create(target, false)
              : new Backup(context).createAtRest(target);
      printer.say("upgrade.backed_up", made.file());
      List<BackupProof.Tried> tried = tried(context, made);
      printer.rows(BackupCommand.columns(context.messages()), tried);
      if (!tried.stream().allMatch(BackupProof.Tried::holds)) {
        throw new UserError(Exit.INTEGRITY, Message.of("backup.damaged", made.file()), null);
      }
      return made;
    } catch (IOException | UserError e) {
      printer.warn(state.pending().isEmpty() ? "upgrade.not_begun" : "upgrade.waits_for_backup");
      throw e;
    }
  }

  private static List<BackupProof.Tried> tried(EngineContext context, Backup.Made made)
      throws IOException {
    SecureRandom random = context.engine().machine().clocks().random();
    var keys = context.keys();
    return BackupTrial.run(
        made.file(),
        (_, _, forHome) -> BackupSeal.open(keys, forHome, random),
        context.home().data(),
        random,
        Optional.empty());
  }
}
