package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.SEPARATE_CONSENT_MISSING;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Places;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.policy.ConsentKeys;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.SectorKeys;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * R24: what the law wants asked on its own was agreed to on its own: data that another hands to us,
 * that leaves the country, that is sensitive, or that is made public (PIPL 23, 25, 29, 39). What
 * cannot be read is taken to be so.
 */
public final class R24SeparateConsent implements Rule {

  @Override
  public String id() {
    return "R24";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.policy() instanceof Present<Policy>(var policy))) {
      objections.deny(SEPARATE_CONSENT_MISSING, "no policy says what needs a consent of its own");
      return;
    }
    Set<GrantScope> asked = policy.get(ConsentKeys.SEPARATE);
    uses(facts, policy)
        .forEach(
            (scope, use) -> {
              if (asked.contains(scope) && !agreed(scope, facts, policy)) {
                objections.deny(SEPARATE_CONSENT_MISSING, scope + ": " + use);
              }
            });
  }

  /** What is done with the data beside the call itself. */
  private static Map<GrantScope, String> uses(Facts facts, Policy policy) {
    Map<GrantScope, String> uses = new EnumMap<>(GrantScope.class);
    if (!(facts.source() instanceof Present<SourceProof>(var source))
        || source.type().fromAnother()) {
      uses.put(GrantScope.PROVIDE, "the data comes from another");
    }
    if (!(facts.places() instanceof Present<Places>(var places))
        || abroad(places, policy.region())) {
      uses.put(GrantScope.CROSS_BORDER, "the data leaves " + policy.region());
    }
    if (!(facts.campaign() instanceof Present<Campaign>(var campaign))) {
      uses.put(GrantScope.SENSITIVE, "the campaign is unknown");
      uses.put(GrantScope.PUBLIC, "the campaign is unknown");
      return uses;
    }
    if (campaign.sensitive() || policy.get(SectorKeys.SENSITIVE)) {
      uses.put(GrantScope.SENSITIVE, "sensitive data is used");
    }
    if (campaign.publicDisclosure()) {
      uses.put(GrantScope.PUBLIC, "the data is made public");
    }
    return uses;
  }

  /** By a grant of that scope for this purpose that stands today. */
  private static boolean agreed(GrantScope scope, Facts facts, Policy policy) {
    if (!(facts.grants() instanceof Present<List<Grant>>(var grants))
        || !(facts.campaign() instanceof Present<Campaign>(var campaign))) {
      return false;
    }
    List<Grant> separate =
        grants.stream()
            .filter(grant -> grant.scope() == scope)
            .filter(grant -> grant.personId().equals(facts.contact().personId()))
            .filter(grant -> grant.purposes().contains(campaign.purpose()))
            .toList();
    return separate.stream()
        .anyMatch(
            grant ->
                stands(grant, facts.now(), policy)
                    && separate.stream().noneMatch(other -> takesBack(other, grant)));
  }

  private static boolean stands(Grant grant, Instant now, Policy policy) {
    return !grant.grantedAt().isAfter(now)
        && now.isBefore(grant.expiresAt())
        && now.isBefore(grant.grantedAt().plus(policy.consent().maxAge()))
        && policy.consent().forms().contains(grant.form())
        && !grant.noticeVersion().isBlank()
        && R22ConsentValid.proven(grant);
  }

  /** A withdrawal ends what was agreed to before it. */
  private static boolean takesBack(Grant other, Grant grant) {
    Instant withdrawnAt = other.withdrawnAt();
    return withdrawnAt != null
        && (other.id().equals(grant.id()) || !grant.grantedAt().isAfter(withdrawnAt));
  }

  private static boolean abroad(Places places, String home) {
    return !places.node().equals(home)
        || !places.store().equals(home)
        || !places.trunk().equals(home);
  }
}
