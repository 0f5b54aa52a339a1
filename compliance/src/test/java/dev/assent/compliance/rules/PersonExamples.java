package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.*;
import static dev.assent.compliance.With.with;
import static dev.assent.compliance.rules.Example.allows;
import static dev.assent.compliance.rules.Example.denies;
import static dev.assent.compliance.rules.Example.deniesForever;

import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.Found;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.SourceProof.Clause;
import dev.assent.compliance.SourceProof.Document;
import dev.assent.compliance.SourceProof.DocumentKind;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.ConsentKeys;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.script.Segment;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Examples of the rules about the person called: number, rights, source, refusal, consent. */
final class PersonExamples {

  private PersonExamples() {}

  static List<Example> all() {
    List<Example> all = new ArrayList<>();
    all.addAll(number());
    all.addAll(subject());
    all.addAll(age());
    all.addAll(source());
    all.addAll(refusal());
    all.addAll(consent());
    all.addAll(purpose());
    return all;
  }

  private static List<Example> number() {
    return List.of(
        allows("R11", "a landline", w -> dial(w, "+861088881234")),
        deniesForever(
            "R11",
            "not in the numbering plan",
            w -> dial(w, "+8619900001"),
            NUMBER_INVALID,
            JURISDICTION_UNKNOWN,
            CALENDAR_MISSING,
            OUTSIDE_WINDOW,
            COUNTER_UNAVAILABLE),
        deniesForever("R11", "satellite", w -> dial(w, "+8613490001234"), NUMBER_PROHIBITED),
        deniesForever(
            "R11",
            "premium rate",
            w -> dial(w, "+19002530000"),
            NUMBER_PROHIBITED,
            JURISDICTION_UNKNOWN,
            OUTSIDE_WINDOW),
        denies("R12", "Hong Kong", w -> dial(w, "+85221111234"), JURISDICTION_UNKNOWN),
        denies("R12", "Taiwan", w -> dial(w, "+886221111234"), JURISDICTION_UNKNOWN),
        denies("R12", "Macao", w -> dial(w, "+85366123456"), JURISDICTION_UNKNOWN));
  }

  private static void dial(World world, String e164) {
    world.contact = with(world.contact, "number", PhoneNumber.ofE164(e164));
  }

  private static List<Example> subject() {
    List<Example> examples = new ArrayList<>();
    for (Restriction restriction : Restriction.values()) {
      examples.add(
          denies(
              "R15",
              restriction.name(),
              w -> w.subject = Found.present(new SubjectState(Set.of(restriction), Set.of())),
              SUBJECT_RESTRICTED));
    }
    examples.add(denies("R15", "unknown", w -> w.subject = Found.absent(), SUBJECT_RESTRICTED));
    examples.add(
        denies("R15", "unreadable", w -> w.subject = Found.unreadable("x"), SUBJECT_RESTRICTED));
    return examples;
  }

  private static List<Example> age() {
    return List.of(
        deniesForever("R16", "a child", w -> age(w, AgeBand.UNDER_14, Purpose.SERVICE), MINOR),
        allows("R16", "served at 14", w -> age(w, AgeBand.FROM_14_TO_17, Purpose.SERVICE)),
        deniesForever(
            "R16", "marketing at 14", w -> age(w, AgeBand.FROM_14_TO_17, Purpose.MARKETING), MINOR),
        allows("R16", "age unknown", w -> age(w, null, Purpose.MARKETING)),
        allows(
            "R19",
            "the last millisecond",
            w -> w.contact = with(w.contact, "expiresAt", w.now.plusMillis(1))),
        denies(
            "R19",
            "to be erased now",
            w -> w.contact = with(w.contact, "expiresAt", w.now),
            RETENTION_EXPIRED));
  }

  private static void age(World world, AgeBand age, Purpose purpose) {
    world.contact = with(world.contact, "ageBand", age);
    world.campaign = with(world.campaign, "purpose", purpose);
  }

