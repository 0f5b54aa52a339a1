package dev.assent.compliance;

import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.script.SegmentType;
import dev.assent.compliance.suppression.ListReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The facts in memory, to be changed one by one. As built, everything is in order and a call to one
 * person is lawful: Wednesday, 18 March 2026, 10:00 in Beijing. One thread.
 */
public final class World implements FactsSource, Reservations, InstantSource {

  public static final PolicyBook BOOK = PolicyBook.ofCandidates();
  public static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
  public static final UUID CAMPAIGN = new UUID(0, 1);
  public static final UUID CONTACT = new UUID(0, 2);
  public static final UUID PERSON = new UUID(0, 3);
  public static final UUID SOURCE = new UUID(0, 4);
  public static final String TRUNK = "main";
  public static final String SHA256 = "ab".repeat(32);

  public Instant now = beijing("2026-03-18T10:00:00");
  public ClockState clock = new ClockState(true, Duration.ofMillis(3), "", "2026a");
  public Found<List<Hold>> holds = Found.present(List.of());
  public Found<Policy> policy;
  public Calendars calendars = BOOK.calendars();
  public RecorderState recorder = new RecorderState.Ready();
  public Found<SubjectState> subject = Found.present(new SubjectState(Set.of(), Set.of()));
  public DncState dnc = new DncState.NotListed();
  public Found<List<ListReading>> lists = Found.present(List.of());
  public final List<PastCall> personCalls = new ArrayList<>();
  public final List<PastCall> numberCalls = new ArrayList<>();
  public boolean historyReadable = true;
  public Found<Boolean> inFlight = Found.present(false);
  public Found<List<Licence>> licences = Found.present(List.of(licence("call-centre")));
  public Found<AbandonedCalls> abandoned =
      Found.present(new AbandonedCalls(List.of(new AbandonedCalls.Period(30, 100, 0, null)), 0));
  public Found<TrunkState> trunk = Found.present(new TrunkState(100, 1));
  public Found<IvrCapacity> capacity = Found.present(new IvrCapacity(100, 1, 128, 1));
  public Found<Places> places = Found.present(new Places("CN", "CN", "CN"));
  public boolean lockFree = true;

  public Script script = script();
  public final Map<String, String> promptsOnDisk = new HashMap<>();
  public Campaign campaign = campaign(script);
  public Contact contact =
      new Contact(
          CONTACT,
          PERSON,
          PhoneNumber.ofE164("+8619900001234"),
          Whereabouts.UNSAID,
          "zh-CN",
          Contact.AgeBand.ADULT,
          QuietTimes.NONE,
          SOURCE,
          new UUID(0, 5),
          beijing("2027-12-31T00:00:00"));
  public CallerNumber caller = caller();
  public SourceProof source = source();
  public List<Grant> grants = new ArrayList<>(List.of(grant(now)));
  public boolean campaignKnown = true;
  public boolean scriptKnown = true;
  public boolean callerKnown = true;
  public boolean sourceKnown = true;
  public boolean grantsReadable = true;

  public World() {
    this(BOOK.policy(List.of("cn-own-customer")));
  }

  public World(Found<Policy> policy) {
    this.policy = policy;
    script.segments().forEach(segment -> promptsOnDisk.put(segment.promptId(), SHA256));
  }

  /** A wall clock time in Beijing, such as {@code 2026-03-18T10:00:00}. */
  public static Instant beijing(String local) {
    return OffsetDateTime.parse(local + "+08:00").toInstant();
  }

  /** Moves everything to another time: the consent was given 60 days before it. */
  public World at(String localBeijing) {
    now = beijing(localBeijing);
    grants = new ArrayList<>(List.of(grant(now)));
    return this;
  }

  /** A call that rang, to this person at this number, in another campaign. */
  public World called(String localBeijing) {
    return called(localBeijing, new UUID(0, 99), true, Outcome.NO_ANSWER);
  }

  public World called(String localBeijing, UUID campaignId, boolean counts, Outcome outcome) {
    PastCall call =
        new PastCall(
            UUID.randomUUID(),
            campaignId,
            CONTACT,
            beijing(localBeijing),
            counts,
            counts,
            outcome,
            null);
    personCalls.add(call);
    numberCalls.add(call);
    return this;
  }

  public World listed() {
    dnc =
        new DncState.Listed(
            List.of(
                new DncEntry(
                    new UUID(0, 6), DncReach.EVERY_CALL, Manner.KEY9, now.minusSeconds(60))));
    return this;
  }

