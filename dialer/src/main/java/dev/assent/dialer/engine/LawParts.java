package dev.assent.dialer.engine;

import dev.assent.compliance.Gate;
import dev.assent.compliance.Hold;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.MirrorHealth;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.privacy.RetentionTerms;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.script.PhraseLists;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.privacy.Erasures;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.alert.Alert;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.cluster.NodeWatch;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.SharedDatabase;
import dev.assent.dialer.engine.home.Clocks;
import dev.assent.dialer.engine.home.JournalKeeper;
import dev.assent.dialer.engine.home.LedgerKeeper;
import dev.assent.dialer.engine.home.MovedHome;
import dev.assent.dialer.engine.home.PepperedIndexes;
import dev.assent.dialer.engine.home.SharedHome;
import dev.assent.dialer.engine.law.BannedWords;
import dev.assent.dialer.engine.law.Documents;
import dev.assent.dialer.engine.law.LawInForce;
import dev.assent.dialer.engine.law.LedgerKeyCopies;
import dev.assent.dialer.engine.law.RecentKeys;
import dev.assent.dialer.engine.law.ScriptSounds;
import dev.assent.dialer.engine.metrics.ForceTimes;
import dev.assent.dialer.engine.recordings.HomeRecordings;
import dev.assent.dialer.engine.recordings.StorageMedium;
import dev.assent.dialer.evidence.EvidencePacks;
import dev.assent.dialer.keys.CopySeal;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.SealedCopies;
import dev.assent.dialer.keys.SecretName;
import dev.assent.media.prompt.PromptException;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.KeyRows;
import dev.assent.recorder.ledger.LedgerCopies;
import dev.assent.recorder.ledger.LedgerHealth;
import dev.assent.recorder.ledger.MirrorState;
import dev.assent.recorder.ledger.TakenFromMirror;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What decides and remembers: key ledger, journal, database, packs, gate. Opened in that order,
 * each at first use, all of them only with the opened keyset. Any thread.
 */
public final class LawParts {
  /** Keys that were made last, where other engines may destroy them. */
  private static final int KEYS_KEPT_SECONDS = 60;

  /** Between looks at campaigns whose draining nobody is left to end. */
  private static final int DRAINED_SECONDS = 5;

  private final Engine engine;
  private final Part<KeyRows> ledger;
  private final Part<Optional<LedgerCopies>> copies;
  private final Part<Journal> journal;
  private final AtomicReference<PolicyBook> book = new AtomicReference<>(nothingPermitted());
  private final ForceTimes forceTimes;
  private final Part<PromptShelf> prompts;
  private final Part<BannedWords> bannedWords;
  private final Part<Store> store;
  private final Part<Optional<NodeWatch>> nodes;
  private volatile Optional<NodeWatch> openNodes = Optional.empty();
  private volatile Optional<MovedHome> moved = Optional.empty();
  private final RecentKeys recent = new RecentKeys();
  private final Part<LawInForce> inForce;
  private final Part<Gate> gate;
  private final Part<Documents> documents;
  private final Part<Erasures> erasures;

  LawParts(Engine engine, PartStack stack, Supplier<RecorderState> recorderState) {
    this.engine = engine;
    this.ledger = stack.part("ledger", this::openLedger);
    this.copies = stack.part("ledger copies", this::openCopies);
    this.journal = stack.part("journal", this::openJournal);
    this.forceTimes = new ForceTimes(new DiskFiles(), engine.machine().clocks().nanos());
    this.prompts = stack.part("prompts", this::readPrompts);
    this.bannedWords = stack.part("phrases", this::readPhrases);
    this.store =
        stack.part("store", new HomeStore(engine, this, recent, recorderState, book::get)::open);
    this.nodes = stack.part("nodes", this::openNodes);
    this.inForce = stack.part("policy", this::openLaw);
    this.gate = stack.part("gate", this::openGate);
    this.documents = stack.part("documents", this::openDocuments);
    this.erasures = stack.part("erasures", this::openErasures);
  }

  /** By what a refusal of that number is found, wherever it is written down. */
  public byte[] refusalIndex(PhoneNumber number) {
    return indexes().index(BlindIndexer.Purpose.DNC, number);
  }

  /** By what numbers are found without being written down. */
  PepperedIndexes indexes() {
    OperatorKeys keys = keys();
    return new PepperedIndexes(
        keys.secret(SecretName.PEPPER_NUMBER), keys.secret(SecretName.PEPPER_DNC_1));
  }

  /** How long the disk takes to force the journal. */
  ForceTimes forceTimes() {
    return forceTimes;
  }

  /** Wrapped person keys and shares B. */
  public KeyRows ledger() {
    return ledger.get();
  }

  /** The ledger's hourly copies; empty where none are configured. */
  public Optional<LedgerCopies> ledgerCopies() {
    return copies.get();
  }

  /** Whether a second disk holds the ledger too. */
  public MirrorState ledgerMirror() {
    return ledger().mirror();
  }

