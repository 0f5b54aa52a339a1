package dev.assent.compliance.example;

import dev.assent.compliance.AbandonedCalls;
import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.ClockState;
import dev.assent.compliance.Contact;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Licence;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Places;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Cap;
import dev.assent.compliance.policy.ConsentKeys;
import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.SectorKeys;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.script.SegmentType;
import dev.assent.compliance.suppression.ListEntry;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The facts of an example: all in order, but for what it states. */
final class LawfulFacts {

  private static final Duration LONG = Duration.ofDays(3650);
  private static final String SHA256 = "ab".repeat(32);
  private static final String TRUNK = "main";
  private static final UUID CAMPAIGN = new UUID(0, 1);
  private static final UUID OTHER_CAMPAIGN = new UUID(0, 99);
  private static final UUID CONTACT = new UUID(0, 2);
  private static final UUID PERSON = new UUID(0, 3);
  private static final UUID SOURCE = new UUID(0, 4);

  private final PolicyExample example;
  private final Instant now;
  private final LocalDate longAgo;
  private final LocalDate farAhead;

  LawfulFacts(PolicyExample example) {
    this.example = example;
    this.now = example.at();
    this.longAgo = now.minus(LONG).atOffset(ZoneOffset.UTC).toLocalDate();
    this.farAhead = now.plus(LONG).atOffset(ZoneOffset.UTC).toLocalDate();
  }

  Facts of(PhoneNumber number, Policy policy, Calendars calendars) {
    Script script = script();
    return new Facts(
        new Attempt(CAMPAIGN, CONTACT, TRUNK),
        now,
        new ClockState(true, Duration.ZERO, "", "2026a"),
        Found.present(List.of()),
        Found.present(policy),
        calendars,
        Found.present(campaign(script, policy)),
        Found.present(script),
        script.segments().stream().collect(Collectors.toMap(Segment::promptId, Segment::wavSha256)),
        Found.present(caller()),
        example.recorderReady()
            ? new RecorderState.Ready()
            : new RecorderState.NotReady("by example"),
        contact(number),
        Found.present(new SubjectState(Set.of(), Set.of())),
        Found.present(source()),
        new DncState.NotListed(),
        lists(policy),
        Found.present(grants(policy)),
        Found.present(history()),
        Found.present(false),
        Found.present(
            example.licensed() ? licences(policy.of(number, example.whereabouts())) : List.of()),
        Found.present(abandoned(policy)),
        Found.present(new TrunkState(100, 1)),
        Found.present(new IvrCapacity(100, 1, 100, 1)),
        Found.present(places(policy)),
        "none");
  }

  private Script script() {
    List<Segment> segments =
        Arrays.stream(SegmentType.values())
            .map(type -> new Segment(type, type.name(), "example", SHA256, true))
            .toList();
    return new Script(
        "example",
        1,
        "zh-CN",
        segments,
        "author",
        "approver",
        false,
        Script.State.APPROVED,
        farAhead,
        List.of(),
        "example",
        List.of());
  }

  private Campaign campaign(Script script, Policy policy) {
    return new Campaign(
        CAMPAIGN,
        "example",
        example.purpose(),
        policy.packs().stream().map(pack -> pack.pack()).toList(),
        script.hash(),
        List.of(example.caller()),
        TRUNK,
        now.minus(LONG),
        now.plus(LONG),
        Campaign.State.RUNNING,
        "creator",
        "approver",
        false,
        Campaign.OnRefuse.END,
        false,
        new Campaign.Pacing(1, 1),
        example.products(),
        false,
        false,
        example.noticeSent() ? new Campaign.PreNotice("example", now.minus(LONG)) : null,
        List.of(),
        Campaign.Dialling.USUAL);
  }

  /** Each the policy asks for. */
  private List<Licence> licences(Policy policy) {
    return policy.get(SectorKeys.LICENCES).stream()
        .map(
            kind ->
                new Licence(
                    new UUID(2, kind.hashCode()),
                    kind,
                    kind,
                    "L-1",
                    "Example Ltd",
                    "",
                    SHA256,
                    longAgo,
                    farAhead,
                    "creator",
                    "reviewer",
                    now.minus(LONG),
                    false))
        .toList();
  }

  /** The same in each period the policy looks at. */
  private AbandonedCalls abandoned(Policy policy) {
    PolicyExample.Connects calls = example.connects();
    Instant first = calls.heardNobody() == 0 ? null : now.minusSeconds(60);
    return new AbandonedCalls(
        policy.get(DialKeys.ABANDON_LIMITS).keySet().stream()
            .map(
                days ->
                    new AbandonedCalls.Period(days, calls.answered(), calls.heardNobody(), first))
            .toList(),
        calls.up());
  }

