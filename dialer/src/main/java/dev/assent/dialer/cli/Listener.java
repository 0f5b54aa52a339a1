package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineClient;
import dev.assent.dialer.engine.Home;
import dev.assent.dialer.engine.ShareGrant;
import dev.assent.dialer.engine.ShareRequest;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.recorder.AccessReceipt;
import dev.assent.recorder.container.RoleKeyPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A QA person with their half of the keys, in the process they sit at. Each recording needs the
 * other half from the engine, which writes the access down first.
 */
final class Listener implements AutoCloseable {
  private final ClientContext context;
  private final Home home;
  private final Person person;
  private final RoleKeyPair role;

  private Listener(ClientContext context, Home home, Person person, RoleKeyPair role) {
    this.context = context;
    this.home = home;
    this.person = person;
    this.role = role;
  }

  /** Share B of one recording and the proof that its giving was journalled. */
  @SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
  record Share(byte[] bytes, AccessReceipt receipt) {}

  private record Receipt(UUID recordingId, String actor, String reason, long journalPosition)
      implements AccessReceipt {}

  /**
   * Opens the QA keyset with one person's passphrase.
   *
   * @throws UserError exit 4 without {@code --as}, for a wrong passphrase or another role
   */
  static Listener prove(ClientContext context, @Nullable Path passphraseFile) {
    String name = context.request().as();
    if (name == null) {
      throw new UserError(
          Exit.NOT_PERMITTED, Message.of("recording.who"), "assent --as NAME recordings play …");
    }
    Home home = context.home();
    char[] passphrase =
        passphraseFile == null
            ? context
                .terminal()
                .askSecret(
                    Messages.in(context.request().language()).say("terminal.passphrase_of", name))
            : Passphrases.fromFile(context.request().resolve(passphraseFile));
    try {
      byte[] seed = QaKeyset.read(home.keys(), home.marker().id()).openSeed(name, passphrase);
      try {
        Person person =
            OperatorKeyset.read(home.keys(), home.marker().id()).authenticate(name, passphrase);
        return new Listener(context, home, person, RoleKeyPair.fromSeed(seed));
      } finally {
        Arrays.fill(seed, (byte) 0);
      }
    } finally {
      Arrays.fill(passphrase, ' ');
    }
  }

  /** The role's private key. */
  RoleKeyPair role() {
    return role;
  }

  /**
   * Asks the running engine.
   *
   * @throws UserError exit 4 when none runs, or it is locked, or refuses
   */
  Share ask(UUID recording, String reason) throws IOException {
    try (EngineClient engine =
        EngineClient.connect(home)
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.NOT_PERMITTED, Message.of("recording.no_engine"), "assent engine"))) {
      ShareRequest request =
          ShareRequest.signedBy(
              person,
              home.marker().id(),
              recording,
              reason,
              context.machine().clocks().of(home).instant());
      ShareGrant grant = engine.shareB(request);
      return new Share(
          grant.shareB(),
          new Receipt(recording, person.user().name(), reason, grant.journalPosition()));
    }
  }

  @Override
  public void close() {
    role.close();
    person.close();
  }
}
