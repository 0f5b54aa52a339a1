package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.PublicSigner;
import dev.assent.dialer.keys.QaKeys;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.RecoveryKey;
import dev.assent.dialer.keys.RecoveryShare;
import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.LedgerCopies;
import dev.assent.recorder.ledger.LedgerDamaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine is gone or stolen. With shares and backups a recording is heard, a refusal blocks and
 * a number opens; with any one part alone nothing does.
 */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("AnnotateFormatMethod") // its annotation is a library of its own
class LostMachineTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String DRILL = "--home drill keys drill --from backup --by Keepers";
  private static final String COPY = "--ledger-copy copies --epochs epochs";

  private Path root = Path.of("");
  private LostParts parts;

  @BeforeAll
  void lose(@TempDir Path directory) throws Exception {
    root = directory;
    parts = new LostParts(root);
  }

  @AfterAll
  void close() throws IOException {
    parts.close();
  }

  @Test
  void aDrillHearsFindsAndOpensAndItsProofStandsInTheJournal() throws Exception {
    Visitor keepers = Visitor.nobody();
    assertThat(parts.give(keepers, DRILL + " --proof proof.txt -o csv", COPY))
        .as(keepers.words())
        .isEqualTo(Exit.DONE);
    assertThat(keepers.data())
        .contains("shares 1, 3 of 3, 2 needed")
        .contains("a recording heard,SHOWN")
        .contains("a refusal that still blocks,SHOWN")
        .contains("a number opened,SHOWN")
        .contains("the drill cannot call,SHOWN");
    assertThat(root.resolve("drill")).as("nothing of it stays").doesNotExist();
    Path proof = root.resolve("proof.txt");
    assertThat(Files.readString(proof)).contains("by: Keepers").contains("RECORDING SHOWN: ");

    Path shown = Files.createDirectory(root.resolve("shown"));
    Files.copy(proof, shown.resolve("proof.txt"));
    Files.writeString(shown.resolve("table.csv"), keepers.data() + keepers.words());
    assertThat(parts.readable(shown)).isEmpty();

    parts.stage.startEngine();
    assertThat(parts.stage.done("keys", "proof", "proof.txt", "--as", "bob", "-o", "json"))
        .contains("NO_CALLS SHOWN");
    Files.writeString(proof, Files.readString(proof).replace("by: Keepers", "by: Everybody"));
    assertThat(give("keys proof proof.txt --as bob")).isEqualTo(Exit.INTEGRITY);
    parts.stage.stopEngine();
  }

  @Test
  void theHomeOfADrillCallsNobodyAndIsOpenedByNobody() throws Exception {
    Visitor keepers = Visitor.nobody();
    String drill =
        DRILL.replace("--home drill", "--home kept").replace("backup", parts.sealed().toString())
            + " --recordings backup/recordings --keep --proof kept.txt";
    assertThat(parts.give(keepers, drill, "--ledger-mirror mirror"))
        .as(keepers.words())
        .isEqualTo(Exit.DONE);
    assertThat(parts.readable(root.resolve("kept"))).isEmpty();
    try (var left = Files.list(root)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("."))).isEmpty();
    }
    String alice = " --as alice --passphrase-file passphrases/alice";
    for (String command :
        List.of(
            "engine",
            "unlock" + alice,
            "hold list",
            "campaign run only --yes --as alice",
            "dnc list --as alice")) {
      Visitor visitor = Visitor.nobody();
      assertThat(parts.stage.give(visitor, ("--home kept " + command).split(" ")))
          .as(command)
          .isEqualTo(Exit.NOT_PERMITTED);
      assertThat(visitor.words()).as(command).contains("was made in a drill");
    }
    // Whoever takes the mark away has no key.
    Path marker = root.resolve("kept/home.json");
    Files.writeString(marker, Files.readString(marker).replace("\"drill\" : true", "\"x\" : 1"));
    Visitor forger = Visitor.nobody();
    assertThat(parts.stage.give(forger, ("--home kept unlock" + alice).split(" ")))
        .as(forger.words())
        .isEqualTo(Exit.NOT_PERMITTED);
    assertThat(forger.words()).doesNotContain("was made in a drill");
  }

  @Test
  void whatADrillCannotShowItSays() throws Exception {
    LostParts.copy(parts.backup, root.resolve("damaged"));
    Path recording = parts.recording(root.resolve("damaged"));
    byte[] bytes = Files.readAllBytes(recording);
    bytes[bytes.length / 2] ^= 1;
    Files.write(recording, bytes);
    String damaged = DRILL.replace("backup", "damaged") + " --proof other.txt -o csv";
    Visitor hearing = Visitor.nobody();
    assertThat(parts.give(hearing, damaged + " --refused " + Rehearsal.number(77), COPY))
        .isEqualTo(Exit.INTEGRITY);
    assertThat(hearing.data())
        .containsPattern("a recording heard,FAILED,.*frame [0-9]+ does not open")
        .containsPattern("a refusal that still blocks,FAILED,.*is in no refusal of this copy")
        .contains("a number opened,SHOWN");

    Files.delete(recording);
    Visitor empty = Visitor.nobody();
    assertThat(parts.give(empty, damaged, COPY)).isEqualTo(Exit.FINDINGS);
    assertThat(empty.data()).contains("a recording heard,NONE_THERE");

    for (String left : List.of("", "--ledger-copy copies", COPY + " --ledger-mirror mirror")) {
      assertThat(parts.give(Visitor.nobody(), DRILL, left)).as(left).isEqualTo(Exit.USAGE);
    }
    assertThat(parts.give(Visitor.nobody(), DRILL, "--ledger-mirror recovery"))
        .as("no mirror there")
        .isEqualTo(Exit.CONFIG);
    Visitor nothing = Visitor.nobody();
    Files.createDirectory(root.resolve("nothing"));
    assertThat(parts.give(nothing, DRILL.replace("backup", "nothing"), COPY))
        .isEqualTo(Exit.CONFIG);
    assertThat(root.resolve("drill")).doesNotExist();
  }

  @Test
  void aRecoveredHomeKnowsItsGapAndEverybodyCountsAsAttempted() throws Exception {
    Files.writeString(root.resolve("passphrases/olga"), "olga correct horse battery\n");
    Files.writeString(root.resolve("passphrases/paul"), "paul correct horse battery\n");
    Visitor keepers = Visitor.nobody();
    String recover =
        "--home again keys recover --from backup --user olga:COMPLIANCE --user paul:OPERATOR"
            + " --qa rita --passphrase-file olga=passphrases/olga"
            + " --passphrase-file paul=passphrases/paul --passphrase-file rita=passphrases/paul";
    assertThat(parts.give(keepers, recover, "--ledger-mirror mirror"))
        .as(keepers.words())
        .isEqualTo(Exit.DONE);
    assertThat(again("unlock --as paul --passphrase-file passphrases/paul")).isEqualTo(Exit.DONE);
    for (String user : List.of("olga", "paul")) {
      assertThat(again("login --as %1$s --passphrase-file passphrases/%1$s", user))
          .isEqualTo(Exit.DONE);
    }
    String holds = told("hold list -o csv --as olga");
    assertThat(holds).contains("the ledger from its mirror").contains("--gap 2");
    String hold = holds.split("[\n,]")[6];
    assertThat(again("hold lift %s --reason seen --as olga", hold)).isEqualTo(Exit.NOT_PERMITTED);
    assertThat(again("hold lift %s --reason seen --gap 2 --as paul", hold))
        .isEqualTo(Exit.NOT_PERMITTED);
    assertThat(again("hold lift %s --reason seen --gap 2 --as olga", hold)).isEqualTo(Exit.DONE);
    assertThat(explain(LostParts.REFUSED)).contains("DNC_INTERNAL");
    assertThat(explain(LostParts.AGREED)).contains("ATTEMPTS_EXHAUSTED");
    assertThat(again("lock --as olga")).isEqualTo(Exit.DONE);
    assertThat(again("logout --all")).isEqualTo(Exit.DONE);
  }

  private String explain(String number) throws IOException {
    return told("campaign explain only --number %s --as paul", number);
  }

  @Test
  void aStolenHomeIsShut() throws Exception {
    assertThat(parts.readable(parts.home)).isEmpty();
    Visitor thief = Visitor.nobody();
    Files.writeString(root.resolve("passphrases/thief"), "i do not know the passphrase\n");
    for (String command :
        List.of(
            "unlock --as alice --passphrase-file passphrases/thief",
            "unlock --as quinn --passphrase-file passphrases/quinn",
            "login --as bob --passphrase-file passphrases/thief",
            "dnc list --as alice",
            "recordings play %s --reason quality --level --as quinn --passphrase-file passphrases/thief"
                .formatted(name(parts.recording(parts.home))))) {
      assertThat(parts.stage.elsewhere(thief, ("--home stolen-home " + command).split(" ")))
          .as(command)
          .isEqualTo(Exit.NOT_PERMITTED);
    }
    assertThat(thief.data()).isEmpty();
    assertThatThrownBy(() -> ledger(parts.home.resolve("ledger")))
        .isInstanceOf(LedgerDamaged.class);
  }

  @Test
  void aStolenLedgerIsShut() throws IOException {
    Path ledger = parts.home.resolve("ledger");
    assertThat(parts.readable(ledger)).isEmpty();
    assertThatThrownBy(() -> ledger(ledger)).isInstanceOf(LedgerDamaged.class);
  }

  @Test
  void aStolenMirrorIsShut() throws IOException {
    assertThat(parts.readable(parts.mirror)).isEmpty();
    assertThatThrownBy(() -> ledger(parts.mirror)).isInstanceOf(LedgerDamaged.class);
  }

  @Test
  void aStolenCopyOfTheLedgerIsShutWithAndWithoutItsDays() throws Exception {
    assertThat(parts.readable(parts.copies)).isEmpty();
    Path copy = only(parts.copies);
    try (RoleKeyPair another = RoleKeyPair.fromSeed(random32())) {
      for (Path epochs : List.of(parts.epochs, Files.createTempDirectory(root, "none"))) {
        Path into = Files.createTempDirectory(root, "into");
        assertThatThrownBy(
                () ->
                    LedgerCopies.restore(copy, epochs, new DiskFiles(), another, random32(), into))
            .isInstanceOf(LedgerDamaged.class);
        assertThat(into).isEmptyDirectory();
      }
    }
  }

  @Test
  void aStolenBackupIsShut() throws Exception {
    assertThat(parts.readable(parts.backup)).isEmpty();
    assertThat(parts.readable(parts.sealed().getParent())).isEmpty();
    assertThat(give("--home ./backup unlock --as alice --passphrase-file passphrases/alice"))
        .as("no keyset, even with a passphrase")
        .isEqualTo(Exit.INTEGRITY);
    Home home = Home.open(parts.backup);
    RecordingReader reader = reader(home);
    try (RoleKeyPair another = RoleKeyPair.fromSeed(random32())) {
      assertThatThrownBy(() -> reader.unseal(parts.recording(parts.backup), another, random32()))
          .isInstanceOf(CannotUnseal.class);
    }
  }

  @Test
  void aStolenQaKeysetOpensNoRecordingEvenWithAListenersPassphrase() throws Exception {
    Path stolen = Files.createDirectory(root.resolve("qa"));
    Files.copy(parts.home.resolve("keys/qa.json"), stolen.resolve("qa.json"));
    assertThat(parts.readable(stolen)).isEmpty();
    Home home = Home.open(parts.home);
    QaKeyset qa = QaKeyset.read(stolen, home.marker().id());
    OperatorKeyset people = OperatorKeyset.read(home.keys(), home.marker().id());
    try (Person alice = person(people, "alice")) {
      refused(Exit.NOT_PERMITTED, () -> qa.open(alice).close());
    }
    try (Person quinn = person(people, "quinn");
        QaKeys keys = qa.open(quinn)) {
      Path recording = parts.recording(parts.home);
      assertThatThrownBy(() -> reader(home).unseal(recording, keys.roles().getFirst(), random32()))
          .as("share A alone")
          .isInstanceOf(CannotUnseal.class);
      refused(Exit.NOT_PERMITTED, () -> people.open(quinn).close());
    }
  }

  @Test
  void aStolenOperatorKeysetIsShutWithoutAPassphrase() throws Exception {
    Path stolen = Files.createDirectory(root.resolve("operator"));
    Files.copy(parts.home.resolve("keys/operator.json"), stolen.resolve("operator.json"));
    assertThat(parts.readable(stolen)).isEmpty();
    OperatorKeyset keyset = OperatorKeyset.read(stolen, Home.open(parts.home).marker().id());
    for (String guess : List.of("", "alice", "alice correct horse battery stapl")) {
      refused(Exit.NOT_PERMITTED, () -> keyset.authenticate("alice", guess.toCharArray()).close());
    }
  }

  @Test
  void oneShareOpensNothing() throws Exception {
    String text = Files.readString(Path.of(parts.shares(1, 2).getFirst()));
    Path stolen = Files.createDirectory(root.resolve("share"));
    Files.writeString(stolen.resolve("share.txt"), text);
    assertThat(parts.readable(stolen)).isEmpty();
    RecoveryShare share = RecoveryShare.parse(text, "share.txt");
    refused(Exit.NOT_PERMITTED, () -> RecoveryKey.combine(List.of(share)).close());
    refused(Exit.NOT_PERMITTED, () -> RecoveryKey.combine(List.of(share, share)).close());
    try (RoleKeyPair half = RoleKeyPair.fromSeed(share.data())) {
      assertThatThrownBy(
              () ->
                  reader(Home.open(parts.home))
                      .unseal(parts.recording(parts.home), half, random32()))
          .isInstanceOf(CannotUnseal.class);
    }
  }

  private static void refused(
      Exit exit, org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(UserError.class, error -> assertThat(error.exit()).isEqualTo(exit));
  }

  private Person person(OperatorKeyset people, String name) throws IOException {
    String words = Files.readString(parts.stage.passphrases().resolve(name)).strip();
    return people.authenticate(name, words.toCharArray());
  }

  private static RecordingReader reader(Home home) {
    return new RecordingReader(new DiskFiles(), List.of(PublicSigner.read(home.conf())));
  }

  /** As somebody opens it who guesses the key. */
  private static void ledger(Path directory) {
    KeyLedger.open(directory, new DiskFiles(), random32(), RANDOM).close();
  }

  private static byte[] random32() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static Path only(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static String name(Path recording) {
    return String.valueOf(recording.getFileName()).replace(".dvr1", "");
  }

  private Exit give(String command, Object... arguments) {
    return parts.stage.give(Visitor.nobody(), command.formatted(arguments).split(" "));
  }

  /** On the machine of the recovered home. */
  private Exit again(String command, Object... arguments) throws IOException {
    return parts.stage.elsewhere(
        Visitor.nobody(), ("--home again " + command.formatted(arguments)).split(" "));
  }

  private String told(String command, Object... arguments) throws IOException {
    Visitor visitor = Visitor.nobody();
    parts.stage.elsewhere(visitor, ("--home again " + command.formatted(arguments)).split(" "));
    return visitor.data() + visitor.words();
  }
}