  private Places places(Policy policy) {
    Places stated = example.places();
    if (stated != null) {
      return stated;
    }
    String region = policy.get(DataKeys.RESIDENCY).stream().sorted().findFirst().orElse("");
    return new Places(region, region, region);
  }

  private CallerNumber caller() {
    LocalDate changed = example.callerChanged();
    return new CallerNumber(
        example.caller(),
        example.caller(),
        "Example Ltd",
        "authority",
        "F-1",
        EnumSet.allOf(Purpose.class),
        true,
        "L-1",
        SHA256,
        "A",
        changed == null ? longAgo : changed.minusDays(1),
        changed,
        "",
        farAhead,
        null,
        List.of(TRUNK));
  }

  private Contact contact(PhoneNumber number) {
    return new Contact(
        CONTACT,
        PERSON,
        number,
        example.whereabouts(),
        "zh-CN",
        example.age(),
        example.quiet(),
        SOURCE,
        new UUID(0, 5),
        now.plus(LONG));
  }

  private SourceProof source() {
    return new SourceProof(
        SOURCE,
        "example",
        SourceProof.Type.SELF_WEB,
        "",
        List.of(new SourceProof.Document(SourceProof.DocumentKind.COLLECTION_FORM, SHA256, null)),
        Set.of(),
        longAgo,
        "notice-1",
        farAhead,
        SourceProof.State.REVIEWED,
        "creator",
        "reviewer",
        now.minus(LONG),
        false);
  }

  /** Every list the policy demands, as old as the example says, without this number. */
  private Found<List<ListReading>> lists(Policy policy) {
    Instant fetched = now.minus(example.listAge());
    List<ListReading> lists = new ArrayList<>();
    policy
        .get(DataKeys.DNC_EXTERNAL_LISTS)
        .keySet()
        .forEach(name -> lists.add(list(name, ListKind.NATIONAL, fetched, Found.absent())));
    policy
        .get(DataKeys.DNC_PROTECTED_LISTS)
        .keySet()
        .forEach(name -> lists.add(list(name, ListKind.PROTECTED, fetched, Found.absent())));
    lists.add(
        list(
            "reassigned",
            ListKind.REASSIGNED,
            fetched,
            Found.present(new ListEntry(example.disconnected()))));
    return Found.present(List.copyOf(lists));
  }

  private static ListReading list(
      String name, ListKind kind, Instant fetched, Found<ListEntry> entry) {
    return new ListReading(name, kind, "1", fetched, Instant.MAX, entry);
  }

  /** To be called, and each that the policy wants asked for on its own. */
  private List<Grant> grants(Policy policy) {
    ConsentForm form = example.consent().form();
    if (form == null) {
      return List.of();
    }
    List<Grant> grants = new ArrayList<>(List.of(grant(GrantScope.CALL, form)));
    if (example.separateConsent()) {
      policy.get(ConsentKeys.SEPARATE).forEach(scope -> grants.add(grant(scope, form)));
    }
    return grants;
  }

  private Grant grant(GrantScope scope, ConsentForm form) {
    return new Grant(
        UUID.nameUUIDFromBytes(scope.name().getBytes(StandardCharsets.US_ASCII)),
        PERSON,
        scope,
        Set.of(example.purpose()),
        Set.of(Channel.VOICE),
        example.consent().synthetic(),
        form,
        "notice-1",
        example.consent().given(),
        now.plus(LONG),
        null,
        SHA256,
        null);
  }

  private CallHistory history() {
    List<PastCall> calls = new ArrayList<>();
    for (Instant at : example.calls()) {
      calls.add(past(calls.size(), OTHER_CAMPAIGN, at, true, Outcome.NO_ANSWER));
    }
    for (Instant at : example.hungUp()) {
      calls.add(past(calls.size(), OTHER_CAMPAIGN, at, true, Outcome.HUNG_UP));
    }
    for (Instant at : example.tried()) {
      calls.add(past(calls.size(), OTHER_CAMPAIGN, at, false, Outcome.BUSY));
    }
    for (PolicyExample.PastAttempt attempt : example.attempts()) {
      boolean rang = attempt.outcome() == Outcome.NO_ANSWER;
      calls.add(past(calls.size(), CAMPAIGN, attempt.at(), rang, attempt.outcome()));
    }
    return new CallHistory(
        example.countedFor().contains(Cap.Scope.PERSON) ? calls : List.of(),
        example.countedFor().contains(Cap.Scope.NUMBER) ? calls : List.of());
  }

  private static PastCall past(
      int serial, UUID campaign, Instant at, boolean rang, Outcome outcome) {
    return new PastCall(new UUID(1, serial), campaign, CONTACT, at, rang, rang, outcome, null);
  }
}
