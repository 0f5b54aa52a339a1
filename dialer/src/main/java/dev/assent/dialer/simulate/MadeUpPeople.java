package dev.assent.dialer.simulate;

import dev.assent.compliance.Contact;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A list of people who are nobody: adults of the Chinese mainland who agreed to be called a month
 * ago. Their numbers leave the memory of this process nowhere.
 *
 * @param count 1 to 10,000,000
 * @param purpose what they agreed to
 * @param notice the version of the privacy notice they saw
 * @param language BCP 47
 */
public record MadeUpPeople(int count, Purpose purpose, String notice, String language, Instant from)
    implements Scenario.Contacts {
  private static final Duration AGO = Duration.ofDays(30);
  private static final Duration KEPT = Duration.ofDays(300);
  private static final String PROOF = "e".repeat(64);

  @Override
  public void forEach(Consumer<ContactRow> rows) {
    for (int i = 0; i < count; i++) {
      rows.accept(row(i));
    }
  }

  private ContactRow row(int i) {
    return new ContactRow(
        i + 1L,
        PhoneNumber.ofE164("+86199%08d".formatted(i)),
        null,
        null,
        Whereabouts.UNSAID,
        language,
        Contact.AgeBand.ADULT,
        QuietTimes.NONE,
        from.plus(KEPT),
        List.of(
            new ContactRow.GivenGrant(
                GrantScope.CALL,
                Set.of(purpose),
                Set.of(Channel.VOICE),
                true,
                ConsentForm.WEB_TICK,
                notice,
                from.minus(AGO),
                from.plus(KEPT),
                PROOF,
                null)));
  }
}
