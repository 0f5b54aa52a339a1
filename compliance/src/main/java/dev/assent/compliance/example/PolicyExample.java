package dev.assent.compliance.example;

import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Places;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Cap;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing a policy says: a call that is lawful but for what is stated here, and what follows.
 *
 * @param rule the rule it is about, such as {@code R28}
 * @param at when the call would leave
 * @param numbers the answer is the same for each
 * @param quiet when the person asked not to be called
 * @param products classes of what is offered
 * @param age null when it is not known
 * @param calls earlier calls that rang, in other campaigns
 * @param hungUp earlier calls in other campaigns that the person ended without a word
 * @param countedFor whose calls they all were: the person's, at another number, or the number's,
 *     with another person; usually both
 * @param tried earlier calls in other campaigns that were rejected before they rang
 * @param attempts earlier attempts of the same campaign
 * @param callerChanged day of a change of the caller number that has not been filed; null for none
 * @param licensed whether every licence the packs ask for is there
 * @param separateConsent whether every consent is there that must be asked for on its own
 * @param noticeSent whether people were told of the call before it
 * @param listAge since every list the packs ask for was fetched
 * @param connects how the campaign's answered calls began
 * @param places where data comes to stand; null where the packs want it
 * @param disconnected day the number was last taken from somebody; null for never
 * @param codes every reason that must be given; empty when it is allowed
 * @param until of a deferral; null when the example says nothing of it
 */
public record PolicyExample(
    String rule,
    String says,
    Instant at,
    List<PhoneNumber> numbers,
    Whereabouts whereabouts,
    QuietTimes quiet,
    Purpose purpose,
    Set<String> products,
    @Nullable AgeBand age,
    List<Instant> calls,
    List<Instant> hungUp,
    List<Instant> tried,
    Set<Cap.Scope> countedFor,
    List<PastAttempt> attempts,
    Consent consent,
    String caller,
    @Nullable LocalDate callerChanged,
    boolean recorderReady,
    boolean licensed,
    boolean separateConsent,
    boolean noticeSent,
    Duration listAge,
    Connects connects,
    @Nullable Places places,
    @Nullable LocalDate disconnected,
    Expected expect,
    Set<ReasonCode> codes,
    @Nullable Instant until) {

  /** What must come of it. */
  public enum Expected {
    ALLOW,
    DEFER,
    DENY,
    DENY_PERMANENT
  }

  /** An attempt that did not ring, unless its outcome says otherwise. */
  public record PastAttempt(Instant at, Outcome outcome) {}

  /**
   * The calls of the campaign in each period the policy looks at.
   *
   * @param heardNobody how many of the answered ones
   * @param up now reserved, ringing or talking
   */
  public record Connects(int answered, int heardNobody, int up) {}

  /**
   * The consent to be called, by voice, for the purpose of the example.
   *
   * @param form null when there is none at all
   * @param synthetic whether it covers a synthetic voice
   */
  public record Consent(@Nullable ConsentForm form, Instant given, boolean synthetic) {}

  public PolicyExample {
    numbers = List.copyOf(numbers);
    products = Set.copyOf(products);
    calls = List.copyOf(calls);
    hungUp = List.copyOf(hungUp);
    tried = List.copyOf(tried);
    attempts = List.copyOf(attempts);
    codes = Set.copyOf(codes);
  }
}
