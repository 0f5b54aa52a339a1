package dev.assent.dialer.engine.law;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Licence;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.privacy.Deadline;
import dev.assent.compliance.privacy.LegalHold;
import dev.assent.compliance.privacy.RightsRequest;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.consent.Grants;
import dev.assent.compliance.store.privacy.Erasures;
import dev.assent.compliance.store.register.Registers;
import dev.assent.compliance.store.suppression.ListInForce;
import dev.assent.dialer.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What will stop calls some day soon, or does already: a year without its calendar, papers, scripts
 * and consents that run out, lists that grow old. Told by the daily look, {@code doctor}, status
 * and plans. Any thread.
 */
public final class Upcoming {
  private static final Logger LOG = LoggerFactory.getLogger(Upcoming.class);

  /** A renewal takes its time; the notice of a year's holidays comes about so long before it. */
  private static final int SOON_DAYS = 60;

  /** A list is fetched anew within days. */
  private static final int LIST_SOON_DAYS = 3;

  private static final Set<Campaign.State> STILL_CALLS =
      Set.of(
          Campaign.State.SUBMITTED,
          Campaign.State.APPROVED,
          Campaign.State.RUNNING,
          Campaign.State.PAUSED,
          Campaign.State.DRAINING);

  private static final int HOLD_SOON_DAYS = 14;

  private final Store store;
  private final Journal journal;
  private final LawInForce law;
  private final Erasures erasures;
  private final Supplier<UUID> ids;
  private final String region;
  private final InstantSource clock;
  private volatile Optional<Notice> consents = Optional.empty();
  private volatile Optional<Notice> overdue = Optional.empty();

  /**
   * Parts that are open, not ways to open them: the daily look may be under way when the engine
   * closes, which waits for it.
   *
   * @param ids new random ids
   * @param region ISO 3166-1 alpha-2, of the home
   */
  public Upcoming(
      Store store,
      Journal journal,
      LawInForce law,
      Erasures erasures,
      Supplier<UUID> ids,
      String region,
      InstantSource clock) {
    this.store = store;
    this.journal = journal;
    this.law = law;
    this.erasures = erasures;
    this.ids = ids;
    this.region = region;
    this.clock = clock;
  }

  /**
   * Something that runs out.
   *
   * @param check what it is about: calendars, papers, lists, consents
   * @param next the command that helps
   */
  public record Notice(String check, Message said, @Nullable String next) {}

