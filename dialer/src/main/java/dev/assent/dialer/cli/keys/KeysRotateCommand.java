package dev.assent.dialer.cli.keys;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.LedgerSecrets;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.PublicRecipients;
import dev.assent.dialer.keys.QaKeys;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.recorder.ledger.LedgerHealth;
import dev.assent.recorder.ledger.MirrorState;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** New keys in place of old ones; no recording is ever written again. */
@CommandLine.Command(
    name = "rotate",
    subcommands = {KeysRotateCommand.Qa.class, KeysRotateCommand.Ledger.class})
final class KeysRotateCommand {

  /**
   * Makes a new key for new recordings, or a home's first; it counts once COMPLIANCE uses it. Older
   * recordings still open with the older keys.
   */
  @CommandLine.Command(name = "qa")
  @Needs(Role.QA)
  static final class Qa implements ClientCommand {
    @Option(names = "--passphrase-file", paramLabel = "FILE")
    @Nullable Path passphraseFile;

    @Override
    public Exit run(ClientContext context) {
      Home home = context.home();
      UUID id = home.marker().id();
      SecureRandom random = context.machine().clocks().random();
      byte[] recovery = PublicRecipients.readCopy(home.conf()).recovery();
      QaKeyset made;
      try (Person person = Listener.prove(context, KeysShareCommand.who(context), passphraseFile)) {
        requireListener(person);
        if (QaKeyset.exists(home.keys())) {
          QaKeyset keyset = QaKeyset.read(home.keys(), id);
          try (QaKeys opened = keyset.open(person)) {
            made = keyset.rotate(opened, person, recovery, random);
          }
        } else {
          made = QaKeyset.first(home.keys(), id, person, recovery, random);
        }
      }
      var printer = new Printer(context.request(), context.terminal());
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("key", made.newestName());
      fields.put("people", made.people());
      fields.put("keys", made.size());
      printer.fields(fields);
      printer.say("cli.next", "assent --as NAME keys use " + made.newestName());
      return Exit.DONE;
    }

    private static void requireListener(Person person) {
      if (!person.user().roles().contains(Role.QA)) {
        throw new UserError(
            Exit.NOT_PERMITTED,
            Message.of("user.lacks_role", person.user().name(), Role.QA),
            "assent user list");
      }
    }
  }

  /**
   * Puts the ledger, its mirror and the recovery box under a new key. Killed in between, the next
   * opening of the ledger goes on.
   */
  @CommandLine.Command(name = "ledger")
  @Needs({Role.COMPLIANCE, Role.SECURITY})
  static final class Ledger implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      Engine engine = context.engine();
      context.keys();
      if (context.law().store().cluster().isPresent()) {
        // The other nodes would hold a key that opens nothing any more.
        throw new UserError(Exit.CONFIG, Message.of("nodes.rotate_refused"), "docs/nodes.md");
      }
      if (context.law().ledgerMirror() instanceof MirrorState.Behind(Path at, String why)) {
        // It would stay under the old key, and nobody could tell it from another ledger's.
        throw new UserError(
            Exit.FAILED, Message.of("doctor.mirror_behind", at, why), "assent doctor");
      }
      engine.closeParts();
      LedgerSecrets.begin(
          engine.keyring(), context.home().keys(), engine.machine().clocks().random());
      LedgerHealth health = context.law().verifyLedger();
      if (!health.holds()) {
        throw new UserError(
            Exit.INTEGRITY,
            Message.of("ledger.damaged", String.join("; ", health.damaged())),
            "assent doctor");
      }
      engine.closeParts();
      LedgerSecrets.finish(
          engine.keyring(), context.home().keys(), engine.machine().clocks().random());
      context.law().keepLedger();
      engine.goOn();
      var printer = new Printer(context.request(), context.terminal());
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("segments", health.segments());
      fields.put("live", health.live());
      fields.put("erased", health.erased());
      printer.fields(fields);
      printer.warn("keys.ledger_copies_old");
      return Exit.DONE;
    }
  }
}