  private static List<Example> source() {
    return List.of(
        denies(
            "R18",
            "no source",
            w -> w.sourceKnown = false,
            SOURCE_UNPROVEN,
            SEPARATE_CONSENT_MISSING),
        denies("R18", "draft", w -> set(w, "state", SourceProof.State.DRAFT), SOURCE_UNPROVEN),
        denies("R18", "revoked", w -> set(w, "state", SourceProof.State.REVOKED), SOURCE_BANNED),
        denies("R18", "no reviewer", w -> set(w, "reviewer", null), SOURCE_UNPROVEN),
        denies("R18", "its creator's review", w -> set(w, "reviewer", "creator"), SOURCE_UNPROVEN),
        denies(
            "R18",
            "reviewed by who brought a paper",
            w ->
                set(
                    w,
                    "documents",
                    List.of(
                        SourceProof.Document.brought(
                            SourceProof.DocumentKind.COLLECTION_FORM,
                            World.SHA256,
                            null,
                            "reviewer"))),
            SOURCE_UNPROVEN),
        denies("R18", "no review date", w -> set(w, "reviewedAt", null), SOURCE_UNPROVEN),
        denies(
            "R18",
            "a review to come",
            w -> set(w, "reviewedAt", w.now.plusMillis(1)),
            SOURCE_UNPROVEN),
        denies("R18", "no notice", w -> set(w, "noticeVersion", ""), SOURCE_UNPROVEN),
        denies("R18", "no collection form", w -> set(w, "documents", List.of()), SOURCE_UNPROVEN),
        allows("R18", "last day before review", w -> set(w, "validTo", LocalDate.of(2026, 3, 18))),
        denies(
            "R18",
            "review due",
            w -> set(w, "validTo", LocalDate.of(2026, 3, 17)),
            SUPPLIER_EXPIRED),
        allows(
            "R18",
            "bought, with all papers (A-13)",
            w -> w.source = bought(w, LocalDate.of(2026, 3, 18))),
        denies(
            "R18",
            "a licence run out",
            w -> w.source = bought(w, LocalDate.of(2026, 3, 17)),
            SUPPLIER_EXPIRED),
        denies(
            "R18",
            "bought, two clauses",
            w ->
                w.source =
                    with(
                        bought(w, LocalDate.of(2027, 1, 1)),
                        "contractClauses",
                        Set.of(Clause.LEGALITY, Clause.SECRECY)),
            SOURCE_UNPROVEN),
        denies(
            "R18",
            "bought, one paper",
            w -> {
              SourceProof bought = bought(w, LocalDate.of(2027, 1, 1));
              w.source = with(bought, "documents", bought.documents().subList(0, 1));
            },
            SOURCE_UNPROVEN));
  }

  private static void set(World world, String component, Object value) {
    world.source = with(world.source, component, value);
  }

  /** With the consent that the supplier hands the data to us, which R24 asks for. */
  private static SourceProof bought(World world, LocalDate licenceValidTo) {
    world.grants.add(
        with(with(world.grants.getFirst(), "id", new UUID(0, 72)), "scope", GrantScope.PROVIDE));
    SourceProof source = with(world.source, "type", SourceProof.Type.PURCHASED);
    source =
        with(
            source,
            "documents",
            List.of(
                new Document(DocumentKind.DATA_SOURCE_PROOF, World.SHA256, null),
                new Document(DocumentKind.BUSINESS_LICENCE, World.SHA256, licenceValidTo)));
    return with(source, "contractClauses", EnumSet.allOf(Clause.class));
  }

  private static List<Example> refusal() {
    return List.of(
        deniesForever("R20", "listed (A-26)", World::listed, DNC_INTERNAL),
        denies(
            "R20",
            "a list that cannot be read",
            w -> w.dnc = new DncState.Unavailable("down"),
            DNC_UNAVAILABLE));
  }