  /** What is known without reading every consent; those, as of the last daily look. */
  public List<Notice> known() {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneId.systemDefault());
    List<Notice> all = new ArrayList<>();
    calendar(today).ifPresent(all::add);
    papers(today, all);
    lists(now, all);
    requests(now, all);
    cases(now, all);
    overdue.ifPresent(all::add);
    consents.ifPresent(all::add);
    return all;
  }

  /** People who wait for an answer, from half of the time on (R57). */
  private void requests(Instant now, List<Notice> all) {
    for (RightsRequest request : store.rights().list(true)) {
      Deadline.Alarm alarm = request.alarm(now);
      if (alarm != Deadline.Alarm.NONE) {
        all.add(
            new Notice(
                "requests",
                Message.of(
                    alarm == Deadline.Alarm.OVERDUE
                        ? "upcoming.request_overdue"
                        : "upcoming.request",
                    request.kind(),
                    request.id(),
                    request.deadline().due(),
                    alarm),
                "assent privacy request show " + request.id()));
      }
    }
  }

  /** Cases whose hold nobody else agreed to, or is about to end. */
  private void cases(Instant now, List<Notice> all) {
    Instant soon = now.plus(Duration.ofDays(HOLD_SOON_DAYS));
    for (LegalHold hold : store.legalHolds().all()) {
      if (hold.inForce(now) && hold.approvedBy() == null) {
        all.add(
            new Notice(
                "holds",
                Message.of("upcoming.hold_unapproved", hold.caseId(), hold.setBy()),
                "assent privacy hold approve " + hold.id()));
      }
      if (hold.inForce(now) && hold.until().isBefore(soon)) {
        all.add(
            new Notice(
                "holds",
                Message.of("upcoming.hold_ends", hold.caseId(), hold.until()),
                "assent privacy hold list"));
      }
    }
  }

  private Optional<Notice> notDestroyed() {
    long kept = erasures.sweep().overdueSinceSweep();
    return kept == 0
        ? Optional.empty()
        : Optional.of(
            new Notice(
                "retention", Message.of("upcoming.overdue", kept), "assent retention sweep"));
  }

  /** The daily look: all of it, into log and journal. */
  public void look() {
    Instant now = clock.instant();
    Grants.Ending ending = store.grants().ending(now, now.plus(Duration.ofDays(SOON_DAYS)));
    Instant first = ending.first();
    consents =
        first == null
            ? Optional.empty()
            : Optional.of(
                new Notice(
                    "consents",
                    Message.of("upcoming.consents", ending.consents(), SOON_DAYS, first),
                    null));
    overdue = notDestroyed();
    List<Notice> found = known();
    found.forEach(notice -> LOG.warn("{} {}", notice.said().code(), notice.said().arguments()));
    journal.append(
        List.of(
            JournalEntry.operational(
                ids.get(), EntryType.DAILY_LOOK, now, "engine", JournalEntry.NO_ID, json(found))));
  }

  private static String json(List<Notice> found) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode findings = root.putArray("findings");
    for (Notice notice : found) {
      ArrayNode said =
          findings
              .addObject()
              .put("check", notice.check())
              .put("code", notice.said().code())
              .putArray("of");
      notice.said().arguments().forEach(argument -> said.add(String.valueOf(argument)));
    }
    return root.toString();
  }

  private Optional<Notice> calendar(LocalDate today) {
    return law.book().calendars().missingSoon(region, today)
        ? Optional.of(
            new Notice(
                "calendars",
                Message.of("upcoming.calendar", region, today.getYear() + 1),
                "assent calendar add FILE --notice DOC"))
        : Optional.empty();
  }

  private void papers(LocalDate today, List<Notice> all) {
    LocalDate soon = today.plusDays(SOON_DAYS);
    Registers registers = store.registers();
    for (SourceProof source : registers.sources()) {
      if (source.state() == SourceProof.State.REVIEWED) {
        ends("upcoming.source", source.name(), source.validTo(), soon, "assent source list", all);
        for (SourceProof.Document paper : source.documents()) {
          ends(
              "upcoming.paper",
              source.name(),
              paper.validTo(),
              soon,
              "assent source attach " + source.name() + " FILE --kind " + paper.kind(),
              all);
        }
      }
    }
    for (Licence licence : registers.licences()) {
      ends("upcoming.licence", licence.name(), licence.validTo(), soon, "assent licence list", all);
    }
    for (Script script : registers.scripts()) {
      if (script.state() == Script.State.APPROVED) {
        ends("upcoming.script", script.id(), script.validTo(), soon, "assent script list", all);
      }
    }
    for (CallerNumber caller : registers.callerNumbers()) {
      if (caller.retiredAt() == null) {
        ends("upcoming.caller", caller.e164(), caller.validTo(), soon, "assent number check", all);
      }
    }
    for (PolicyPack pack : law.book().packs()) {
      ends("upcoming.pack", pack.pack(), pack.effectiveTo(), soon, "assent policy list", all);
    }
  }

  private static void ends(
      String code,
      String name,
      @Nullable LocalDate validTo,
      LocalDate soon,
      String next,
      List<Notice> all) {
    if (validTo != null && !validTo.isAfter(soon)) {
      all.add(new Notice("papers", Message.of(code, name, validTo), next));
    }
  }

  /** Those that packs of campaigns demand which may still call, and whatever has an end. */
  private void lists(Instant now, List<Notice> all) {
    Instant soon = now.plus(Duration.ofDays(LIST_SOON_DAYS));
    Map<String, Integer> demanded = demanded();
    for (ListInForce list : store.suppression().inForce()) {
      Integer days = demanded.remove(list.name());
      Instant end = list.terms().validTo();
      if (days != null) {
        Instant tooOld = list.terms().fetchedAt().plus(Duration.ofDays(days));
        end = end == null || tooOld.isBefore(end) ? tooOld : end;
      }
      if (end != null && !end.isAfter(soon)) {
        all.add(
            new Notice("lists", Message.of("upcoming.list", list.mark(), end), "assent dnc list"));
      }
    }
    demanded.keySet().stream()
        .sorted()
        .forEach(
            name ->
                all.add(
                    new Notice(
                        "lists", Message.of("upcoming.no_list", name), "assent dnc snapshot")));
  }

  private Map<String, Integer> demanded() {
    Set<String> used =
        store.registers().campaigns().stream()
            .filter(campaign -> STILL_CALLS.contains(campaign.state()))
            .flatMap(campaign -> campaign.packs().stream())
            .collect(Collectors.toSet());
    Map<String, Integer> demanded = new HashMap<>();
    for (PolicyPack pack : law.book().packs()) {
      if (used.contains(pack.pack())) {
        for (var key : List.of(DataKeys.DNC_EXTERNAL_LISTS, DataKeys.DNC_PROTECTED_LISTS)) {
          pack.figures()
              .find(key)
              .ifPresent(
                  lists -> lists.forEach((name, days) -> demanded.merge(name, days, Math::min)));
        }
      }
    }
    return demanded;
  }
}
