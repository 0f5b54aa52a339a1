package dev.assent.dialer.engine.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.suppression.Refusals;
import dev.assent.dialer.engine.LawParts;
import dev.assent.dialer.engine.drill.DrillRow.Item;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers in a drill: one opened under its person's key, and one whose refusal is found again by
 * the pepper of refusals.
 */
final class DrilledNumbers {
  private static final Logger LOG = LoggerFactory.getLogger(DrilledNumbers.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Newest calls and first contacts looked at: one that opens is enough. */
  private static final int LOOKED_AT = 5_000;

  private final LawParts law;
  private final List<Called> called;
  private final Optional<String> broken;

  /** A call whose number opened. */
  private record Called(UUID attempt, Instant at, PhoneNumber number) {}

  DrilledNumbers(LawParts law) {
    this.law = law;
    Deque<JournalEntry> newest = new ArrayDeque<>();
    law.journal()
        .forEach(
            placed -> {
              if (placed.entry().type() == EntryType.ATTEMPT_HELD) {
                newest.addFirst(placed.entry());
                if (newest.size() > LOOKED_AT) {
                  newest.removeLast();
                }
              }
            });
    List<Called> opened = new ArrayList<>();
    Optional<String> failed = Optional.empty();
    for (JournalEntry entry : newest) {
      try {
        law.store()
            .dossiers()
            .opened(entry)
            .map(DrilledNumbers::number)
            .ifPresent(number -> opened.add(new Called(entry.about(), entry.at(), number)));
      } catch (IllegalStateException doesNotOpen) {
        failed = Optional.of(String.valueOf(doesNotOpen.getMessage()));
      }
    }
    this.called = List.copyOf(opened);
    this.broken = failed;
  }

  private static PhoneNumber number(String json) {
    try {
      return PhoneNumber.ofE164(JSON.readTree(json).path("e164").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an entry's personal part is no JSON", e);
    }
  }

  /**
   * @param given known to have refused; empty to look among those who were called
   */
  DrillRow refusal(Optional<PhoneNumber> given) {
    Refusals refusals = law.store().refusals();
    if (given.isPresent()) {
      List<Refusals.Listing> found = refusals.why(given.get());
      return found.isEmpty()
          ? DrillRow.failed(Item.REFUSAL, "drill.not_refused", given.get())
          : refused(given.get(), found);
    }
    for (Called call : called) {
      List<Refusals.Listing> found = refusals.why(call.number());
      if (!found.isEmpty()) {
        return refused(call.number(), found);
      }
    }
    return DrillRow.none(Item.REFUSAL, "drill.no_refusal");
  }

  private static DrillRow refused(PhoneNumber number, List<Refusals.Listing> found) {
    Refusals.Listing first = found.getFirst();
    return DrillRow.shown(
        Item.REFUSAL, "drill.refusal", number, first.entry().manner(), first.entry().at());
  }

  /** The number of the newest call; of a contact, where nobody was called yet. */
  DrillRow opened() {
    if (!called.isEmpty()) {
      Called call = called.getFirst();
      return DrillRow.shown(Item.NUMBER, "drill.called", call.number(), call.attempt(), call.at());
    }
    if (broken.isPresent()) {
      return DrillRow.failed(Item.NUMBER, "drill.sealed", broken.get());
    }
    return contact()
        .map(number -> DrillRow.shown(Item.NUMBER, "drill.contact", number))
        .orElseGet(() -> DrillRow.none(Item.NUMBER, "drill.no_number"));
  }

  private Optional<PhoneNumber> contact() {
    Store store = law.store();
    for (Campaign campaign : store.registers().campaigns()) {
      List<UUID> contacts = new ArrayList<>();
      store
          .lists()
          .forEachContact(
              campaign.id(),
              id -> {
                if (contacts.size() < LOOKED_AT) {
                  contacts.add(id);
                }
              });
      for (UUID contact : contacts) {
        try {
          Attempt attempt = new Attempt(campaign.id(), contact, campaign.trunk());
          return Optional.of(store.of(attempt, law.now()).contact().number());
        } catch (IllegalStateException erased) {
          LOG.debug("a contact was erased, as it should be: the next one may not be", erased);
        }
      }
    }
    return Optional.empty();
  }
}
