package dev.assent.dialer.cli.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Passphrases;
import dev.assent.dialer.engine.acts.EngineActs;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.socket.EngineClient;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.dialer.engine.socket.ShareRequest;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.QaKeys;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.recorder.AccessReceipt;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingReader;
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
public final class Listener implements AutoCloseable {
  private final ClientContext context;
  private final Home home;
  private final Person person;
  private final QaKeys keys;

  private Listener(ClientContext context, Home home, Person person, QaKeys keys) {
    this.context = context;
    this.home = home;
    this.person = person;
    this.keys = keys;
  }

  /** Share B of one recording and the proof that its giving was journalled. */
  @SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
  public record Share(byte[] bytes, AccessReceipt receipt) {}

  private record Receipt(UUID recordingId, String actor, String reason, long journalPosition)
      implements AccessReceipt {}

  /**
   * Opens the QA keyset with one person's passphrase.
   *
   * @throws UserError exit 4 without {@code --as}, for a wrong passphrase or another role
   */
  public static Listener prove(ClientContext context, @Nullable Path passphraseFile) {
    String name = context.request().as();
    if (name == null) {
      throw new UserError(
          Exit.NOT_PERMITTED, Message.of("recording.who"), "assent --as NAME recordings play …");
    }
    Person person = prove(context, name, passphraseFile);
    boolean opened = false;
    try {
      Home home = context.home();
      QaKeys keys = QaKeyset.read(home.keys(), home.marker().id()).open(person);
      opened = true;
      return new Listener(context, home, person, keys);
    } finally {
      if (!opened) {
        person.close();
      }
    }
  }

  /**
   * A person by their passphrase, in this process.
   *
   * @throws UserError exit 4 for a wrong passphrase or an unknown name
   */
  static Person prove(ClientContext context, String name, @Nullable Path passphraseFile) {
    Home home = context.home();
    char[] passphrase =
        passphraseFile == null
            ? context
                .terminal()
                .askSecret(
                    Messages.in(context.request().language()).say("terminal.passphrase_of", name))
            : Passphrases.fromFile(context.request().resolve(passphraseFile));
    try {
      return OperatorKeyset.read(home.keys(), home.marker().id()).authenticate(name, passphrase);
    } finally {
      Arrays.fill(passphrase, ' ');
    }
  }

  /** The role's private key that a recording was sealed to; the newest for what is none. */
  public RoleKeyPair roleFor(RecordingReader reader, Path recording) {
    try {
      return keys.roleFor(reader.header(recording));
    } catch (MalformedRecording e) {
      return keys.roles().getFirst(); // whoever reads on says what is wrong with it
    }
  }

  /**
   * Asks the running engine.
   *
   * @throws UserError exit 4 when none runs, or it is locked, or refuses
   */
  public Share ask(UUID recording, String reason) throws IOException {
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

  /** What this person asks of the running engine under their own signature. */
  public EngineActs acts() {
    return new EngineActs(
        home,
        context.machine().clocks().of(home),
        context.machine().clocks().random(),
        person,
        "command",
        "");
  }

  /** As every entry names them. */
  public String name() {
    return person.user().name();
  }

  @Override
  public void close() {
    keys.close();
    person.close();
  }
}
