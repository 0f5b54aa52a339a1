package dev.assent.compliance.store;

import static dev.assent.compliance.With.with;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.ClockState;
import dev.assent.compliance.Contact;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gate;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Licence;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Permits;
import dev.assent.compliance.Places;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.attempt.FactsContext;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.register.Registers;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A home with a real database in which everything but its contacts is in order, under the packs and
 * calendars of this release: what the gate says depends on the contacts alone. One thread.
 */
public final class LawfulHome implements AutoCloseable {
  private static final Instant SETTLED = World.beijing("2025-06-02T10:00:00");

  /** Calls of it count for the caps, and for nothing else here. */
  private static final UUID ANOTHER_CAMPAIGN = new UUID(0xCA, 99);

  private final TestHome home;
  private final Gate gate;

  private LawfulHome(TestHome home) {
    this.home = home;
    home.context = InOrder.of(World.script());
    home.now.set(SETTLED);
    home.open();
    gate =
        new Gate(
            home.store(),
            home.store(),
            RuleBook.standard(),
            home.now::get,
            new SplittableRandom(11));
  }

  /** On the embedded database, in memory. */
  public static LawfulHome h2() {
    return new LawfulHome(TestHome.on(TestDatabase.H2));
  }

  /** On a real database, with real keys, its journal on the disk. */
  public static LawfulHome on(StoreSettings settings, Protection protection, Path journal) {
    TestHome home = new TestHome(settings);
    home.protection = protection;
    home.journalDirectory = journal;
    home.journalFiles = new DiskFiles();
    return new LawfulHome(home);
  }

  static LawfulHome on(TestHome home) {
    return new LawfulHome(home);
  }

  private record InOrder(World world, Map<String, String> promptHashes) implements FactsContext {
    static InOrder of(Script script) {
      Map<String, String> hashes = new HashMap<>();
      for (Segment segment : script.segments()) {
        hashes.put(segment.promptId(), World.SHA256);
      }
      return new InOrder(new World(), hashes);
    }

    @Override
    public ClockState clock() {
      return new ClockState(true, Duration.ZERO, "", "2026a");
    }

    @Override
    public RecorderState recorder() {
      return new RecorderState.Ready();
    }

    @Override
    public Found<Policy> policy(List<String> packs) {
      return World.BOOK.policy(packs);
    }

    @Override
    public Calendars calendars() {
      return World.BOOK.calendars();
    }

    @Override
    public Found<TrunkState> trunk(String name) {
      return world.trunk;
    }

    @Override
    public Found<IvrCapacity> capacity() {
      return world.capacity;
    }

    @Override
    public Found<Places> places(String trunk) {
      return world.places;
    }
  }

  public Store store() {
    return home.store();
  }

  public Gate gate() {
    return gate;
  }

  /** The clock of gate and store. */
  public void at(Instant now) {
    home.now.set(now);
  }

  /** Brings the rows of a list into a batch that is switched over afterwards. */
  public interface ContactList {
    void into(ImportBatch batch) throws Exception;
  }

  /** Imports the contacts and approves a running campaign that calls them. */
  public Campaign campaignOf(List<ContactRow> contacts) throws Exception {
    return campaignOf(
        batch -> {
          for (ContactRow row : contacts) {
            batch.add(row);
          }
        });
  }

  public Campaign campaignOf(ContactList contacts) throws Exception {
    Registers registers = home.store().registers();
    registers.putUser(TestHome.ANNA, "engine");
    registers.putUser(TestHome.BOB, "engine");
    SourceProof proof = with(World.source(), "state", SourceProof.State.DRAFT);
    proof = with(with(proof, "creator", "anna"), "reviewer", null);
    registers.addSource(with(proof, "reviewedAt", null), "anna");
    registers.reviewSource(World.SOURCE, TestHome.BOB, new byte[] {1});
    Script script = with(World.script(), "state", Script.State.DRAFT);
    registers.addScript(with(with(script, "author", "anna"), "approver", null), "anna");
    for (Segment segment : script.segments()) {
      registers.hearings().here(segment, TestHome.BOB.name());
    }
    registers.approveScript(script.hash(), TestHome.BOB, new byte[] {1});
    Licence licence = with(World.licence("call-centre"), "creator", "anna");
    registers.addLicence(with(with(licence, "reviewer", null), "reviewedAt", null), "anna");
    registers.reviewLicence(licence.id(), TestHome.BOB, new byte[] {1});
    CallerNumber caller = World.caller();
    registers.putCallerNumber(caller, "anna");
    UUID batchId;
    try (ImportBatch batch = home.store().imports().begin(World.SOURCE, TestHome.FILE, "anna")) {
      contacts.into(batch);
      batchId = batch.switchOver().batchId();
    }
    Campaign draft = with(World.campaign(World.script()), "state", Campaign.State.DRAFT);
    draft = with(with(draft, "creator", "anna"), "approver", null);
    registers.addCampaign(draft, List.of(batchId), "anna");
    registers.setCampaignState(draft.id(), Campaign.State.SUBMITTED, "anna");
    registers.approveCampaign(draft.id(), TestHome.BOB, new byte[] {1});
    registers.setCampaignState(draft.id(), Campaign.State.RUNNING, "anna");
    return registers.campaigns().getFirst();
  }

  /** A call of another campaign in the past: it rang and counts, or never rang and does not. */
  public void called(UUID contactId, Instant at, boolean rang) {
    Attempt attempt = new Attempt(ANOTHER_CAMPAIGN, contactId, World.TRUNK);
    home.now.set(at);
    Contact contact = home.store().of(attempt, at).contact();
    UUID attemptId =
        home.store()
            .underLock(
                Permits.of(attempt, contact.personId(), contact.number(), at),
                locked -> locked.reserve(TestHome.decision(), "call@" + UUID.randomUUID()))
            .orElseThrow()
            .attemptId();
    home.store()
        .attempts()
        .ended(
            attemptId,
            rang ? Outcome.NO_ANSWER : Outcome.FAILED,
            Map.of("rang", String.valueOf(rang)));
  }

  /** A word of refusal, by mail. */
  public void refused(PhoneNumber number, Instant at) {
    home.now.set(at);
    home.store().refusals().add(number, new OptOut(Manner.MAIL, at, null, null, null), "anna");
  }

  @Override
  public void close() {
    home.close();
  }
}
