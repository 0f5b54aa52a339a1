package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.AGE_UNKNOWN;
import static dev.assent.compliance.ReasonCode.GUARDIAN_CONSENT_MISSING;
import static dev.assent.compliance.ReasonCode.MINOR;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.SectorKeys;
import dev.assent.compliance.policy.SectorKeys.Minors;
import org.jspecify.annotations.Nullable;

/**
 * R16: no child is called, no marketing to anybody under 18, and what the sector adds: nobody under
 * 18 at all, or only with a guardian's written grant; nobody of unknown age (C-19, D-s). Somebody
 * noticed to be a minor on the line is one, whatever the list says.
 */
public final class R16Minor implements Rule {

  @Override
  public String id() {
    return "R16";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    AgeBand age = age(facts);
    switch (age) {
      case UNDER_14 -> objections.denyPermanently(MINOR, "under 14");
      case FROM_14_TO_17 -> minor(facts, objections);
      case ADULT -> {}
      case null -> {
        if (ageRequired(facts)) {
          objections.deny(AGE_UNKNOWN, "the sector calls nobody of unknown age");
        }
      }
    }
  }

  private static @Nullable AgeBand age(Facts facts) {
    AgeBand told = facts.contact().ageBand();
    boolean noticed =
        facts.subject() instanceof Present<SubjectState>(var state)
            && state.flags().contains(Flag.MINOR);
    return noticed && told != AgeBand.UNDER_14 ? AgeBand.FROM_14_TO_17 : told;
  }

  private static void minor(Facts facts, Objections objections) {
    if (marketing(facts)) {
      objections.denyPermanently(MINOR, "marketing to somebody under 18");
      return;
    }
    switch (rule(facts)) {
      case NEVER -> objections.denyPermanently(MINOR, "the sector calls nobody under 18");
      case GUARDIAN -> {
        boolean agreed =
            R22ConsentValid.valid(facts).stream()
                .anyMatch(grant -> grant.form() == ConsentForm.GUARDIAN_WRITTEN);
        if (!agreed) {
          objections.deny(GUARDIAN_CONSENT_MISSING, "no valid grant of a guardian in writing");
        }
      }
      case NO_MARKETING -> {}
    }
  }

  private static boolean marketing(Facts facts) {
    return !(facts.campaign() instanceof Present<Campaign>(var campaign))
        || campaign.purpose() == Purpose.MARKETING;
  }

  private static Minors rule(Facts facts) {
    return facts.policy() instanceof Present<Policy>(var policy)
        ? policy.get(SectorKeys.MINORS)
        : Minors.NEVER;
  }

  private static boolean ageRequired(Facts facts) {
    return !(facts.policy() instanceof Present<Policy>(var policy))
        || policy.get(SectorKeys.AGE_REQUIRED)
        || policy.get(SectorKeys.MINORS) != Minors.NO_MARKETING;
  }
}
