package dev.assent.compliance.intake;

import static dev.assent.compliance.intake.ListField.AGE_BAND;
import static dev.assent.compliance.intake.ListField.CONSENT_AT;
import static dev.assent.compliance.intake.ListField.CONSENT_EXPIRES;
import static dev.assent.compliance.intake.ListField.CONSENT_FORM;
import static dev.assent.compliance.intake.ListField.EVIDENCE_FILE;
import static dev.assent.compliance.intake.ListField.EVIDENCE_SHA256;
import static dev.assent.compliance.intake.ListField.EXPIRES;
import static dev.assent.compliance.intake.ListField.LANGUAGE;
import static dev.assent.compliance.intake.ListField.NAME;
import static dev.assent.compliance.intake.ListField.NOTICE_VERSION;
import static dev.assent.compliance.intake.ListField.NUMBER;
import static dev.assent.compliance.intake.ListField.PERSON;
import static dev.assent.compliance.intake.ListField.PORTED;
import static dev.assent.compliance.intake.ListField.PURPOSES;
import static dev.assent.compliance.intake.ListField.QUIET_TIMES;
import static dev.assent.compliance.intake.ListField.STATE;
import static dev.assent.compliance.intake.ListField.SYNTHETIC_VOICE;
import static dev.assent.compliance.intake.ListField.ZONE;

import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.intake.ContactRow.GivenGrant;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.PhoneNumber.Parsed;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Choice;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the fields of a row into a {@link ContactRow}. One list, one thread. */
final class ContactFields {

  /** All of them or none: half a consent is none, and nobody should think it is one. */
  private static final List<ListField> CONSENT =
      List.of(PURPOSES, CONSENT_FORM, CONSENT_AT, CONSENT_EXPIRES, NOTICE_VERSION);

  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  /** A year after the last lawful use at most. */
  private static final Duration LONGEST_KEPT = Duration.ofDays(365);

  private final List<Optional<ListField>> columns;
  private final ContactsCsv.Settings settings;
  private final ListTimes times;
  private String lastPurposes = "";
  private Set<Purpose> lastRead = Set.of();
  private final Map<ListField, String> values = new EnumMap<>(ListField.class);

  /**
   * @param columns the field of each column; empty where it is dropped
   */
  ContactFields(List<Optional<ListField>> columns, ContactsCsv.Settings settings) {
    this.columns = columns;
    this.settings = settings;
    ColumnMap map = settings.map();
    this.times = new ListTimes(map == null ? null : map.timeZone());
  }

  ContactRow row(CsvReader.Row row) throws BadField {
    take(row.fields());
    PhoneNumber number = number();
    List<GivenGrant> grants = consent().stream().toList();
    return new ContactRow(
        row.line(),
        number,
        optional(NAME, 100),
        optional(PERSON, 64),
        whereabouts(),
        language(),
        ageBand(),
        quiet(),
        expires(grants),
        grants);
  }

  /** Into {@link #values}, what spreadsheets add undone. */
  private void take(List<String> fields) throws BadField {
    if (fields.size() < columns.size() || surplus(fields)) {
      throw new BadField(
          "",
          "FIELD_COUNT",
          "has " + fields.size() + " fields where the first line has " + columns.size());
    }
    values.clear();
    for (int i = 0; i < columns.size(); i++) {
      String field = fields.get(i);
      if (field.indexOf(ListEncoding.UNDECODABLE) >= 0) {
        throw new BadField(
            name(i),
            "UNDECODABLE",
            "holds bytes that are no letter; correct the row in its source");
      }
      if (columns.get(i).isPresent()) {
        if (CsvReader.tooLong(field)) {
          throw new BadField(name(i), "TOO_LONG", "is far too long; is a closing quote missing?");
        }
        values.put(columns.get(i).get(), Spreadsheet.text(field));
      }
    }
  }

  private boolean surplus(List<String> fields) {
    for (int i = columns.size(); i < fields.size(); i++) {
      if (!fields.get(i).isBlank()) {
        return true;
      }
    }
    return false;
  }

  private String name(int column) {
    return columns.get(column).map(ListField::written).orElse("column " + (column + 1));
  }

