package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.CONSENT_EVIDENCE_INVALID;
import static dev.assent.compliance.ReasonCode.CONSENT_EXPIRED;
import static dev.assent.compliance.ReasonCode.CONSENT_MISSING;
import static dev.assent.compliance.ReasonCode.CONSENT_SCOPE;
import static dev.assent.compliance.ReasonCode.CONSENT_WITHDRAWN;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.Policy.ConsentTerms;
import dev.assent.compliance.script.Script;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * R22: the person agreed to be called, and that consent stands, is in date, is proven and covers a
 * call like this one. One good grant is enough; without any, the fault of each is told.
 */
public final class R22ConsentValid implements Rule {
  static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  @Override
  public String id() {
    return "R22";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.policy() instanceof Present<Policy>(var policy))
        || !(facts.grants() instanceof Present<List<Grant>>)) {
      objections.deny(CONSENT_MISSING, "consent cannot be judged");
      return;
    }
    if (!policy.consent().required() || !valid(facts).isEmpty()) {
      return;
    }
    List<Grant> toCall = toCall(facts);
    if (toCall.isEmpty()) {
      objections.deny(CONSENT_MISSING, "no consent to be called");
    }
    for (Grant grant : toCall) {
      fault(grant, facts, policy.consent())
          .ifPresent(code -> objections.deny(code, "grant " + grant.id()));
    }
  }

  /** The grants this call may rest on. R23 looks at no others. */
  static List<Grant> valid(Facts facts) {
    return facts.policy() instanceof Present<Policy>(var policy)
        ? toCall(facts).stream()
            .filter(grant -> fault(grant, facts, policy.consent()).isEmpty())
            .toList()
        : List.of();
  }

  /** Consent to be called is not consent to be recorded. */
  private static List<Grant> toCall(Facts facts) {
    return facts.grants() instanceof Present<List<Grant>>(var grants)
        ? grants.stream()
            .filter(grant -> grant.scope() == GrantScope.CALL)
            .filter(grant -> grant.personId().equals(facts.contact().personId()))
            .toList()
        : List.of();
  }

  private static Optional<ReasonCode> fault(Grant grant, Facts facts, ConsentTerms terms) {
    Instant now = facts.now();
    if (withdrawn(grant, facts)) {
      return Optional.of(CONSENT_WITHDRAWN);
    }
    if (!now.isBefore(grant.expiresAt()) || !now.isBefore(grant.grantedAt().plus(terms.maxAge()))) {
      return Optional.of(CONSENT_EXPIRED);
    }
    if (grant.grantedAt().isAfter(now)
        || !proven(grant)
        || grant.noticeVersion().isBlank()
        || !terms.forms().contains(grant.form())) {
      return Optional.of(CONSENT_EVIDENCE_INVALID);
    }
    if (!grant.channels().contains(Channel.VOICE)
        || (terms.syntheticVoice() && !grant.syntheticVoice() && synthetic(facts))) {
      return Optional.of(CONSENT_SCOPE);
    }
    return Optional.empty();
  }

  /** A proof kept here must still be there, and the same. */
  static boolean proven(Grant grant) {
    SealedEvidence evidence = grant.evidence();
    return SHA256.matcher(grant.evidenceSha256()).matches()
        && (evidence == null || evidence.state() == SealedEvidence.State.INTACT);
  }

  /** A withdrawal also ends every older consent to the same: it is the person's later word. */
  private static boolean withdrawn(Grant grant, Facts facts) {
    return toCall(facts).stream()
        .anyMatch(
            other -> {
              Instant withdrawnAt = other.withdrawnAt();
              return withdrawnAt != null
                  && (other.id().equals(grant.id())
                      || (!grant.grantedAt().isAfter(withdrawnAt)
                          && other.purposes().stream().anyMatch(grant.purposes()::contains)));
            });
  }

  /** A script that cannot be read is taken for a synthetic one. */
  private static boolean synthetic(Facts facts) {
    return !(facts.script() instanceof Present<Script>(var script)) || script.synthetic();
  }
}
