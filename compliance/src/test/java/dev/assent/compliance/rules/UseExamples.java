package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.*;
import static dev.assent.compliance.With.with;
import static dev.assent.compliance.rules.Example.allows;
import static dev.assent.compliance.rules.Example.defers;
import static dev.assent.compliance.rules.Example.denies;
import static dev.assent.compliance.rules.Example.deniesForever;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.Found;
import dev.assent.compliance.Licence;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Places;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.policy.ConsentKeys;
import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyKey;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.SectorKeys;
import dev.assent.compliance.policy.SectorKeys.Minors;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Examples of the rules about what a person's data may be used for: R06, R16, R17, R24–R26. */
final class UseExamples {

  private UseExamples() {}

  static List<Example> all() {
    List<Example> all = new ArrayList<>();
    all.addAll(licences());
    all.addAll(products());
    all.addAll(minors());
    all.addAll(flags());
    all.addAll(separateConsent());
    all.addAll(coolOff());
    all.addAll(residency());
    return all;
  }

  /** The world under a policy with another figure. */
  static <T> void policy(World world, PolicyKey<T> key, T value) {
    if (world.policy instanceof Found.Present<Policy>(var policy)) {
      world.policy = Found.present(with(policy, "figures", policy.figures().with(key, value)));
    }
  }

  private static List<Example> licences() {
    return List.of(
        allows("R06", "licensed", w -> licence(w, World.licence("call-centre"))),
        denies(
            "R06",
            "no licence",
            w -> {
              licence(w, World.licence("call-centre"));
              w.licences = Found.present(List.of());
            },
            LICENCE_MISSING),
        denies(
            "R06",
            "a licence for something else",
            w -> licence(w, World.licence("finance")),
            LICENCE_MISSING),
        denies("R06", "unreadable", w -> w.licences = Found.unreadable("x"), LICENCE_MISSING),
        allows("R06", "its last day", w -> valid(w, LocalDate.of(2026, 1, 1), 18)),
        denies(
            "R06", "the day after", w -> valid(w, LocalDate.of(2026, 1, 1), 17), LICENCE_MISSING),
        allows("R06", "its first day", w -> valid(w, LocalDate.of(2026, 3, 18), 31)),
        denies(
            "R06", "the day before", w -> valid(w, LocalDate.of(2026, 3, 19), 31), LICENCE_MISSING),
        denies("R06", "unread", w -> licence(w, "reviewer", null), LICENCE_MISSING),
        denies(
            "R06",
            "read by who brought it",
            w -> licence(w, "reviewer", "creator"),
            LICENCE_MISSING),
        allows(
            "R06",
            "read by who brought it in a sole home, and marked so",
            w ->
                licence(
                    w,
                    with(
                        with(World.licence("call-centre"), "reviewer", "creator"),
                        "selfReviewed",
                        true))),
        allows(
            "R06",
            "exempt, with a reason (D-a)",
            w ->
                licence(
                    w,
                    with(
                        with(World.licence("call-centre"), "number", ""),
                        "exemption",
                        "serves own customers only"))),
        denies(
            "R06",
            "neither a number nor a reason",
            w -> licence(w, "number", ""),
            LICENCE_MISSING));
  }

  private static void valid(World world, LocalDate from, int toDayOfMarch) {
    licence(
        world,
        with(
            with(World.licence("call-centre"), "validFrom", from),
            "validTo",
            LocalDate.of(2026, 3, toDayOfMarch)));
  }

  private static void licence(World world, String component, Object value) {
    licence(world, with(World.licence("call-centre"), component, value));
  }

  private static void licence(World world, Licence licence) {
    policy(world, SectorKeys.LICENCES, Set.of("call-centre"));
    world.licences = Found.present(List.of(licence));
  }

  private static List<Example> products() {
    return List.of(
        allows("R06", "another product", w -> banned(w, Set.of("membership"))),
        denies(
            "R06",
            "a banned product among others (C-12)",
            w -> banned(w, Set.of("fund", "high-risk")),
            PRODUCT_BANNED),
        denies("R06", "what it offers not stated", w -> banned(w, Set.of()), PRODUCT_BANNED),
        allows("R06", "everybody was told before (E-03)", w -> told(w, w.now.minusSeconds(1))),
        denies("R06", "they are told later", w -> told(w, w.now), PRE_NOTICE_MISSING),
        denies("R06", "nobody was told", w -> told(w, null), PRE_NOTICE_MISSING));
  }

