package dev.assent.compliance;

import dev.assent.compliance.policy.Purpose;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number we may show, or a block of them, as filed with the authority (D-b, D-c).
 *
 * @param e164 exactly as shown, with country code; of a block the first
 * @param last the last of a block, as long as the first; of a single number itself
 * @param allottedBy who allotted it; empty when not told
 * @param outbound whether outbound use is filed
 * @param commitmentLetter id of the letter not to misuse the number; empty when none
 * @param letterSha256 of the letter itself, lower hex; empty when none
 * @param attestation STIR/SHAKEN level the provider signs with, A to C; empty when it signs none
 * @param filedAt day of the newest filing
 * @param changedAt the first change that is not yet filed, null when everything is
 * @param change what changed then
 * @param validTo last day of validity
 * @param retiredAt from that day on no call shows it
 * @param trunks names of the trunks that may carry it
 */
public record CallerNumber(
    String e164,
    String last,
    String holder,
    String allottedBy,
    String filingNo,
    Set<Purpose> uses,
    boolean outbound,
    String commitmentLetter,
    String letterSha256,
    String attestation,
    LocalDate filedAt,
    @Nullable LocalDate changedAt,
    String change,
    LocalDate validTo,
    @Nullable LocalDate retiredAt,
    List<String> trunks) {

  public CallerNumber {
    // An entry of an older journal lacks what came later.
    last = Objects.requireNonNullElse(last, e164);
    allottedBy = Objects.requireNonNullElse(allottedBy, "");
    letterSha256 = Objects.requireNonNullElse(letterSha256, "");
    attestation = Objects.requireNonNullElse(attestation, "");
    change = Objects.requireNonNullElse(change, "");
    uses = Set.copyOf(uses);
    trunks = List.copyOf(trunks);
  }

  /** Whether this filing covers a number: in the block, digit for digit of the same length. */
  public boolean covers(String number) {
    return number.length() == e164.length()
        && number.compareTo(e164) >= 0
        && number.compareTo(last) <= 0;
  }

  /** Whether two filings have a number in common. */
  public boolean overlaps(CallerNumber other) {
    return covers(other.e164) || other.covers(e164);
  }

  /** What this filing says of one number that it covers. */
  public CallerNumber showing(String number) {
    return new CallerNumber(
        number,
        number,
        holder,
        allottedBy,
        filingNo,
        uses,
        outbound,
        commitmentLetter,
        letterSha256,
        attestation,
        filedAt,
        changedAt,
        change,
        validTo,
        retiredAt,
        trunks);
  }

  /** After a change that has to be filed. Of several not yet filed, the first sets the deadline. */
  public CallerNumber changed(LocalDate day, String what) {
    LocalDate first = unfiled() && !day.isBefore(changedAt) ? changedAt : day;
    return new CallerNumber(
        e164,
        last,
        holder,
        allottedBy,
        filingNo,
        uses,
        outbound,
        commitmentLetter,
        letterSha256,
        attestation,
        filedAt,
        first,
        change.isEmpty() || !unfiled() ? what : change + "; " + what,
        validTo,
        retiredAt,
        trunks);
  }

  /** After everything that changed was filed. */
  public CallerNumber filed(LocalDate day, String newFilingNo) {
    return new CallerNumber(
        e164,
        last,
        holder,
        allottedBy,
        newFilingNo,
        uses,
        outbound,
        commitmentLetter,
        letterSha256,
        attestation,
        day,
        null,
        "",
        validTo,
        retiredAt,
        trunks);
  }

  /** Given back or no longer used. */
  public CallerNumber retired(LocalDate day) {
    return new CallerNumber(
        e164,
        last,
        holder,
        allottedBy,
        filingNo,
        uses,
        outbound,
        commitmentLetter,
        letterSha256,
        attestation,
        filedAt,
        changedAt,
        change,
        validTo,
        day,
        trunks);
  }

  /** Whether a change waits to be filed. */
  public boolean unfiled() {
    return changedAt != null && filedAt.isBefore(changedAt);
  }
}
