package dev.assent.compliance.intake;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.intake.CdrMap.Field;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.reconcile.CdrRecord;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a carrier's call records (CSV with a first line that names the columns). A line that cannot
 * be read in full is a reject; whoever reads the file decides what that makes of the rest.
 */
public final class CdrFile {
  /** Some 200 bytes each in memory; a day of a busy carrier is less. */
  static final int MOST_LINES = 500_000;

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern SIP_STATUS = Pattern.compile("[2-6][0-9][0-9]");
  private static final int LONGEST_CALL_ID = 255;

  private final CdrMap map;
  private final String region;
  private final Instant now;
  private final ListTimes times;
  private final Map<Field, Integer> positions;
  private final int only;
  private final int width;
  private final List<CdrRecord> records = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();
  private long passedOver;

  private CdrFile(CdrMap map, String region, Instant now, List<String> header) throws CsvRefused {
    this.map = map;
    this.region = region;
    this.now = now;
    this.times = new ListTimes(map.timeZone());
    this.positions = map.positions(header);
    this.only = map.onlyPosition(header);
    this.width = header.size();
  }

  /**
   * @param passedOver lines that the map says are about something else
   */
  public record Lines(List<CdrRecord> records, List<Reject> rejects, long passedOver) {
    public Lines {
      records = List.copyOf(records);
      rejects = List.copyOf(rejects);
    }
  }

  /**
   * @param region where a number without a country code belongs, ISO 3166-1 alpha-2
   * @param now by our clock: no call began later
   * @throws CsvRefused when the file as a whole cannot be read
   */
  public static Lines read(Path file, CdrMap map, String region, Instant now)
      throws IOException, CsvRefused {
    Charset charset = ListEncoding.of(file, map.encoding());
    try (Reader in = ListEncoding.open(file, charset)) {
      CsvReader csv = new CsvReader(in, map.separator().character());
      CsvReader.Row header =
          csv.next().orElseThrow(() -> new CsvRefused(1, "is empty; the first line names columns"));
      CdrFile reading = new CdrFile(map, region, now, header.fields());
      for (Optional<CsvReader.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
        reading.take(row.get());
      }
      return new Lines(reading.records, reading.rejects, reading.passedOver);
    }
  }

  private void take(CsvReader.Row row) throws CsvRefused {
    if (row.blank()) {
      return;
    }
    if (records.size() == MOST_LINES) {
      throw new CsvRefused(
          row.line(), "more than " + MOST_LINES + " calls; split the file, by day for example");
    }
    try {
      Map<Field, String> values = values(row.fields());
      if (values.isEmpty()) {
        passedOver++;
      } else {
        records.add(record(row.line(), values));
      }
    } catch (BadField bad) {
      rejects.add(bad.at(row.line()));
    }
  }

  /** Empty when the map says that the line is about something else. */
  private Map<Field, String> values(List<String> fields) throws BadField {
    if (fields.size() != width) {
      throw new BadField(
          "", "FIELD_COUNT", "has " + fields.size() + " fields where the first line has " + width);
    }
    CdrMap.Only which = map.only();
    if (which != null && !fields.get(only).strip().equals(which.holds())) {
      return Map.of();
    }
    Map<Field, String> values = new EnumMap<>(Field.class);
    for (Map.Entry<Field, Integer> position : positions.entrySet()) {
      String text = fields.get(position.getValue());
      String field = position.getKey().written();
      if (text.indexOf(ListEncoding.UNDECODABLE) >= 0) {
        throw new BadField(field, "UNDECODABLE", "holds bytes that are no letter");
      }
      if (CsvReader.tooLong(text)) {
        throw new BadField(field, "TOO_LONG", "is far too long; is a closing quote missing?");
      }
      values.put(position.getKey(), Spreadsheet.text(text).strip());
    }
    return values;
  }

