package dev.assent.compliance.store;

import static dev.assent.compliance.With.with;

import dev.assent.compliance.Attempt;
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
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.World;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyKey;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.attempt.FactsContext;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.register.Registers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A home with a real store in which a call to its first person is lawful, to be changed one thing
 * at a time: what stands in a register or a list before {@link #fill}, everything else at any time.
 * One thread.
 */
public final class OneCallHome implements AutoCloseable, FactsContext {
  private static final byte[] SIGNED = {1};
  static final UUID OTHER_CAMPAIGN = new UUID(0xCA, 2);

  public final TestHome home;
  public Script script = with(with(World.script(), "state", Script.State.REVIEW), "approver", null);
  public Campaign campaign;
  SourceProof source =
      with(with(World.source(), "state", SourceProof.State.DRAFT), "reviewer", null);
  final List<ContactRow> rows = new ArrayList<>();
  ClockState clock = new ClockState(true, Duration.ZERO, "", "2026a");
  RecorderState recorder = new RecorderState.Ready();
  final Map<String, String> prompts = new HashMap<>();
  Calendars calendars = World.BOOK.calendars();
  public Found<TrunkState> trunk = Found.present(new TrunkState(10, 1));
  Found<IvrCapacity> capacity = Found.present(new IvrCapacity(10, 1, 10, 1));
  Found<Places> places = Found.present(new Places("CN", "CN", "CN"));
  private Found<Policy> policy = World.BOOK.policy(List.of("cn-own-customer"));

  public OneCallHome(TestDatabase database) {
    home = TestHome.on(database);
    home.context = this;
    for (int i = 0; i < 3; i++) {
      rows.add(with(TestHome.row(i), "ageBand", Contact.AgeBand.ADULT));
    }
    script.segments().forEach(segment -> prompts.put(segment.promptId(), segment.wavSha256()));
    Instant from = TestHome.START.minus(Duration.ofDays(1));
    Campaign base = with(World.campaign(script), "state", Campaign.State.DRAFT);
    base = with(with(base, "creator", "anna"), "approver", null);
    campaign = with(with(base, "from", from), "to", from.plus(Duration.ofDays(200)));
  }

  public Store store() {
    return home.store();
  }

  /** Another figure of the policy, from now on. */
  public <T> void policy(PolicyKey<T> key, T value) {
    if (policy instanceof Found.Present<Policy>(var present)) {
      policy = Found.present(with(present, "figures", present.figures().with(key, value)));
    }
  }

  public void row(int i, String component, Object value) {
    rows.set(i, with(rows.get(i), component, value));
  }

  /** Its packs are taken out of force, or are again as they were. */
  void retire(boolean retired) {
    policy = retired ? Found.absent() : World.BOOK.policy(List.of("cn-own-customer"));
  }

  /** Its packs are in force until the day before. */
  void policyUntil(LocalDate end) {
    if (policy instanceof Found.Present<Policy>(var present)) {
      policy =
          Found.present(
              with(
                  present,
                  "packs",
                  present.packs().stream().map(pack -> with(pack, "effectiveTo", end)).toList()));
    }
  }

  /** Opens the store and registers everything, each thing approved by its second person. */
  public OneCallHome fill() throws Exception {
    Registers registers = home.open().registers();
    registers.addSource(source, "anna");
    registers.reviewSource(source.id(), TestHome.BOB, SIGNED);
    registers.addScript(script, "anna");
    for (Segment segment : script.segments()) {
      registers.hearings().here(segment, TestHome.BOB.name());
    }
    registers.approveScript(script.hash(), TestHome.BOB, SIGNED);
    registers.putCallerNumber(World.caller(), "anna");
    Licence licence = with(World.licence("call-centre"), "creator", "anna");
    registers.addLicence(with(with(licence, "reviewer", null), "reviewedAt", null), "anna");
    registers.reviewLicence(licence.id(), TestHome.BOB, SIGNED);
    UUID batchId;
    try (ImportBatch batch = store().imports().begin(source.id(), TestHome.FILE, "anna")) {
      for (ContactRow row : rows) {
        batch.add(row);
      }
      batchId = batch.switchOver().batchId();
    }
    registers.addCampaign(campaign, List.of(batchId), "anna");
    registers.setCampaignState(campaign.id(), Campaign.State.SUBMITTED, "anna");
    registers.approveCampaign(campaign.id(), TestHome.BOB, SIGNED);
    registers.setCampaignState(campaign.id(), Campaign.State.RUNNING, "anna");
    return this;
  }

  public Gate gate(RuleBook rules) {
    return new Gate(store(), store(), rules, home.now::get, new SplittableRandom(1));
  }

  public Attempt attempt() {
    return new Attempt(campaign.id(), contact(0), World.TRUNK);
  }

  public UUID contact(int i) {
    return store().lists().contactWith(campaign.id(), rows.get(i).number()).orElseThrow();
  }

  /** Reserves a call as if every rule allowed it. */
  public Reserved reserve(UUID campaignId, int i) {
    UUID contact = contact(i);
    PhoneNumber number = rows.get(i).number();
    Attempt attempt = new Attempt(campaignId, contact, World.TRUNK);
    UUID person =
        store()
            .of(new Attempt(campaign.id(), contact, World.TRUNK), home.now.get())
            .contact()
            .personId();
    return store()
        .underLock(
            Permits.of(attempt, person, number, home.now.get()),
            locked -> locked.reserve(TestHome.decision(), "call@" + UUID.randomUUID()))
        .orElseThrow();
  }

  /** A call of the campaign that was made and ended so. */
  public void called(int i, Outcome outcome, Map<String, String> details) {
    store().attempts().ended(reserve(campaign.id(), i).attemptId(), outcome, details);
  }

  @Override
  public ClockState clock() {
    return clock;
  }

  @Override
  public RecorderState recorder() {
    return recorder;
  }

  @Override
  public Map<String, String> promptHashes() {
    return Map.copyOf(prompts);
  }

  @Override
  public Found<Policy> policy(List<String> packs) {
    return policy;
  }

  @Override
  public Calendars calendars() {
    return calendars;
  }

  @Override
  public Found<TrunkState> trunk(String name) {
    return trunk;
  }

  @Override
  public Found<IvrCapacity> capacity() {
    return capacity;
  }

  @Override
  public Found<Places> places(String trunk) {
    return places;
  }

  @Override
  public void close() {
    home.close();
  }
}
