package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.CLI_FILING_OVERDUE;
import static dev.assent.compliance.ReasonCode.CLI_HIDDEN;
import static dev.assent.compliance.ReasonCode.CLI_NOT_FILED;
import static dev.assent.compliance.ReasonCode.CLI_PURPOSE_MISMATCH;
import static dev.assent.compliance.ReasonCode.CLI_SERIES_WRONG;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.DialKeys.Attestation;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.WorkingDays;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * R07: we show a number that is ours, filed for outbound calls of this purpose, and shown whole.
 */
public final class R07CallerNumber implements Rule {
  private static final Pattern WHOLE = Pattern.compile("\\+[1-9][0-9]{4,14}");

  @Override
  public String id() {
    return "R07";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.caller() instanceof Present<CallerNumber>(var caller))
        || !(facts.campaign() instanceof Present<Campaign>(var campaign))
        || !(facts.policy() instanceof Present<Policy>(var policy))) {
      objections.deny(CLI_NOT_FILED, "the caller number is not in the register");
      return;
    }
    if (!campaign.callerNumbers().contains(caller.e164())) {
      objections.deny(CLI_NOT_FILED, "not a number the campaign was approved with");
    }
    if (!WHOLE.matcher(caller.e164()).matches()) {
      objections.deny(CLI_HIDDEN, "the number cannot be shown whole");
    }
    if (policy.get(DialKeys.CALLER_FILED)) {
      filed(facts, caller, objections);
    }
    usable(facts, caller, objections);
    attested(caller, policy.get(DialKeys.CALLER_ATTESTATION), objections);
    if (!caller.uses().contains(campaign.purpose())) {
      objections.deny(CLI_PURPOSE_MISMATCH, "filed for " + caller.uses());
    }
    if (policy.callerId().series().stream().noneMatch(caller.e164()::startsWith)) {
      objections.deny(CLI_SERIES_WRONG, "only series " + policy.callerId().series());
    }
    changesFiled(facts, caller, policy, objections);
  }

  private static void filed(Facts facts, CallerNumber caller, Objections objections) {
    if (caller.filingNo().isBlank() || caller.filedAt().isAfter(facts.today())) {
      objections.deny(CLI_NOT_FILED, "no filing");
    }
    if (!caller.outbound()) {
      objections.deny(CLI_NOT_FILED, "filed for inbound only");
    }
    if (caller.commitmentLetter().isBlank()) {
      objections.deny(CLI_NOT_FILED, "no commitment letter");
    }
    if (caller.outbound() && !R22ConsentValid.SHA256.matcher(caller.letterSha256()).matches()) {
      objections.deny(CLI_NOT_FILED, "the commitment letter was not attached");
    }
  }

  private static void usable(Facts facts, CallerNumber caller, Objections objections) {
    LocalDate retired = caller.retiredAt();
    if (retired != null && !facts.today().isBefore(retired)) {
      objections.deny(CLI_NOT_FILED, "retired on " + retired);
    }
    if (facts.today().isAfter(caller.validTo())) {
      objections.deny(CLI_NOT_FILED, "valid to " + caller.validTo());
    }
    if (!caller.trunks().contains(facts.attempt().trunk())) {
      objections.deny(CLI_NOT_FILED, "not for trunk " + facts.attempt().trunk());
    }
  }

  /** The provider signs calls from it at the level the policy wants, or a better one. */
  private static void attested(CallerNumber caller, Attestation wanted, Objections objections) {
    boolean better =
        !caller.attestation().isEmpty() && caller.attestation().compareTo(wanted.name()) <= 0;
    if (wanted != Attestation.NONE && !better) {
      objections.deny(CLI_NOT_FILED, "calls from it must be attested " + wanted);
    }
  }

  /** D-b: a change is filed within so many working days. */
  private static void changesFiled(
      Facts facts, CallerNumber caller, Policy policy, Objections objections) {
    LocalDate changed = caller.changedAt();
    if (changed == null || !caller.unfiled()) {
      return;
    }
    WorkingDays days = new WorkingDays(facts.calendars(), policy.region());
    LocalDate due = days.due(changed, policy.callerId().filingWorkingDays());
    if (facts.today().isAfter(due)) {
      objections.deny(CLI_FILING_OVERDUE, "a change was to be filed by " + due);
    }
  }
}