  /** Checks every row of the ledger. */
  public LedgerHealth verifyLedger() {
    return ledger().verify();
  }

  /** Whether a second disk holds the journal too. */
  public MirrorHealth journalMirror() {
    return journal().mirror();
  }

  /** The hour's work: both mirrors mended, a copy of the ledger taken, old days destroyed. */
  public void keepLedger() {
    journal().mendMirror();
    switch (ledger()) {
      case KeyLedger files -> {
        files.mendMirror();
        ledgerCopies().ifPresent(kept -> kept.take(files));
      }
      // Of before this home was moved: they run out as if it had not been.
      default -> ledgerCopies().ifPresent(LedgerCopies::expire);
    }
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
    Store open = store.get();
    nodes.get(); // whoever shares its database and does not look at it calls nobody
    return open;
  }

  /** This engine among those that share its database; empty where it has its own. */
  public Optional<NodeWatch> nodes() {
    store.get();
    return nodes.get();
  }

  /** Whether what one engine does for all is this one's to do. */
  boolean doesChores() {
    return store().cluster().map(Cluster::first).orElse(true);
  }

  private Optional<NodeWatch> openNodes() {
    openNodes = store.get().cluster().map(cluster -> NodeWatch.start(cluster, nodeMeans()));
    return openNodes;
  }

  /** The same as {@link #nodes}, opening nothing. */
  Optional<NodeWatch> nodesIfOpen() {
    return openNodes;
  }

  private NodeWatch.Means nodeMeans() {
    Clocks clocks = engine.machine().clocks();
    AtomicInteger seconds = new AtomicInteger();
    return new NodeWatch.Means(
        clocks.machine(),
        clocks.nanos()::nanoTime,
        engine.parts().calls().timers(),
        clocks.pause()::of,
        engine.parts().calls().inProgress()::cancelAllRinging,
        () -> engine.parts().campaigns().follow(),
        () -> {
          int second = seconds.incrementAndGet(); // the first is within the opening of this part
          if (second % DRAINED_SECONDS == 0) {
            engine.parts().campaigns().endDrained();
          }
          if (second % KEYS_KEPT_SECONDS == 0) {
            recent.clear();
          }
        },
        (node, what) -> engine.parts().calls().tell(Alert.Kind.NODE, node, what));
  }

  /** What people call it; its id when nothing is known of it. */
  public String campaignName(UUID campaign) {
    return store().registers().campaigns().stream()
        .filter(known -> known.id().equals(campaign))
        .findFirst()
        .map(dev.assent.compliance.Campaign::name)
        .orElseGet(campaign::toString);
  }

  /** The papers behind what is registered. */
  public Documents documents() {
    return documents.get();
  }

  /** What is destroyed, when, and by whose word. */
  public Erasures erasures() {
    return erasures.get();
  }

  private Erasures openErasures() {
    Erasures opened =
        store()
            .erasures(
                new HomeRecordings(engine.home().recordings(), StorageMedium.DEVICES, random()),
                new LedgerKeyCopies(ledger(), this::ledgerCopies, engine.clock()),
                new EvidencePacks(engine.home().evidencePacks()),
                () -> new RetentionTerms(book()));
    opened.goOn();
    return opened;
  }

  /** May this call be made? */
  public Gate gate() {
    return gate.get();
  }

  /** By the home's clock. */
  public Instant now() {
    return engine.clock().instant();
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

  private KeyRows openLedger() {
    SharedHome.requireItsDatabase(engine.home(), database());
    if (database().isPresent()) {
      return SharedHome.ledger(engine.home(), database().get(), keys(), random());
    }
    KeyLedger opened = LedgerKeeper.open(engine.home(), config(), keys(), random());
    TakenFromMirror taken = opened.takenFromMirror();
    if (!taken.isNothing()) {
      engine
          .parts()
          .waitingHolds()
          .set(
              Hold.Scope.GLOBAL,
              "",
              "this disk is older than its mirror: %d keys and %d erasures were taken from there; the database may be older too"
                  .formatted(taken.rows(), taken.erasures()),
              "engine");
    }
    return opened;
  }

  private Optional<LedgerCopies> openCopies() {
    return LedgerKeeper.copies(engine.home(), config(), keys(), engine.clock(), random());
  }

  private AssentConfig config() {
    return engine.parts().calls().config();
  }

  /** The one it shares with other engines; empty where it has its own. */
  Optional<SharedDatabase> database() {
    return SharedHome.database(config(), engine.machine());
  }

  private Journal openJournal() {
    JournalKeeper keeper = new JournalKeeper(engine.home(), engine.clock(), this::newId);
    Journal opened = keeper.open(config(), forceTimes, random());
    moved = keeper.moved();
    return opened;
  }

  /** Where this home's facts have gone, if its journal says that they have. */
  Optional<MovedHome> moved() {
    journal();
    return moved;
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

  private Gate openGate() {
    engine.home().requireMayCall();
    Store open = store();
    inForce();
    return new Gate(open, open, RuleBook.standard(), engine.clock(), random());
  }
}
