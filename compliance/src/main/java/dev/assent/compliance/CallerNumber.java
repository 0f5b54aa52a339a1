package dev.assent.compliance;

import dev.assent.compliance.policy.Purpose;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number we may show, as filed with the authority (D-b, D-c).
 *
 * @param e164 exactly as shown, with country code
 * @param outbound whether outbound use is filed
 * @param commitmentLetter id of the letter not to misuse the number; empty when none
 * @param filedAt day of the newest filing
 * @param changedAt last change that has to be filed
 * @param validTo last day of validity
 * @param trunks names of the trunks that may carry it
 */
public record CallerNumber(
    String e164,
    String holder,
    String filingNo,
    Set<Purpose> uses,
    boolean outbound,
    String commitmentLetter,
    LocalDate filedAt,
    @Nullable LocalDate changedAt,
    LocalDate validTo,
    List<String> trunks) {

  public CallerNumber {
    uses = Set.copyOf(uses);
    trunks = List.copyOf(trunks);
  }
}