  private static void told(World world, @Nullable Instant at) {
    policy(world, ConsentKeys.ANNOUNCE_PRE_NOTICE, true);
    Campaign.PreNotice notice = at == null ? null : new Campaign.PreNotice("sms-7", at);
    world.campaign = with(world.campaign, "preNotice", notice);
  }

  private static void banned(World world, Set<String> products) {
    policy(world, SectorKeys.PRODUCT_BANS, Set.of("high-risk"));
    world.campaign = with(world.campaign, "productClasses", products);
  }

  private static List<Example> minors() {
    return List.of(
        deniesForever(
            "R16", "15, where nobody under 18 is called", w -> young(w, Minors.NEVER), MINOR),
        denies(
            "R16",
            "15, without a guardian's word",
            w -> young(w, Minors.GUARDIAN),
            GUARDIAN_CONSENT_MISSING),
        allows(
            "R16",
            "15, with a guardian's written word",
            w -> {
              young(w, Minors.GUARDIAN);
              w.grants.set(0, with(w.grants.getFirst(), "form", ConsentForm.GUARDIAN_WRITTEN));
            }),
        denies(
            "R16",
            "15, with a guardian's word that ran out",
            w -> {
              young(w, Minors.GUARDIAN);
              Grant written = with(w.grants.getFirst(), "form", ConsentForm.GUARDIAN_WRITTEN);
              w.grants.add(with(with(written, "id", new UUID(0, 73)), "expiresAt", w.now));
            },
            GUARDIAN_CONSENT_MISSING),
        denies(
            "R16",
            "age unknown, where it is asked for",
            w -> {
              age(w, null);
              policy(w, SectorKeys.AGE_REQUIRED, true);
            },
            AGE_UNKNOWN),
        denies(
            "R16",
            "age unknown, where guardians are asked",
            w -> {
              age(w, null);
              policy(w, SectorKeys.MINORS, Minors.GUARDIAN);
            },
            AGE_UNKNOWN),
        allows(
            "R16",
            "an adult, where age is asked for",
            w -> policy(w, SectorKeys.AGE_REQUIRED, true)),
        deniesForever(
            "R16",
            "noticed to be a minor on the line",
            w -> w.subject = Found.present(new SubjectState(Set.of(), Set.of(Flag.MINOR))),
            MINOR));
  }

  private static void young(World world, Minors minors) {
    age(world, AgeBand.FROM_14_TO_17);
    world.campaign = with(world.campaign, "purpose", Purpose.SERVICE);
    policy(world, SectorKeys.MINORS, minors);
  }

  private static void age(World world, AgeBand age) {
    world.contact = with(world.contact, "ageBand", age);
  }

  private static List<Example> flags() {
    List<Example> examples = new ArrayList<>();
    for (Flag flag : Flag.values()) {
      if (flag != Flag.MINOR) {
        examples.add(
            denies(
                "R17",
                flag.name(),
                w -> w.subject = Found.present(new SubjectState(Set.of(), Set.of(flag))),
                VULNERABLE_OR_DISPUTE));
      }
    }
    return examples;
  }

  private static List<Example> separateConsent() {
    return List.of(
        denies("R24", "bought data (A-04)", UseExamples::bought, SEPARATE_CONSENT_MISSING),
        allows("R24", "bought data, agreed to", w -> agreed(w, UseExamples::bought)),
        denies(
            "R24",
            "the consent to hand it over withdrawn",
            w -> {
              agreed(w, UseExamples::bought);
              w.grants.set(1, with(w.grants.get(1), "withdrawnAt", w.now));
            },
            SEPARATE_CONSENT_MISSING),
        denies(
            "R24",
            "the consent to hand it over expiring now",
            w -> {
              agreed(w, UseExamples::bought);
              w.grants.set(1, with(w.grants.get(1), "expiresAt", w.now));
            },
            SEPARATE_CONSENT_MISSING),
        allows(
            "R24",
            "the last millisecond of it",
            w -> {
              agreed(w, UseExamples::bought);
              w.grants.set(1, with(w.grants.get(1), "expiresAt", w.now.plusMillis(1)));
            }),
        denies(
            "R24",
            "its proof was altered since",
            w -> {
              agreed(w, UseExamples::bought);
              SealedEvidence altered =
                  new SealedEvidence(new UUID(0, 8), World.SHA256, SealedEvidence.State.ALTERED);
              w.grants.set(1, with(w.grants.get(1), "evidence", altered));
            },
            SEPARATE_CONSENT_MISSING),
        denies(
            "R24",
            "agreed to for another purpose",
            w -> {
              agreed(w, UseExamples::bought);
              w.grants.set(1, with(w.grants.get(1), "purposes", Set.of(Purpose.SERVICE)));
            },
            SEPARATE_CONSENT_MISSING),
        denies(
            "R24",
            "a trunk abroad",
            w -> {
              w.places = Found.present(new Places("CN", "CN", "HK"));
              policy(w, DataKeys.RESIDENCY, Set.of("CN", "HK"));
            },
            SEPARATE_CONSENT_MISSING),
        denies(
            "R24",
            "sensitive data",
            w -> w.campaign = with(w.campaign, "sensitive", true),
            SEPARATE_CONSENT_MISSING),
        denies(
            "R24",
            "a sector whose data is sensitive",
            w -> policy(w, SectorKeys.SENSITIVE, true),
            SEPARATE_CONSENT_MISSING),
        denies(
            "R24",
            "data made public",
            w -> w.campaign = with(w.campaign, "publicDisclosure", true),
            SEPARATE_CONSENT_MISSING),
        allows(
            "R24",
            "where no law asks for it",
            w -> {
              bought(w);
              policy(w, ConsentKeys.SEPARATE, Set.of());
            }));
  }

