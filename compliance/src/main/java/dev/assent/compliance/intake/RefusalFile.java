package dev.assent.compliance.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Purpose;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dropped file of refusals: CSV with a heading, or a JSON object a line. A row that cannot
 * be read is a row too, because somebody's word may stand in it. Columns: docs/do-not-call.md.
 */
public final class RefusalFile {
  /** Longer files are lists: {@code dnc import}. */
  public static final int LONGEST = 16 << 20;

  private static final Set<String> COLUMNS =
      Set.of("number", "manner", "at", "scope", "purposes", "line", "text", "reference");

  /** What people write who want no more calls, without spaces and in capitals. */
  private static final Set<String> WORDS =
      Set.of("TD", "T", "N", "STOP", "STOPALL", "UNSUBSCRIBE", "退订", "退", "拒接", "不要再打");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String region;
  private final Instant now;

  /**
   * @param region where a number without a country code belongs
   * @param now for rows that do not say when; none may be later
   */
  public RefusalFile(String region, Instant now) {
    this.region = region;
    this.now = now;
  }

  /** Every row, in order. */
  public List<RefusalRow> read(byte[] content) {
    if (content.length > LONGEST) {
      return List.of(unreadable(1, "TOO_LONG", "take it with `assent dnc import`"));
    }
    Optional<String> text = decoded(content);
    if (text.isEmpty()) {
      return List.of(unreadable(1, "ENCODING", "the file is not UTF-8"));
    }
    List<RefusalRow> rows = text.get().startsWith("{") ? jsonLines(text.get()) : csv(text.get());
    if (!text.get().isEmpty() && !text.get().endsWith("\n")) {
      long last = text.get().lines().count();
      rows.removeIf(row -> row.line() == last);
      rows.add(unreadable(last, "CUT", "the last line has no end: was the file written whole?"));
    }
    return rows;
  }

  private static Optional<String> decoded(byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private List<RefusalRow> jsonLines(String text) {
    List<RefusalRow> rows = new ArrayList<>();
    long line = 0;
    for (String each : text.lines().toList()) {
      line++;
      if (!each.isBlank()) {
        rows.add(json(line, each));
      }
    }
    return rows;
  }

  private RefusalRow json(long line, String text) {
    Map<String, String> cells = new HashMap<>();
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isObject()) {
        return unreadable(line, "JSON", "each line must be one JSON object");
      }
      node.properties().forEach(field -> cells.put(field.getKey(), field.getValue().asText()));
    } catch (JsonProcessingException e) {
      return unreadable(line, "JSON", "the line is not JSON");
    }
    return COLUMNS.containsAll(cells.keySet())
        ? row(line, cells)
        : unreadable(line, "COLUMN", "the line has a field nobody knows");
  }

  private List<RefusalRow> csv(String text) {
    List<RefusalRow> rows = new ArrayList<>();
    CsvReader reader = new CsvReader(new StringReader(text), separator(text));
    long line = 1;
    try {
      Optional<CsvReader.Row> heading = reader.next();
      if (heading.isEmpty()) {
        return rows;
      }
      List<String> columns =
          heading.get().fields().stream().map(f -> f.strip().toLowerCase(Locale.ROOT)).toList();
      if (!columns.contains("number") || !COLUMNS.containsAll(columns)) {
        rows.add(
            unreadable(1, "COLUMN", "the first line must name the columns, number among them"));
        return rows;
      }
      for (Optional<CsvReader.Row> row = reader.next(); row.isPresent(); row = reader.next()) {
        line = row.get().line();
        if (!row.get().blank()) {
          rows.add(csv(row.get(), columns));
        }
      }
    } catch (CsvRefused e) {
      rows.add(unreadable(line + 1, "CSV", "a quote is never closed"));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string can be read
    }
    return rows;
  }

  private static char separator(String text) {
    String heading = text.lines().findFirst().orElse("");
    return heading.contains(";") ? ';' : heading.contains("\t") ? '\t' : ',';
  }

  private RefusalRow csv(CsvReader.Row row, List<String> columns) {
    if (row.fields().size() != columns.size()) {
      return unreadable(row.line(), "FIELDS", "the row has more or fewer fields than the heading");
    }
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      cells.put(columns.get(i), row.fields().get(i));
    }
    return row(row.line(), cells);
  }

  private RefusalRow row(long line, Map<String, String> cells) {
    String text = cells.getOrDefault("text", "");
    if (!text.isBlank() && !WORDS.contains(word(text))) {
      return unreadable(line, "TEXT", "the text is no known word of refusal: read it");
    }
    try {
      Manner manner = choice(Manner.class, cells, "manner", text.isBlank() ? null : Manner.SMS);
      DncReach reach =
          new DncReach(
              choice(DncScope.class, cells, "scope", DncScope.CONTROLLER),
              purposes(cells),
              line(cells));
      return switch (PhoneNumber.parse(cells.getOrDefault("number", ""), region)) {
        case PhoneNumber.Parsed.Valid(PhoneNumber number) ->
            new RefusalRow.Read(line, number, manner, at(cells), reach);
        case PhoneNumber.Parsed.Invalid(var code, String hint) ->
            unreadable(line, code.name(), "the number " + hint);
      };
    } catch (BadCell e) {
      return unreadable(line, e.column.toUpperCase(Locale.ROOT), e.advice);
    }
  }

  private static String word(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("[\\s\\p{Punct}。，！]", "")
        .toUpperCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, Map<String, String> cells, String column, @Nullable E without) throws BadCell {
    String cell = cells.getOrDefault(column, "").strip();
    if (cell.isEmpty() && without != null) {
      return without;
    }
    try {
      return Enum.valueOf(type, cell.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadCell(column, column + " must be one of " + EnumSet.allOf(type));
    }
  }

  private static Set<Purpose> purposes(Map<String, String> cells) throws BadCell {
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    for (String name : cells.getOrDefault("purposes", "").split("[,;|\\s]+")) {
      if (!name.isEmpty()) {
        purposes.add(choice(Purpose.class, Map.of("purposes", name), "purposes", null));
      }
    }
    return purposes;
  }

  private @Nullable String line(Map<String, String> cells) throws BadCell {
    String cell = cells.getOrDefault("line", "").strip();
    if (cell.isEmpty()) {
      return null;
    }
    if (PhoneNumber.parse(cell, region) instanceof PhoneNumber.Parsed.Valid(PhoneNumber number)) {
      return number.e164();
    }
    throw new BadCell("line", "line must be one of your caller numbers");
  }

  private Instant at(Map<String, String> cells) throws BadCell {
    String cell = cells.getOrDefault("at", "").strip();
    if (cell.isEmpty()) {
      return now;
    }
    try {
      Instant at = OffsetDateTime.parse(cell).toInstant();
      // A sender's clock may be ahead; the word counts from now on all the same.
      return at.isAfter(now) ? now : at;
    } catch (DateTimeException e) {
      throw new BadCell("at", "at must be a time with its zone");
    }
  }

  private static RefusalRow unreadable(long line, String reason, String advice) {
    return new RefusalRow.Unreadable(line, reason, advice);
  }

  private static final class BadCell extends Exception {
    private static final long serialVersionUID = 1;
    private final String column;
    private final String advice;

    BadCell(String column, String advice) {
      super(advice);
      this.column = column;
      this.advice = advice;
    }
  }
}