  private static List<Example> consent() {
    return List.of(
        denies("R22", "none", w -> w.grants.clear(), CONSENT_MISSING, PURPOSE_MISMATCH),
        denies(
            "R22", "unreadable", w -> w.grantsReadable = false, CONSENT_MISSING, PURPOSE_MISMATCH),
        denies(
            "R22",
            "only to be recorded",
            w -> grant(w, "scope", GrantScope.RECORD),
            CONSENT_MISSING,
            PURPOSE_MISMATCH),
        denies(
            "R22",
            "somebody else's",
            w -> grant(w, "personId", new UUID(5, 5)),
            CONSENT_MISSING,
            PURPOSE_MISMATCH),
        denies(
            "R22",
            "withdrawn (B-20)",
            w -> grant(w, "withdrawnAt", w.now),
            CONSENT_WITHDRAWN,
            PURPOSE_MISMATCH),
        allows("R22", "its last millisecond", w -> grant(w, "expiresAt", w.now.plusMillis(1))),
        denies(
            "R22",
            "expiring now",
            w -> grant(w, "expiresAt", w.now),
            CONSENT_EXPIRED,
            PURPOSE_MISMATCH),
        allows(
            "R22",
            "a year old but for a millisecond",
            w -> grant(w, "grantedAt", w.now.minus(Duration.ofDays(365)).plusMillis(1))),
        denies(
            "R22",
            "a year old",
            w -> grant(w, "grantedAt", w.now.minus(Duration.ofDays(365))),
            CONSENT_EXPIRED,
            PURPOSE_MISMATCH),
        allows("R22", "given this instant", w -> grant(w, "grantedAt", w.now)),
        denies(
            "R22",
            "given later",
            w -> grant(w, "grantedAt", w.now.plusMillis(1)),
            CONSENT_EVIDENCE_INVALID,
            PURPOSE_MISMATCH),
        denies(
            "R22",
            "no evidence (A-16)",
            w -> grant(w, "evidenceSha256", ""),
            CONSENT_EVIDENCE_INVALID,
            PURPOSE_MISMATCH),
        allows(
            "R22",
            "its proof is kept here, and whole",
            w -> grant(w, "evidence", kept(SealedEvidence.State.INTACT))),
        denies(
            "R22",
            "its proof is gone",
            w -> grant(w, "evidence", kept(SealedEvidence.State.MISSING)),
            CONSENT_EVIDENCE_INVALID,
            PURPOSE_MISMATCH),
        denies(
            "R22",
            "its proof was altered",
            w -> grant(w, "evidence", kept(SealedEvidence.State.ALTERED)),
            CONSENT_EVIDENCE_INVALID,
            PURPOSE_MISMATCH),
        denies(
            "R22",
            "no notice (A-10)",
            w -> grant(w, "noticeVersion", " "),
            CONSENT_EVIDENCE_INVALID,
            PURPOSE_MISMATCH),
        denies(
            "R22",
            "a form the policy does not take",
            w -> {
              var policy = ((Found.Present<dev.assent.compliance.policy.Policy>) w.policy).value();
              w.policy =
                  Found.present(
                      with(
                          policy,
                          "figures",
                          policy.figures().with(ConsentKeys.FORMS, Set.of(ConsentForm.PAPER))));
            },
            CONSENT_EVIDENCE_INVALID,
            PURPOSE_MISMATCH),
        denies(
            "R22",
            "not by voice",
            w -> grant(w, "channels", Set.of(Channel.SMS)),
            CONSENT_SCOPE,
            PURPOSE_MISMATCH),
        denies(
            "R22",
            "not by a synthetic voice",
            w -> grant(w, "syntheticVoice", false),
            CONSENT_SCOPE,
            PURPOSE_MISMATCH),
        allows(
            "R22",
            "a human voice needs no word on synthetic ones",
            w -> {
              grant(w, "syntheticVoice", false);
              List<Segment> spoken =
                  w.script.segments().stream().map(s -> with(s, "synthetic", false)).toList();
              w.script = with(w.script, "segments", spoken);
              w.campaign = World.campaign(w.script);
            }),
        allows(
            "R22",
            "one bad grant beside a good one",
            w -> w.grants.add(with(w.grants.getFirst(), "expiresAt", w.now))),
        denies(
            "R22",
            "an older grant, after a later withdrawal of the same",
            w ->
                w.grants.add(
                    with(
                        with(
                            with(w.grants.getFirst(), "id", new UUID(0, 70)),
                            "grantedAt",
                            w.now.minus(Duration.ofDays(30))),
                        "withdrawnAt",
                        w.now.minus(Duration.ofDays(1)))),
            CONSENT_WITHDRAWN,
            PURPOSE_MISMATCH),
        allows(
            "R22",
            "given again after a withdrawal",
            w ->
                w.grants.add(
                    with(
                        with(
                            with(w.grants.getFirst(), "id", new UUID(0, 70)),
                            "grantedAt",
                            w.now.minus(Duration.ofDays(90))),
                        "withdrawnAt",
                        w.now.minus(Duration.ofDays(61))))));
  }

  private static List<Example> purpose() {
    return List.of(
        denies(
            "R23",
            "service is not marketing (A-24)",
            w -> grant(w, "purposes", Set.of(Purpose.SERVICE)),
            PURPOSE_MISMATCH),
        denies(
            "R23",
            "an expired grant lends its purpose to no other",
            w -> {
              Grant marketing = with(w.grants.getFirst(), "expiresAt", w.now);
              grant(w, "purposes", Set.of(Purpose.SERVICE));
              w.grants.add(with(marketing, "id", new UUID(0, 71)));
            },
            PURPOSE_MISMATCH));
  }

  private static void grant(World world, String component, Object value) {
    world.grants.set(0, with(world.grants.getFirst(), component, value));
  }

  private static SealedEvidence kept(SealedEvidence.State state) {
    return new SealedEvidence(new UUID(0, 8), World.SHA256, state);
  }
}
