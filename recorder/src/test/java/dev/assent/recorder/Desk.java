package dev.assent.recorder;

import dev.assent.recorder.container.Recipients;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.SigningKey;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.ledger.KeyLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** The keys, places and settings that the tests of a recorder share. */
public final class Desk {
  public static final Path HOME = Path.of("/home");
  public static final Path SPOOL = HOME.resolve("spool");
  public static final Path RECORDINGS = HOME.resolve("recordings");
  public static final Path LEDGER = HOME.resolve("ledger");
  public static final Instant NOW = Instant.parse("2026-11-21T08:00:05Z");
  public static final RoleKeyPair QA = RoleKeyPair.fromSeed(seed(1));
  public static final RoleKeyPair RECOVERY = RoleKeyPair.fromSeed(seed(2));
  public static final SigningKey SIGNER = SigningKey.fromSeed(seed(3));
  public static final Recipients RECIPIENTS = new Recipients(QA.publicKey(), RECOVERY.publicKey());
  private static final byte[] LEDGER_KEY = seed(4);

  private Desk() {}

  private static byte[] seed(int of) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) of);
    return seed;
  }

  public static FaultFiles disk() {
    return new FaultFiles(HOME, SPOOL, RECORDINGS, LEDGER);
  }

  /** Small, so that a test sees the end of things. */
  public static RecorderSettings settings(int slots) {
    return settings(slots, 3600);
  }

  /** The same, with files of so many seconds. */
  public static RecorderSettings settings(int slots, int fileSeconds) {
    return new RecorderSettings(
        SPOOL,
        RECORDINGS,
        1 << 20,
        slots,
        Duration.ofMillis(200),
        100_000,
        3,
        fileSeconds,
        Duration.ofSeconds(30),
        0);
  }

  public static KeyLedger ledger(Files files) {
    return KeyLedger.open(LEDGER, files, LEDGER_KEY, new SeededRandom(5));
  }

  public static Recorder recorder(
      Files files, KeyLedger ledger, RecordingJournal journal, Turns turns, long seed) {
    return open(settings(2), files, ledger, journal, turns, seed);
  }

  /** Its calls go on in another file every so many seconds. */
  public static Recorder recorder(
      Files files,
      KeyLedger ledger,
      RecordingJournal journal,
      Turns turns,
      long seed,
      int fileSeconds) {
    return open(settings(3, fileSeconds), files, ledger, journal, turns, seed);
  }

  /** Opened for what opening does. */
  public static Recorder salvager(
      Files files, KeyLedger ledger, RecordingJournal journal, long seed) {
    return open(settings(1), files, ledger, journal, new TurnsByHand(), seed);
  }

  private static Recorder open(
      RecorderSettings settings,
      Files files,
      KeyLedger ledger,
      RecordingJournal journal,
      Turns turns,
      long seed) {
    return Recorder.open(
        settings,
        files,
        ledger,
        RECIPIENTS,
        SIGNER,
        journal,
        InstantSource.fixed(NOW),
        new SeededRandom(seed),
        turns);
  }

  public static RecordingReader reader(Files files) {
    return new RecordingReader(files, List.of(SIGNER.publicKey()));
  }
}
