package dev.assent.compliance.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.compliance.audit.Dossier.Item;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalFiles;
import dev.assent.compliance.journal.Verification;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every call that left in a period and what it rested on, from the journal alone: nothing personal
 * is opened, so no key is needed. The journal is read twice, and a call costs some 500 bytes of
 * memory however much is written about it.
 *
 * @param calls in the order they were decided
 * @param denied what the gate forbade or put off, by day, campaign and reason (Q08)
 * @param grounds as of a {@link Dossier}
 */
public record PeriodDossier(
    Period period,
    List<Line> calls,
    List<Map<String, Object>> denied,
    List<Item> grounds,
    Verification verification) {

  /**
   * One call.
   *
   * @param position of the decision in the journal; the others likewise, 0 when there is none
   * @param person random id of whom calls are counted for
   * @param outcome null when the journal ends before the call does
   */
  public record Line(
      long position,
      UUID call,
      UUID person,
      Instant at,
      String campaign,
      String trunk,
      String callerNumber,
      String scriptHash,
      @Nullable String outcome,
      @Nullable Instant endedAt,
      long agreed,
      @Nullable UUID recording,
      long sealed) {
    public LocalDate day() {
      return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
  }

  /**
   * Reads the journal; it may be written meanwhile.
   *
   * @param entries is given, in the journal's order, each entry about these calls, their
   *     recordings, the consents and refusals of whom they went to, and lists of contacts that were
   *     taken in; consents and lists up to the period's end, the rest up to the journal's
   */
  public static PeriodDossier read(
      Path journal, JournalFiles files, Period period, Consumer<Item> entries) {
    History history = History.read(journal, files);
    Map<UUID, UUID> recordings = new HashMap<>();
    history.recordings.forEach(each -> recordings.putIfAbsent(each.attempt(), each.recording()));
    List<Line> lines = new ArrayList<>();
    Set<UUID> about = new HashSet<>();
    Set<UUID> persons = new HashSet<>();
    for (Call call : history.calls(period)) {
      lines.add(line(history, call, recordings.get(call.id)));
      about.add(call.id);
      persons.add(call.person);
    }
    history.recordings.stream()
        .filter(each -> about.contains(each.attempt()))
        .map(History.Opened::recording)
        .toList()
        .forEach(about::add);
    Grounds grounds = new Grounds();
    Verification verification =
        Journal.verify(
            journal,
            files,
            placed -> {
              JournalEntry entry = placed.entry();
              JsonNode facts = History.json(entry.operational().or(entry::refusal));
              if (Grounds.is(entry.type())) {
                grounds.take(item(placed.position(), entry, facts));
              } else if (about.contains(entry.about())
                  || about.contains(Dossier.uuid(facts.path("attemptId")))
                  || (persons.contains(entry.subject().person()) && concerns(entry, period))) {
                entries.accept(item(placed.position(), entry, facts));
                grounds.namedBy(entry.type(), facts);
              } else if (entry.type() == EntryType.BATCH_SWITCHED
                  && entry.at().isBefore(period.to())) {
                entries.accept(item(placed.position(), entry, facts));
                grounds.source(Dossier.uuid(facts.path("sourceId")));
              }
            });
    return new PeriodDossier(
        period,
        List.copyOf(lines),
        DeniedCalls.answer(history, period).rows(),
        grounds.found(),
        verification);
  }

  /** How many calls of a day ended how. */
  public Map<LocalDate, Map<String, Integer>> outcomes() {
    Map<LocalDate, Map<String, Integer>> days = new TreeMap<>();
    for (Line call : calls) {
      days.computeIfAbsent(call.day(), _ -> new TreeMap<>())
          .merge(Optional.ofNullable(call.outcome()).orElse("OPEN"), 1, Integer::sum);
    }
    return days;
  }

  private static boolean concerns(JournalEntry entry, Period period) {
    return switch (entry.type()) {
      case CONSENT_GRANTED, CONSENT_WITHDRAWN -> entry.at().isBefore(period.to());
      case OPT_OUT, OPT_OUT_PENDING -> true;
      default -> false;
    };
  }

  private static Line line(History history, Call call, @Nullable UUID recording) {
    History.@Nullable Consent consent = history.consents.get(call.id);
    return new Line(
        call.position,
        call.id,
        call.person,
        call.at,
        DeniedCalls.name(history, call.campaign),
        call.trunk,
        call.callerNumber,
        call.scriptHash,
        call.outcome,
        call.endedAt,
        consent == null ? 0 : consent.position(),
        recording,
        recording == null ? 0 : history.sealed.getOrDefault(recording, 0L));
  }

  private static Item item(long position, JournalEntry entry, JsonNode facts) {
    return new Item(
        position,
        entry.id(),
        entry.type(),
        entry.at(),
        entry.actor(),
        entry.about(),
        facts,
        null,
        false);
  }
}