  private PhoneNumber number() throws BadField {
    String text = Spreadsheet.number(NUMBER.written(), text(NUMBER));
    if (text.isEmpty()) {
      throw new BadField(NUMBER.written(), "NUMBER_INVALID", "is empty");
    }
    return switch (PhoneNumber.parse(text, settings.region())) {
      case Parsed.Valid(var number) -> number;
      case Parsed.Invalid(var code, var hint) ->
          throw new BadField(NUMBER.written(), code.name(), hint);
    };
  }

  private Optional<GivenGrant> consent() throws BadField {
    boolean proven = !text(EVIDENCE_SHA256).isEmpty() || !text(EVIDENCE_FILE).isEmpty();
    if (!proven && CONSENT.stream().allMatch(field -> text(field).isEmpty())) {
      return Optional.empty();
    }
    for (ListField field : CONSENT) {
      if (text(field).isEmpty()) {
        throw new BadField(
            field.written(),
            "CONSENT_INCOMPLETE",
            "a consent needs "
                + CONSENT.stream().map(ListField::written).toList()
                + " and a proof");
      }
    }
    Instant grantedAt = times.read(CONSENT_AT, text(CONSENT_AT));
    Instant expiresAt = times.read(CONSENT_EXPIRES, text(CONSENT_EXPIRES));
    if (!grantedAt.isBefore(expiresAt)) {
      throw new BadField(CONSENT_EXPIRES.written(), "TIME_ORDER", "must be after consent_at");
    }
    String stated = stated();
    return Optional.of(
        new GivenGrant(
            GrantScope.CALL,
            purposes(),
            Set.of(Channel.VOICE),
            yes(SYNTHETIC_VOICE),
            choice(CONSENT_FORM, ConsentForm.class, "CONSENT_FORM_UNKNOWN"),
            limited(NOTICE_VERSION, 64),
            grantedAt,
            expiresAt,
            stated,
            proof(stated)));
  }

  /** The hash the list states of its proof, lower hex, or nothing. */
  private String stated() throws BadField {
    String stated = text(EVIDENCE_SHA256).toLowerCase(Locale.ROOT);
    if (!stated.isEmpty() && !sha256(stated)) {
      throw new BadField(
          EVIDENCE_SHA256.written(), "EVIDENCE_MALFORMED", "must be a SHA-256: 64 digits 0-9 a-f");
    }
    return stated;
  }

  private static boolean sha256(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return text.length() == 64;
  }

  private @Nullable Path proof(String stated) throws BadField {
    String name = text(EVIDENCE_FILE);
    Path folder = settings.evidence();
    if (name.isEmpty()) {
      if (folder != null) {
        throw new BadField(
            EVIDENCE_FILE.written(),
            "EVIDENCE_MISSING",
            "names no file; with --evidence-dir every consent brings its proof");
      }
      if (stated.isEmpty()) {
        throw new BadField(
            EVIDENCE_FILE.written(),
            "CONSENT_INCOMPLETE",
            "a consent needs a proof: a file in --evidence-dir, or the SHA-256 of one you keep");
      }
      return null;
    }
    if (folder == null) {
      throw new BadField(
          EVIDENCE_FILE.written(),
          "EVIDENCE_MISSING",
          "names a file; say with --evidence-dir where it is");
    }
    return EvidenceFolder.find(folder, name);
  }

  /** Several are parted by semicolons or spaces. */
  private Set<Purpose> purposes() throws BadField {
    // Most rows of a list say the same.
    if (!text(PURPOSES).equals(lastPurposes)) {
      lastRead = readPurposes();
      lastPurposes = text(PURPOSES);
    }
    return lastRead;
  }

  private Set<Purpose> readPurposes() throws BadField {
    EnumSet<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    for (String word : text(PURPOSES).split("[;；,|\\s]+")) {
      purposes.add(
          Choice.of(word, Purpose.class)
              .orElseThrow(() -> unknown(PURPOSES, "PURPOSE_UNKNOWN", Purpose.class)));
    }
    return Set.copyOf(purposes);
  }

  private @Nullable ZoneId zone() throws BadField {
    String zone = text(ZONE);
    if (zone.isEmpty()) {
      return null;
    }
    if (!ZONES.contains(zone)) {
      throw new BadField(
          ZONE.written(), "ZONE_UNKNOWN", "must be an IANA zone such as Asia/Shanghai");
    }
    return ZoneId.of(zone);
  }