  private static void bought(World world) {
    SourceProof source = with(world.source, "type", SourceProof.Type.PURCHASED);
    source =
        with(
            source,
            "documents",
            List.of(
                new SourceProof.Document(
                    SourceProof.DocumentKind.DATA_SOURCE_PROOF, World.SHA256, null),
                new SourceProof.Document(
                    SourceProof.DocumentKind.BUSINESS_LICENCE, World.SHA256, null)));
    world.source = with(source, "contractClauses", Set.of(SourceProof.Clause.values()));
  }

  private static void agreed(World world, java.util.function.Consumer<World> use) {
    use.accept(world);
    world.grants.add(
        with(with(world.grants.getFirst(), "id", new UUID(0, 74)), "scope", GrantScope.PROVIDE));
  }

  private static List<Example> coolOff() {
    List<Example> examples = new ArrayList<>();
    for (Outcome soft : List.of(Outcome.REFUSED, Outcome.REFUSED_TIMEOUT, Outcome.HUNG_UP)) {
      examples.add(
          defers(
              "R25",
              soft + " in another campaign",
              w -> ended(w, Duration.ofDays(90).minusMillis(1), soft),
              "2026-03-18T10:00:00.001",
              COOL_OFF));
      examples.add(allows("R25", soft + " 90 days ago", w -> ended(w, Duration.ofDays(90), soft)));
    }
    examples.add(
        allows(
            "R25",
            "an answer that was no refusal",
            w -> ended(w, Duration.ofDays(31), Outcome.AGREED)));
    examples.add(
        allows(
            "R25",
            "where the pack has no rest",
            w -> {
              ended(w, Duration.ofDays(31), Outcome.REFUSED);
              policy(w, DialKeys.COOL_OFF_DAYS, 0);
            }));
    return examples;
  }

  private static void ended(World world, Duration ago, Outcome outcome) {
    world.called(
        world.now.minus(ago).atZone(World.BEIJING).toLocalDateTime().toString(),
        new UUID(0, 99),
        true,
        outcome);
  }

  private static List<Example> residency() {
    return List.of(
        denies(
            "R26",
            "unknown",
            w -> w.places = Found.absent(),
            RESIDENCY_VIOLATION,
            SEPARATE_CONSENT_MISSING),
        denies(
            "R26",
            "a trunk that names no region",
            w -> places(w, "CN", "CN", ""),
            RESIDENCY_VIOLATION),
        denies("R26", "a machine abroad", w -> places(w, "US", "CN", "CN"), RESIDENCY_VIOLATION),
        denies("R26", "a store abroad", w -> places(w, "CN", "HK", "CN"), RESIDENCY_VIOLATION),
        denies("R26", "a trunk abroad", w -> places(w, "CN", "CN", "TW"), RESIDENCY_VIOLATION),
        allows(
            "R26",
            "where the policy allows it",
            w -> {
              places(w, "HK", "CN", "CN");
              policy(w, DataKeys.RESIDENCY, Set.of("CN", "HK"));
            }));
  }

  /** And no consent of its own is asked for. */
  private static void places(World world, String node, String store, String trunk) {
    world.places = Found.present(new Places(node, store, trunk));
    policy(world, ConsentKeys.SEPARATE, Set.of());
  }
}
