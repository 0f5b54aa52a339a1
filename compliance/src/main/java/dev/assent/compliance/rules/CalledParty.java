package dev.assent.compliance.rules;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.numbering.Zones;
import dev.assent.compliance.policy.OpeningHours;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.QuietTimes;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** Where the called party may be, and when they may be called there. */
final class CalledParty {

  private CalledParty() {}

  /** Empty when nothing is known, which forbids. */
  static Set<ZoneId> zones(Facts facts) {
    return facts.policy() instanceof Present<Policy>(var policy)
        ? Zones.of(facts.contact().number(), facts.contact().whereabouts(), policy).candidates()
        : Set.of();
  }

  /** What the person asked for, by a list or by their own word; a state not known is R15's. */
  private static QuietTimes quiet(Facts facts) {
    QuietTimes listed = facts.contact().quiet();
    return facts.subject() instanceof Present<SubjectState>(var subject)
        ? listed.and(subject.quiet())
        : listed;
  }

  /** Empty when policy or zones are unknown. */
  static Optional<OpeningHours> hours(Facts facts) {
    Set<ZoneId> zones = zones(facts);
    return facts.policy() instanceof Present<Policy>(var policy) && !zones.isEmpty()
        ? Optional.of(new OpeningHours(policy, facts.calendars(), zones, quiet(facts)))
        : Optional.empty();
  }
}
