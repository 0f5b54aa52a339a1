package dev.assent.dialer.engine;

import dev.assent.compliance.Found;
import dev.assent.compliance.Gate;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.script.PhraseLists;
import dev.assent.compliance.store.DiskEvidence;
import dev.assent.compliance.store.Protection;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.StoreSettings;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.keys.CopySeal;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.SealedCopies;
import dev.assent.dialer.keys.SecretName;
import dev.assent.dialer.keys.SigningKey;
import dev.assent.media.prompt.PromptException;
import dev.assent.recorder.ledger.KeyLedger;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What decides and remembers: key ledger, journal, database, packs, gate. Opened in that order,
 * each at first use, all of them only with the opened keyset. Any thread.
 */
public final class LawParts {
  private final Engine engine;
  private final Supplier<RecorderState> recorderState;
  private final Part<KeyLedger> ledger;
  private final Part<Journal> journal;
  private final AtomicReference<PolicyBook> book = new AtomicReference<>(nothingPermitted());
  private final ForceTimes forceTimes;
  private final Part<PromptShelf> prompts;
  private final Part<BannedWords> bannedWords;
  private final Part<Store> store;
  private final Part<LawInForce> inForce;
  private final Part<Gate> gate;
  private final Part<Documents> documents;

  LawParts(Engine engine, PartStack stack, Supplier<RecorderState> recorderState) {
    this.engine = engine;
    this.recorderState = recorderState;
    this.ledger = stack.part("ledger", this::openLedger);
    this.journal = stack.part("journal", this::openJournal);
    this.forceTimes = new ForceTimes(new DiskFiles(), engine.machine().clocks().nanos());
    this.prompts = stack.part("prompts", this::readPrompts);
    this.bannedWords = stack.part("phrases", this::readPhrases);
    this.store = stack.part("store", this::openStore);
    this.inForce = stack.part("policy", this::openLaw);
    this.gate = stack.part("gate", this::openGate);
    this.documents = stack.part("documents", this::openDocuments);
  }

  /** How long the disk takes to force the journal. */
  ForceTimes forceTimes() {
    return forceTimes;
  }

  /** Wrapped person keys and shares B. */
  KeyLedger ledger() {
    return ledger.get();
  }

  /** The proof of everything acted on. */
  public Journal journal() {
    return journal.get();
  }

  /** Packs and calendars of this home, and which of them are in force. */
  public LawInForce inForce() {
    return inForce.get();
  }

  /** Packs and calendars in force in this home. */
  public PolicyBook book() {
    return inForce().book();
  }

  /** The sound of every prompt in this home. */
  public PromptShelf prompts() {
    return prompts.get();
  }

  /** Takes in the recordings of a script whose files are named from there. */
  public ScriptSounds sounds(Path base) {
    return new ScriptSounds(base, soundFolder(), prompts());
  }

  private Path soundFolder() {
    return engine.home().conf().resolve("sounds");
  }

  /** What may not be said in a call. */
  public BannedWords bannedWords() {
    return bannedWords.get();
  }

  /** The database and what it answers. */
  public Store store() {
    return store.get();
  }

  /** The papers behind what is registered. */
  public Documents documents() {
    return documents.get();
  }

  /** May this call be made? */
  public Gate gate() {
    return gate.get();
  }

  /** A new random id (RFC 9562, version 4). */
  public UUID newId() {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    random().nextBytes(bytes.array());
    long high = (bytes.getLong() & ~0xF000L) | 0x4000L;
    long low = (bytes.getLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(high, low);
  }

  private SecureRandom random() {
    return engine.machine().clocks().random();
  }

  private OperatorKeys keys() {
    return engine.keyring().require();
  }

  private KeyLedger openLedger() {
    byte[] key = keys().secret(SecretName.LEDGER);
    try {
      return KeyLedger.open(
          engine.home().ledger(), new dev.assent.recorder.files.DiskFiles(), key, random());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private Journal openJournal() {
    return Journal.open(engine.home().journal(), forceTimes, engine.clock(), random(), _ -> {});
  }

  /** Until the law has been read there is none, and nobody is called. */
  private static PolicyBook nothingPermitted() {
    return new PolicyBook(List.of(), new Calendars(List.of()));
  }

  private Documents openDocuments() {
    byte[] key = keys().secret(SecretName.COLUMN);
    try {
      return new Documents(
          new SealedCopies(
              engine.home().evidence().resolve("documents"),
              new CopySeal(key, "assent-document", random())));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private LawInForce openLaw() throws IOException {
    try {
      return LawInForce.open(engine.home().conf(), engine.clock(), store().registers(), book);
    } catch (YamlError e) {
      throw new UserError(Exit.CONFIG, String.valueOf(e.getMessage()), null);
    }
  }

  private BannedWords readPhrases() throws IOException {
    try {
      return new BannedWords(PhraseLists.load(engine.home().conf().resolve("phrases")));
    } catch (YamlError e) {
      throw new UserError(Exit.CONFIG, String.valueOf(e.getMessage()), null);
    }
  }

  private PromptShelf readPrompts() throws IOException {
    try {
      return PromptShelf.load(engine.home().conf().resolve("prompts"), soundFolder());
    } catch (PromptException e) {
      throw new UserError(
          Exit.CONFIG, Message.of("prompt.refused", String.valueOf(e.getMessage())), null);
    }
  }

  private Store openStore() {
    Home home = engine.home();
    OperatorKeys keys = keys();
    KeyLedger keyLedger = ledger();
    RecentKeys recent = new RecentKeys();
    Protection protection =
        new Protection(
            new LedgerPersonKeys(keyLedger, random(), recent),
            new LedgerColumnCipher(keyLedger, random(), recent),
            new PepperedIndexes(
                keys.secret(SecretName.PEPPER_NUMBER), keys.secret(SecretName.PEPPER_DNC_1)),
            (user, message, signature) ->
                SigningKey.verify(HexFormat.of().parseHex(user.publicKey()), message, signature),
            new DiskEvidence(home.evidence()));
    HomeFacts facts =
        new HomeFacts(
            engine.parts()::clockState,
            recorderState,
            engine.parts().calls(),
            prompts(),
            book::get);
    Store opened =
        Store.open(
            StoreSettings.h2(
                home.data().resolve("assent"),
                home.data().resolve("quarantine"),
                keys.controllerId(),
                home.marker().sole()),
            journal(),
            protection,
            facts,
            engine.clock(),
            random(),
            new TimedPatience());
    try {
      HomeHolds.moveInto(opened.killSwitches(), engine.parts().waitingHolds());
      keys.users().forEach(user -> register(opened, user));
      return opened;
    } catch (RuntimeException e) {
      opened.close(); // nobody is called while a hold cannot be read
      throw e;
    }
  }

  /** People are named in the keyset; whoever approves must be in the register too. */
  private static void register(Store store, dev.assent.dialer.keys.User user) {
    User known =
        new User(user.name(), user.roles(), HexFormat.of().formatHex(user.publicKey()), true);
    boolean asRegistered =
        store.registers().user(user.name()) instanceof Found.Present(User found)
            && found.equals(known);
    if (!asRegistered) {
      store.registers().putUser(known, "engine");
    }
  }

  private Gate openGate() {
    Store open = store();
    inForce();
    return new Gate(open, open, RuleBook.standard(), engine.clock(), random());
  }
}