  private Whereabouts whereabouts() throws BadField {
    ZoneId zone = zone();
    String state = state();
    boolean ported = yes(PORTED);
    // Nearly every row says nothing of it.
    return zone == null && state == null && !ported
        ? Whereabouts.UNSAID
        : new Whereabouts(zone, state, ported);
  }

  private @Nullable String state() throws BadField {
    String state = text(STATE);
    if (state.isEmpty()) {
      return null;
    }
    // ISO 3166-2 names the country too, which the number tells.
    String code = state.matches("[A-Z]{2}-.+") ? state.substring(3) : state;
    if (!code.matches("[\\p{L}][\\p{L} ]{1,39}")) {
      throw new BadField(
          STATE.written(), "STATE_UNKNOWN", "must be a state or province such as FL or Xinjiang");
    }
    return code;
  }

  private QuietTimes quiet() throws BadField {
    String text = text(QUIET_TIMES);
    if (text.isEmpty()) {
      return QuietTimes.NONE;
    }
    try {
      return QuietTimes.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BadField(
          QUIET_TIMES.written(), "QUIET_TIMES_UNKNOWN", String.valueOf(e.getMessage()));
    }
  }

  private String language() throws BadField {
    String language = text(LANGUAGE);
    if (language.isEmpty() || language.equals("zh-CN")) {
      return "zh-CN";
    }
    Locale locale = Locale.forLanguageTag(language);
    if (!LANGUAGES.contains(locale.getLanguage())
        || !locale.toLanguageTag().equalsIgnoreCase(language)) {
      throw new BadField(
          LANGUAGE.written(), "LANGUAGE_UNKNOWN", "must be a tag such as zh-CN or en");
    }
    return locale.toLanguageTag();
  }

  private @Nullable AgeBand ageBand() throws BadField {
    return text(AGE_BAND).isEmpty() ? null : choice(AGE_BAND, AgeBand.class, "AGE_UNKNOWN");
  }

  /** The earliest of what the list says, what was promised with the consent, and one year. */
  private Instant expires(List<GivenGrant> grants) throws BadField {
    Instant latest = settings.importedAt().plus(LONGEST_KEPT);
    Instant stated = text(EXPIRES).isEmpty() ? latest : times.read(EXPIRES, text(EXPIRES));
    Instant expires =
        Stream.concat(Stream.of(latest, stated), grants.stream().map(GivenGrant::expiresAt))
            .min(Instant::compareTo)
            .orElse(latest);
    if (!settings.importedAt().isBefore(expires)) {
      throw new BadField(
          EXPIRES.written(), "EXPIRED", "is over already; such data must not be imported");
    }
    return expires;
  }

  private boolean yes(ListField field) throws BadField {
    return switch (text(field).toLowerCase(Locale.ROOT)) {
      case "", "no", "false", "0", "否" -> false;
      case "yes", "true", "1", "是" -> true;
      default -> throw new BadField(field.written(), "NOT_YES_OR_NO", "must be yes or no");
    };
  }

  private <E extends Enum<E>> E choice(ListField field, Class<E> type, String reason)
      throws BadField {
    return Choice.of(text(field), type).orElseThrow(() -> unknown(field, reason, type));
  }

  private static <E extends Enum<E>> BadField unknown(
      ListField field, String reason, Class<E> type) {
    return new BadField(field.written(), reason, "must be one of " + Choice.names(type));
  }

  private @Nullable String optional(ListField field, int longest) throws BadField {
    String text = limited(field, longest);
    return text.isEmpty() ? null : text;
  }

  private String limited(ListField field, int longest) throws BadField {
    String text = text(field);
    if (text.length() > longest) {
      throw new BadField(field.written(), "TOO_LONG", "has more than " + longest + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new BadField(
          field.written(), "CONTROL_CHARACTER", "holds a line end or control character");
    }
    Optional<NeverTaken> never = NeverTaken.byValue(text);
    if (never.isPresent()) {
      throw new BadField(field.written(), "NOT_TO_BE_COLLECTED", never.get().why());
    }
    return text;
  }

  private String text(ListField field) {
    return values.getOrDefault(field, "");
  }
}