  public Attempt attempt() {
    return new Attempt(CAMPAIGN, CONTACT, TRUNK);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public Facts of(Attempt attempt, Instant at) {
    return new Facts(
        attempt,
        at,
        clock,
        holds,
        policy,
        calendars,
        campaignKnown ? Found.present(campaign) : Found.absent(),
        scriptKnown ? Found.present(script) : Found.absent(),
        promptsOnDisk,
        callerKnown ? Found.present(caller) : Found.absent(),
        recorder,
        contact,
        subject,
        sourceKnown ? Found.present(source) : Found.absent(),
        dnc,
        lists,
        grantsReadable ? Found.present(List.copyOf(grants)) : Found.unreadable("down"),
        historyReadable
            ? Found.present(new CallHistory(personCalls, numberCalls))
            : Found.unreadable("down"),
        inFlight,
        licences,
        abandoned,
        trunk,
        capacity,
        places,
        "dnc 1");
  }

  @Override
  public Found<List<Hold>> holds() {
    return holds;
  }

  @Override
  public <T> Optional<T> underLock(Permit permit, Function<LockedFacts, T> work) {
    return lockFree ? Optional.of(work.apply(new Locked(permit))) : Optional.empty();
  }

  private final class Locked implements LockedFacts {
    private final Permit permit;

    Locked(Permit permit) {
      this.permit = permit;
    }

    @Override
    public Facts facts() {
      return of(permit.attempt(), now);
    }

    @Override
    public Reserved reserve(DecisionRecord decision, String sipCallId) {
      UUID attemptId = UUID.nameUUIDFromBytes(sipCallId.getBytes(StandardCharsets.UTF_8));
      PastCall held = new PastCall(attemptId, CAMPAIGN, CONTACT, now, true, false, null, null);
      personCalls.add(held);
      numberCalls.add(held);
      inFlight = Found.present(true);
      return new Reserved(attemptId, now);
    }
  }

  /** An approved script with every segment, spoken by a machine that says so. */
  public static Script script(SegmentType... without) {
    List<Segment> segments =
        Arrays.stream(SegmentType.values())
            .filter(type -> !Arrays.asList(without).contains(type))
            .map(type -> new Segment(type, type.name().toLowerCase(Locale.ROOT), "…", SHA256, true))
            .toList();
    return new Script(
        "welcome",
        1,
        "zh-CN",
        segments,
        "author",
        "approver",
        false,
        Script.State.APPROVED,
        LocalDate.of(2027, 12, 31),
        List.of(),
        "general 1",
        List.of());
  }

  public static Campaign campaign(Script script) {
    return new Campaign(
        CAMPAIGN,
        "spring",
        Purpose.MARKETING,
        List.of("cn-own-customer"),
        script.hash(),
        List.of("+861088880000"),
        TRUNK,
        beijing("2025-01-01T00:00:00"),
        beijing("2028-01-01T00:00:00"),
        Campaign.State.RUNNING,
        "creator",
        "approver",
        false,
        Campaign.OnRefuse.END,
        true,
        new Campaign.Pacing(5, 20),
        Set.of("membership"),
        false,
        false,
        null,
        List.of(),
        Campaign.Dialling.USUAL);
  }

  /** A licence, read by a second person. */
  public static Licence licence(String kind) {
    return new Licence(
        UUID.nameUUIDFromBytes(kind.getBytes(StandardCharsets.UTF_8)),
        kind + " 2025",
        kind,
        "B2-2025-0001",
        "Example Ltd",
        "",
        SHA256,
        LocalDate.of(2024, 12, 1),
        LocalDate.of(2027, 12, 31),
        "creator",
        "reviewer",
        beijing("2025-01-02T09:00:00"),
        false);
  }

  public static CallerNumber caller() {
    return new CallerNumber(
        "+861088880000",
        "+861088880000",
        "Example Ltd",
        "MIIT",
        "F-2026-1",
        Set.of(Purpose.MARKETING, Purpose.SERVICE),
        true,
        "L-1",
        SHA256,
        "",
        LocalDate.of(2025, 1, 1),
        null,
        "",
        LocalDate.of(2027, 12, 31),
        null,
        List.of(TRUNK));
  }

  public static SourceProof source() {
    return new SourceProof(
        SOURCE,
        "web form",
        SourceProof.Type.SELF_WEB,
        "",
        List.of(new SourceProof.Document(SourceProof.DocumentKind.COLLECTION_FORM, SHA256, null)),
        Set.of(),
        LocalDate.of(2024, 12, 1),
        "notice-3",
        LocalDate.of(2027, 12, 31),
        SourceProof.State.REVIEWED,
        "creator",
        "reviewer",
        beijing("2024-12-02T09:00:00"),
        false);
  }

  public static Grant grant(Instant now) {
    return new Grant(
        new UUID(0, 7),
        PERSON,
        GrantScope.CALL,
        Set.of(Purpose.MARKETING, Purpose.SERVICE),
        Set.of(Channel.VOICE),
        true,
        ConsentForm.WEB_TICK,
        "notice-3",
        now.minus(Duration.ofDays(60)),
        now.plus(Duration.ofDays(180)),
        null,
        SHA256,
        null);
  }
}