  private CdrRecord record(long line, Map<Field, String> values) throws BadField {
    String callId = values.getOrDefault(Field.CALL_ID, "");
    if (callId.length() > LONGEST_CALL_ID) {
      throw new BadField(Field.CALL_ID.written(), "TOO_LONG", "no Call-ID is that long");
    }
    PhoneNumber called = called(values.getOrDefault(Field.CALLED, ""));
    Instant start = time(Field.START, values).orElseThrow(() -> missing(Field.START));
    Optional<Instant> answer = time(Field.ANSWER, values);
    Optional<Integer> seconds = seconds(values.getOrDefault(Field.SECONDS, ""));
    if (start.isAfter(now.plus(map.tolerance()))) {
      throw new BadField(
          Field.START.written(), "TIME_FUTURE", "is still to come; is the map's timeZone right?");
    }
    if (answer.filter(at -> at.isBefore(start)).isPresent()) {
      throw new BadField(Field.ANSWER.written(), "ANSWER_BEFORE_START", "is before the start");
    }
    String sip = values.getOrDefault(Field.SIP, "");
    String cause = values.getOrDefault(Field.CAUSE, "");
    boolean answered = answered(values, answer, seconds, sip);
    return new CdrRecord(
        line,
        callId,
        called,
        start,
        answer.orElse(null),
        seconds.orElse(null),
        answered ? Outcome.ANSWERED_UNHEARD : unanswered(sip, cause),
        sip.isEmpty() ? cause : sip);
  }

  private static BadField missing(Field field) {
    return new BadField(field.written(), "MISSING", "is empty; every call has one");
  }

  /** Null where no subscriber has such a number: nobody here called it. */
  private @Nullable PhoneNumber called(String text) throws BadField {
    if (text.isEmpty()) {
      throw missing(Field.CALLED);
    }
    return switch (PhoneNumber.parse(text, region)) {
      case PhoneNumber.Parsed.Valid(PhoneNumber number) -> number;
      case PhoneNumber.Parsed.Invalid(ReasonCode code, String _)
          when code == ReasonCode.NUMBER_PROHIBITED ->
          null;
      case PhoneNumber.Parsed.Invalid(ReasonCode code, String hint) ->
          throw new BadField(Field.CALLED.written(), code.name(), hint);
    };
  }

  private Optional<Instant> time(Field field, Map<Field, String> values) throws BadField {
    String text = values.getOrDefault(field, "");
    return text.isEmpty() ? Optional.empty() : Optional.of(times.read(field.written(), text));
  }

  private static Optional<Integer> seconds(String text) throws BadField {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!DIGITS.matcher(text).matches()) {
      throw new BadField(Field.SECONDS.written(), "NOT_SECONDS", "must be whole seconds of talk");
    }
    return Optional.of(Integer.valueOf(text));
  }

  /** Every column that tells it must tell the same. */
  private boolean answered(
      Map<Field, String> values, Optional<Instant> answer, Optional<Integer> seconds, String sip)
      throws BadField {
    if (!sip.isEmpty() && !SIP_STATUS.matcher(sip).matches()) {
      throw new BadField(
          Field.SIP.written(), "NOT_A_STATUS", "must be a final SIP status, 200 to 699");
    }
    boolean talked = seconds.filter(length -> length > 0).isPresent();
    boolean answered = answer.isPresent() || talked || sip.startsWith("2");
    boolean refused = !sip.isEmpty() && !sip.startsWith("2");
    boolean noAnswer = values.containsKey(Field.ANSWER) && answer.isEmpty();
    if (answered && (refused || (noAnswer && talked))) {
      throw new BadField(
          refused ? Field.SIP.written() : Field.ANSWER.written(),
          "CONTRADICTS",
          "one column says that it was answered, this one that it was not");
    }
    return answered;
  }

  /** Without a code it may have rung. */
  private static Outcome unanswered(String sip, String cause) throws BadField {
    if (!sip.isEmpty()) {
      return switch (sip) {
        case "486", "600" -> Outcome.BUSY;
        case "408", "480", "487" -> Outcome.NO_ANSWER;
        case "607" -> Outcome.UNWANTED;
        case "608" -> Outcome.BLOCKED;
        default -> Outcome.FAILED;
      };
    }
    return switch (cause) {
      case "" -> Outcome.NO_ANSWER;
      case "17" -> Outcome.BUSY;
      case "16", "18", "19", "20", "31" -> Outcome.NO_ANSWER;
      default -> {
        if (!DIGITS.matcher(cause).matches() || Integer.parseInt(cause) > 127) {
          throw new BadField(Field.CAUSE.written(), "NOT_A_CAUSE", "must be a Q.850 cause, 1–127");
        }
        yield Outcome.FAILED;
      }
    };
  }
}
