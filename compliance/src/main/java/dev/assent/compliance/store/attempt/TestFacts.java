package dev.assent.compliance.store.attempt;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Contact;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.TestCall;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.TestScript;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.register.Holds;
import dev.assent.compliance.store.register.Registered;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.suppression.DncRows;
import dev.assent.compliance.store.suppression.ListReadings;
import dev.assent.compliance.store.suppression.ListRows;
import dev.assent.compliance.store.suppression.ListShelf;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the rules see of a call to one of our own staff: the number, who refused it, what is up with
 * it, and the built-in campaign and script. Of all else there is nothing to know.
 */
public final class TestFacts {
  /** A call that is up began lately. */
  private static final Duration LATELY = Duration.ofDays(2);

  private final Protection protection;
  private final FactsContext context;
  private final Registered registered;
  private final Holds holds;
  private final ListShelf lists;

  public TestFacts(
      Protection protection,
      FactsContext context,
      Registered registered,
      Holds holds,
      ListShelf lists) {
    this.protection = protection;
    this.context = context;
    this.registered = registered;
    this.holds = holds;
    this.lists = lists;
  }

  /**
   * @throws IllegalArgumentException when it is no test number, or no more
   */
  public Facts read(Sql sql, Attempt attempt, Instant now) throws SQLException {
    TestNumberRows.Row row =
        TestNumberRows.find(sql, attempt.contactId())
            .orElseThrow(() -> new IllegalArgumentException("no such test number"));
    PhoneNumber number =
        row.number(protection.cipher())
            .map(of -> PhoneNumber.ofE164(of.e164()))
            .orElseThrow(() -> new IllegalStateException("the test number was erased"));
    MergedPersons merged = MergedPersons.of(sql, Set.of(row.personId()));
    UUID person = merged.root(row.personId());
    CallHistory history =
        CallRows.since(sql, now.minus(LATELY), merged, Set.of(row.numberId()))
            .of(person, row.numberId());
    ListReadings readings = ListReadings.of(sql, lists, ListRows.inForce(sql), merged);
    Map<String, String> prompts = context.promptHashes();
    Script script = TestScript.of(row.said().language(), prompts);
    Optional<CallerNumber> caller = caller(sql, attempt.trunk());
    return new Facts(
        attempt,
        now,
        context.clock(),
        Found.present(holds.standing(sql).holds()),
        context.policy(row.said().packs()),
        context.calendars(),
        Found.present(campaign(row, attempt.trunk(), script, caller)),
        Found.present(script),
        prompts,
        caller.map(Found::present).orElseGet(Found::absent),
        context.recorder(),
        contact(row, person, number),
        Found.absent(),
        Found.absent(),
        readings.dnc(person, DncRows.of(sql, merged).getOrDefault(person, List.of())),
        readings.of(row.numberId()),
        Found.absent(),
        Found.present(history),
        Found.present(up(history)),
        Found.absent(),
        Found.absent(),
        context.trunk(attempt.trunk()),
        context.capacity(),
        context.places(attempt.trunk()),
        "internal, pepper " + protection.indexer().version() + readings.versions());
  }

  /** The number to be locked. */
  static UUID number(Sql sql, UUID testNumber) throws SQLException {
    return TestNumberRows.find(sql, testNumber)
        .map(TestNumberRows.Row::numberId)
        .orElseThrow(() -> new IllegalArgumentException("no such test number"));
  }

  private static boolean up(CallHistory history) {
    return Stream.concat(history.person().stream(), history.number().stream())
        .anyMatch(call -> call.outcome() == null);
  }

  /** The filing for this trunk that is good for longest; what is wrong with it, R07 says. */
  private Optional<CallerNumber> caller(Sql sql, String trunk) throws SQLException {
    return registered.all(sql, RegisterKind.CALLER_NUMBER, CallerNumber.class).stream()
        .filter(filing -> filing.trunks().contains(trunk))
        .min(
            Comparator.comparing((CallerNumber filing) -> filing.retiredAt() != null)
                .thenComparing(CallerNumber::validTo, Comparator.reverseOrder())
                .thenComparing(CallerNumber::e164))
        .map(filing -> filing.showing(filing.e164()));
  }

  private static Campaign campaign(
      TestNumberRows.Row row, String trunk, Script script, Optional<CallerNumber> caller) {
    return new Campaign(
        TestCall.CAMPAIGN,
        "test-call",
        caller
            .flatMap(filing -> filing.uses().stream().min(Comparator.naturalOrder()))
            .orElse(Purpose.SERVICE),
        row.said().packs(),
        script.hash(),
        caller.map(filing -> List.of(filing.e164())).orElseGet(List::of),
        trunk,
        Instant.EPOCH,
        Instant.MAX,
        Campaign.State.RUNNING,
        row.addedBy(),
        "release",
        false,
        Campaign.OnRefuse.END,
        false,
        new Campaign.Pacing(1, 1),
        Set.of(),
        false,
        false,
        null,
        List.of(),
        Campaign.Dialling.USUAL);
  }

  private static Contact contact(TestNumberRows.Row row, UUID person, PhoneNumber number) {
    return new Contact(
        row.id(),
        person,
        number,
        Whereabouts.UNSAID,
        row.said().language(),
        null,
        QuietTimes.NONE,
        TestCall.CAMPAIGN,
        TestCall.CAMPAIGN,
        Instant.MAX);
  }
}
