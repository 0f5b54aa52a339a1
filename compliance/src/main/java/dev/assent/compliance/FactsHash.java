package dev.assent.compliance;

import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.suppression.ListReading;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over the inputs of a decision, so that somebody who has them can show which ones it was
 * made on (requirements 2.1). Records stand in it by their random ids and by what can change of
 * them, and the called number not at all: no number can be found by trying all of them.
 */
final class FactsHash {
  private final StringBuilder text = new StringBuilder(2048).append("assent inputs 1\n");

  private FactsHash() {}

  /** Lower hex. */
  static String of(Facts facts) {
    FactsHash hash = new FactsHash();
    hash.attempt(facts);
    hash.standing(facts);
    hash.person(facts);
    hash.engine(facts);
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(hash.text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void attempt(Facts facts) {
    line("campaign", facts.attempt().campaignId());
    line("contact", facts.attempt().contactId());
    line("trunk", facts.attempt().trunk());
    line("now", facts.now());
  }

  private void standing(Facts facts) {
    list("hold", facts.holds(), hold -> line("hold", hold.id()));
    line("calendars", facts.calendars().version());
    line("lists", facts.listVersions());
    found("policy", facts.policy(), policy -> line("policy", policy.hash()));
    found(
        "campaign",
        facts.campaign(),
        campaign -> {
          line("state", campaign.state());
          line("approver", campaign.approver());
          line("from", campaign.from());
          line("to", campaign.to());
        });
    found("script", facts.script(), script -> script(script, facts));
    found(
        "caller",
        facts.caller(),
        caller -> line("caller", caller.e164() + " " + caller.filingNo() + " " + caller.filedAt()));
    list(
        "licence",
        facts.licences(),
        licence -> line("licence", licence.id() + " " + licence.reviewer()));
    found(
        "source",
        facts.source(),
        source -> line("source", source.id() + " " + source.state() + " " + source.validTo()));
  }

  private void script(Script script, Facts facts) {
    line("script", script.hash());
    line("state", script.state());
    script
        .segments()
        .forEach(segment -> line("prompt", facts.promptHashesOnDisk().get(segment.promptId())));
  }

  private void person(Facts facts) {
    Contact contact = facts.contact();
    line("person", contact.personId());
    line("batch", contact.batchId());
    line("zone", contact.whereabouts().zone());
    line("state", contact.whereabouts().state());
    line("ported", contact.whereabouts().ported());
    line("quiet", contact.quiet().written());
    line("age", contact.ageBand());
    line("expires", contact.expiresAt());
    found(
        "subject",
        facts.subject(),
        subject -> {
          subject.restrictions().stream().sorted().forEach(r -> line("restriction", r));
          subject.flags().stream().sorted().forEach(flag -> line("flag", flag));
          line("quiet", subject.quiet().written());
        });
    switch (facts.dnc()) {
      case DncState.NotListed() -> line("dnc", "not listed");
      case DncState.Listed(List<DncEntry> entries) ->
          entries.forEach(entry -> line("dnc", entry.id()));
      case DncState.Unavailable _ -> line("dnc", "unavailable");
    }
    list("list", facts.lists(), this::reading);
    list("grant", facts.grants(), this::grant);
    found(
        "history",
        facts.history(),
        history -> {
          calls("of the person", history.person());
          calls("of the number", history.number());
        });
    found("in flight", facts.inFlight(), inFlight -> line("in flight", inFlight));
  }

  private void reading(ListReading reading) {
    line(
        "list",
        reading.name()
            + " "
            + reading.version()
            + " "
            + reading.entry().getClass().getSimpleName());
  }

  private void grant(Grant grant) {
    line("grant", grant.id());
    line("withdrawn", grant.withdrawnAt());
  }

  private void calls(String whose, List<PastCall> calls) {
    line("calls", whose);
    calls.stream()
        .map(call -> call.attemptId() + " " + call.outcome() + " " + call.counts())
        .sorted()
        .forEach(call -> line("call", call));
  }

  private void engine(Facts facts) {
    line("clock", facts.clock().trusted() + " " + facts.clock().offset().toMillis());
    line("tzdata", facts.clock().tzdata());
    line("recorder", facts.recorder().getClass().getSimpleName());
    found("abandoned", facts.abandoned(), abandoned -> line("abandoned", abandoned));
    found("trunk", facts.trunk(), trunk -> line("trunk", trunk));
    found("capacity", facts.capacity(), capacity -> line("capacity", capacity));
    found("places", facts.places(), places -> line("places", places));
  }

  private interface Writing<T> {
    void write(T value);
  }

  private <T> void found(String what, Found<T> found, Writing<T> writing) {
    if (found instanceof Present<T>(var value)) {
      writing.write(value);
    } else {
      line(what, found.getClass().getSimpleName());
    }
  }

  private <T> void list(String what, Found<? extends Collection<T>> found, Writing<T> writing) {
    found(what, found, all -> all.forEach(writing::write));
  }

  private void line(String what, @Nullable Object value) {
    text.append(what).append(' ');
    if (value instanceof Instant at) {
      text.append(at.getEpochSecond()).append('.').append(at.getNano());
    } else {
      text.append(value);
    }
    text.append('\n');
  }
}
