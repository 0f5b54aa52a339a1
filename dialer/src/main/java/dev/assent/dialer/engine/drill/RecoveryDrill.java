package dev.assent.dialer.engine.drill;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.LawParts;
import dev.assent.dialer.engine.drill.DrillRow.Item;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeBuilder;
import dev.assent.dialer.engine.home.HomeLock;
import dev.assent.dialer.engine.home.LedgerLeft;
import dev.assent.dialer.engine.home.LostHome;
import dev.assent.dialer.engine.home.Machine;
import dev.assent.dialer.keys.NewUser;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.RecoveryKey;
import dev.assent.dialer.keys.SecretName;
import dev.assent.dialer.keys.SigningKey;
import dev.assent.recorder.ledger.LedgerHealth;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Shows on a machine that has nothing that shares and backups are enough: a home is made of them
 * that can never call, one recording is heard, one refusal is found, one number is opened. Whoever
 * opened that home is forgotten with this process, so nobody opens it again.
 */
public final class RecoveryDrill {
  private static final String NOBODY = "drill";
  private static final int PASSPHRASE_BYTES = 32;

  private final Machine machine;
  private final RecoveryKey recovery;
  private final Wish wish;

  /**
   * What the drill is to look at.
   *
   * @param copy of the home
   * @param recordings where they lie
   * @param refusal a number that is known to have refused, as somebody wrote it; empty to look for
   *     one
   * @param recording empty for the newest
   */
  public record Wish(
      Path copy,
      Path recordings,
      LedgerLeft ledger,
      Optional<String> refusal,
      Optional<UUID> recording) {}

  /**
   * What came of it.
   *
   * @param home whose copy it was
   * @param at by the home's clock
   * @param knownUntil last moment the copies know of
   * @param signer Ed25519 public key of the home's recorder
   * @param proof signs a text as the recorder of the home: nobody does without the recovery
   */
  @SuppressWarnings("ArrayRecordComponent") // a public key is bytes; never compared
  public record Outcome(
      UUID home, Instant at, Instant knownUntil, List<DrillRow> rows, byte[] signer, Proof proof) {
    /** With one more thing shown, first. */
    public Outcome with(DrillRow row) {
      List<DrillRow> all = new ArrayList<>(List.of(row));
      all.addAll(rows);
      return new Outcome(home, at, knownUntil, List.copyOf(all), signer, proof);
    }

    public boolean failed() {
      return rows.stream().anyMatch(row -> row.result() == DrillRow.Result.FAILED);
    }

    public boolean complete() {
      return rows.stream().allMatch(row -> row.result() == DrillRow.Result.SHOWN);
    }
  }

  /** Signs. */
  public interface Proof {
    /** 64 bytes. */
    byte[] sign(byte[] text);
  }

  public RecoveryDrill(Machine machine, RecoveryKey recovery, Wish wish) {
    this.machine = machine;
    this.recovery = recovery;
    this.wish = wish;
  }

  /**
   * Makes the home, looks, and removes it again.
   *
   * @param place nothing, or an empty directory
   * @param keep leaves the home there; nobody can open it
   * @throws UserError when no home can be made of what there is, with the reason
   */
  public Outcome run(Path place, boolean keep) throws IOException {
    SecureRandom random = machine.clocks().random();
    byte[] secret = new byte[PASSPHRASE_BYTES];
    random.nextBytes(secret);
    char[] passphrase = HexFormat.of().formatHex(secret).toCharArray();
    Arrays.fill(secret, (byte) 0);
    NewUser nobody = new NewUser(NOBODY, Set.of(Role.OPERATOR), passphrase);
    try {
      LostHome lost = new LostHome(wish.copy, wish.ledger, recovery, List.of(nobody), true);
      HomeBuilder builder = new HomeBuilder(machine);
      Home home = builder.recover(place, lost);
      OperatorKeyset keyset = OperatorKeyset.read(home.keys(), home.marker().id());
      try (Person person = keyset.authenticate(NOBODY, passphrase)) {
        return look(home, person);
      } finally {
        if (!keep) {
          builder.discardDrill(home);
        }
      }
    } finally {
      Arrays.fill(passphrase, ' ');
      Arrays.fill(nobody.passphrase(), ' ');
    }
  }

  private Outcome look(Home home, Person person) throws IOException {
    HomeLock lock = HomeLock.take(home.root()).orElseThrow();
    try (Engine engine = Engine.forDrill(home, lock, machine)) {
      engine.keyring().open(person);
      LawParts law = engine.parts().law();
      List<DrillRow> rows = new ArrayList<>();
      LedgerHealth health = law.verifyLedger();
      rows.add(
          health.holds()
              ? DrillRow.shown(Item.LEDGER, "drill.ledger", health.live(), health.erased())
              : DrillRow.failed(
                  Item.LEDGER, "ledger.damaged", String.join("; ", health.damaged())));
      Instant knownUntil = law.store().gaps().all().getLast().from();
      byte[] seed = engine.keyring().require().secret(SecretName.RECORDER_SIGNING);
      SigningKey signer = SigningKey.of(seed);
      Arrays.fill(seed, (byte) 0);
      rows.add(
          new DrilledRecording(law, home, wish.recordings, recovery, signer.publicKey())
              .heard(wish.recording));
      DrilledNumbers numbers = new DrilledNumbers(law);
      rows.add(numbers.refusal(wish.refusal.map(text -> parse(engine, text))));
      rows.add(numbers.opened());
      rows.add(noCalls(home));
      return new Outcome(
          home.marker().id(),
          engine.clock().instant(),
          knownUntil,
          List.copyOf(rows),
          signer.publicKey(),
          signer::sign);
    }
  }

  private static PhoneNumber parse(Engine engine, String text) {
    return switch (PhoneNumber.parse(text, engine.parts().calls().config().region())) {
      case PhoneNumber.Parsed.Valid(PhoneNumber number) -> number;
      case PhoneNumber.Parsed.Invalid(var code, String hint) ->
          throw new UserError(Exit.USAGE, Message.of("input.bad_number", code, hint), null);
    };
  }

  private static DrillRow noCalls(Home home) {
    try {
      home.requireMayCall();
      return DrillRow.failed(Item.NO_CALLS, "drill.may_call");
    } catch (UserError refused) {
      return new DrillRow(Item.NO_CALLS, DrillRow.Result.SHOWN, refused.said());
    }
  }
}
