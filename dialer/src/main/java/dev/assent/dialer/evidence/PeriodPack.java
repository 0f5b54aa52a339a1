package dev.assent.dialer.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.audit.Dossier;
import dev.assent.compliance.audit.Period;
import dev.assent.compliance.audit.PeriodDossier;
import dev.assent.compliance.journal.JournalFiles;
import dev.assent.dialer.CsvCell;
import dev.assent.dialer.Language;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an inspector is given of all calls of a period: {@code calls.csv} with a line a call, {@code
 * entries.jsonl} with every journal entry about them, the counts and what the calls rested on in
 * {@code pack.json} and as a page. Nothing personal is opened: people are named by random ids.
 *
 * @param document what is written to {@code pack.json}
 * @param entries lines of {@code entries.jsonl}
 */
public record PeriodPack(ObjectNode document, PeriodDossier dossier, long entries) {
  /** In the order of the page. */
  static final List<String> SECTIONS = List.of("days", "denied", "grounds");

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String COLUMNS =
      "journal,call,person,at,campaign,trunk,caller_number,script_sha256,outcome,ended_at,"
          + "agreed_in_journal,recording,sealed_in_journal";

  /**
   * Writes the pack into an empty folder; memory grows with the calls, not with what is said of
   * them.
   *
   * @param position of the entry that says who gathered this
   */
  public static PeriodPack write(
      Path folder,
      UUID id,
      Path journal,
      JournalFiles files,
      Period period,
      String by,
      Instant at,
      long position)
      throws IOException {
    long[] entries = new long[1];
    PeriodDossier dossier;
    try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve("entries.jsonl"), UTF_8)) {
      dossier =
          PeriodDossier.read(
              journal,
              files,
              period,
              item -> {
                line(lines, item);
                entries[0]++;
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    try (BufferedWriter csv = Files.newBufferedWriter(folder.resolve("calls.csv"), UTF_8)) {
      csv.write(COLUMNS + "\n");
      for (PeriodDossier.Line call : dossier.calls()) {
        csv.write(csv(call));
      }
    }
    var pack =
        new PeriodPack(document(id, dossier, by, at, position, entries[0]), dossier, entries[0]);
    Files.writeString(
        folder.resolve("pack.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(pack.document) + "\n",
        UTF_8);
    for (Language language : Language.values()) {
      String page = language.name().toLowerCase(Locale.ROOT) + ".html";
      Files.writeString(folder.resolve(page), EvidencePage.of(pack, language), UTF_8);
    }
    return pack;
  }

  private static ObjectNode document(
      UUID id, PeriodDossier dossier, String by, Instant at, long position, long entries) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("format", "assent-evidence-period").put("version", 1).put("id", id.toString());
    document.put("asked", dossier.period().from() + " / " + dossier.period().to());
    document.put("from", dossier.period().from().toString());
    document.put("to", dossier.period().to().toString());
    document.put("madeBy", by).put("madeAt", at.toString()).put("madeInJournal", position);
    document.put("calls", dossier.calls().size()).put("entries", entries);
    document.set("journal", EvidencePack.journal(dossier.verification()));
    for (String section : SECTIONS) {
      document.putArray(section);
    }
    dossier
        .outcomes()
        .forEach(
            (day, outcomes) ->
                outcomes.forEach(
                    (outcome, count) ->
                        document
                            .withArray("days")
                            .addObject()
                            .put("day", day.toString())
                            .put("outcome", outcome)
                            .put("calls", count)));
    dossier
        .denied()
        .forEach(
            row -> {
              ObjectNode denied = document.withArray("denied").addObject();
              row.forEach((name, value) -> denied.put(name, value.toString()));
            });
    dossier.grounds().forEach(item -> document.withArray("grounds").add(EvidencePack.json(item)));
    return document;
  }

  private static void line(Writer lines, Dossier.Item item) {
    try {
      lines.write(JSON.writeValueAsString(EvidencePack.json(item)));
      lines.write('\n');
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always has a text", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String csv(PeriodDossier.Line call) {
    return Stream.of(
                call.position(),
                call.call(),
                call.person(),
                call.at(),
                CsvCell.of(call.campaign()), // people name campaigns
                call.trunk(),
                call.callerNumber(),
                call.scriptHash(),
                Objects.requireNonNullElse(call.outcome(), "OPEN"),
                Objects.requireNonNullElse(call.endedAt(), ""),
                place(call.agreed()),
                Objects.requireNonNullElse(call.recording(), ""),
                place(call.sealed()))
            .map(Object::toString)
            .collect(Collectors.joining(","))
        + "\n";
  }

  private static String place(long position) {
    return position == 0 ? "" : Long.toString(position);
  }
}
