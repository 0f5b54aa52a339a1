package dev.assent.compliance.intake;

import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.intake.ContactRow.GivenGrant;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.PhoneNumber.Parsed;
import dev.assent.compliance.policy.Choice;
import dev.assent.compliance.policy.Purpose;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of one row, by column, on their way to a {@link ContactRow}. One thread. */
final class ContactFields {

  /** The columns a list may have. */
  static final List<String> COLUMNS =
      List.of(
          "number",
          "name",
          "person",
          "zone",
          "language",
          "age_band",
          "purposes",
          "synthetic_voice",
          "consent_form",
          "consent_at",
          "consent_expires",
          "notice_version",
          "evidence_sha256",
          "expires");

  /** All of them or none: half a consent is none, and nobody should think it is one. */
  private static final List<String> CONSENT =
      List.of(
          "purposes",
          "consent_form",
          "consent_at",
          "consent_expires",
          "notice_version",
          "evidence_sha256");

  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  /** A year after the last lawful use at most. */
  private static final Duration LONGEST_KEPT = Duration.ofDays(365);

  private final Map<String, String> values;

  /**
   * @param values by column, as they stand in the file
   */
  ContactFields(Map<String, String> values) {
    this.values = values;
  }

  ContactRow row(long line, ContactsCsv.Settings settings) throws BadField {
    PhoneNumber number = number(settings.region());
    List<GivenGrant> grants = consent().stream().toList();
    return new ContactRow(
        line,
        number,
        optional("name", 100),
        optional("person", 64),
        zone(),
        language(),
        ageBand(),
        expires(settings.importedAt(), grants),
        grants);
  }

  private PhoneNumber number(String region) throws BadField {
    String text = Spreadsheet.number("number", value("number"));
    if (text.isEmpty()) {
      throw new BadField("number", "NUMBER_INVALID", "is empty");
    }
    return switch (PhoneNumber.parse(text, region)) {
      case Parsed.Valid(var number) -> number;
      case Parsed.Invalid(var code, var hint) -> throw new BadField("number", code.name(), hint);
    };
  }

  private Optional<GivenGrant> consent() throws BadField {
    List<String> empty = CONSENT.stream().filter(column -> text(column).isEmpty()).toList();
    if (empty.size() == CONSENT.size()) {
      return Optional.empty();
    }
    if (!empty.isEmpty()) {
      throw new BadField(
          empty.getFirst(), "CONSENT_INCOMPLETE", "a consent needs all of " + CONSENT);
    }
    Instant grantedAt = time("consent_at");
    Instant expiresAt = time("consent_expires");
    if (!grantedAt.isBefore(expiresAt)) {
      throw new BadField("consent_expires", "TIME_ORDER", "must be after consent_at");
    }
    String evidence = text("evidence_sha256").toLowerCase(Locale.ROOT);
    if (!evidence.matches("[0-9a-f]{64}")) {
      throw new BadField(
          "evidence_sha256", "EVIDENCE_MALFORMED", "must be a SHA-256: 64 digits 0-9 a-f");
    }
    return Optional.of(
        new GivenGrant(
            GrantScope.CALL,
            purposes(),
            Set.of(Channel.VOICE),
            yes("synthetic_voice"),
            choice("consent_form", ConsentForm.class, "CONSENT_FORM_UNKNOWN"),
            limited("notice_version", 64),
            grantedAt,
            expiresAt,
            evidence));
  }

  /** Several are parted by semicolons or spaces. */
  private Set<Purpose> purposes() throws BadField {
    EnumSet<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    for (String word : text("purposes").split("[;；|\\s]+")) {
      purposes.add(
          Choice.of(word, Purpose.class)
              .orElseThrow(() -> unknown("purposes", "PURPOSE_UNKNOWN", Purpose.class)));
    }
    return purposes;
  }

  private @Nullable ZoneId zone() throws BadField {
    String zone = text("zone");
    if (zone.isEmpty()) {
      return null;
    }
    if (!ZONES.contains(zone)) {
      throw new BadField("zone", "ZONE_UNKNOWN", "must be an IANA zone such as Asia/Shanghai");
    }
    return ZoneId.of(zone);
  }

  private String language() throws BadField {
    String language = text("language");
    if (language.isEmpty()) {
      return "zh-CN";
    }
    Locale locale = Locale.forLanguageTag(language);
    if (!LANGUAGES.contains(locale.getLanguage())
        || !locale.toLanguageTag().equalsIgnoreCase(language)) {
      throw new BadField("language", "LANGUAGE_UNKNOWN", "must be a tag such as zh-CN or en");
    }
    return locale.toLanguageTag();
  }

  private @Nullable AgeBand ageBand() throws BadField {
    return text("age_band").isEmpty() ? null : choice("age_band", AgeBand.class, "AGE_UNKNOWN");
  }

  /** The earliest of what the list says, what was promised with the consent, and one year. */
  private Instant expires(Instant importedAt, List<GivenGrant> grants) throws BadField {
    Instant latest = importedAt.plus(LONGEST_KEPT);
    Instant stated = text("expires").isEmpty() ? latest : time("expires");
    Instant expires =
        Stream.concat(Stream.of(latest, stated), grants.stream().map(GivenGrant::expiresAt))
            .min(Instant::compareTo)
            .orElse(latest);
    if (!importedAt.isBefore(expires)) {
      throw new BadField("expires", "EXPIRED", "is over already; such data must not be imported");
    }
    return expires;
  }

  private Instant time(String column) throws BadField {
    String text = text(column);
    try {
      return ZonedDateTime.parse(text.replace(' ', 'T'), DateTimeFormatter.ISO_ZONED_DATE_TIME)
          .toInstant();
    } catch (DateTimeException e) {
      throw new BadField(
          column,
          "TIME_WITHOUT_ZONE",
          "must be a time with its offset or zone such as 2026-01-10T12:00:00+08:00");
    }
  }

  private boolean yes(String column) throws BadField {
    return switch (text(column).toLowerCase(Locale.ROOT)) {
      case "", "no", "false", "0", "否" -> false;
      case "yes", "true", "1", "是" -> true;
      default -> throw new BadField(column, "NOT_YES_OR_NO", "must be yes or no");
    };
  }

  private <E extends Enum<E>> E choice(String column, Class<E> type, String reason)
      throws BadField {
    return Choice.of(text(column), type).orElseThrow(() -> unknown(column, reason, type));
  }

  private static <E extends Enum<E>> BadField unknown(String column, String reason, Class<E> type) {
    return new BadField(column, reason, "must be one of " + Choice.names(type));
  }

  private @Nullable String optional(String column, int longest) throws BadField {
    String text = limited(column, longest);
    return text.isEmpty() ? null : text;
  }

  private String limited(String column, int longest) throws BadField {
    String text = text(column);
    if (text.length() > longest) {
      throw new BadField(column, "TOO_LONG", "has more than " + longest + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new BadField(column, "CONTROL_CHARACTER", "holds a line end or control character");
    }
    return text;
  }

  private String text(String column) {
    return Spreadsheet.text(value(column));
  }

  private String value(String column) {
    return values.getOrDefault(column, "");
  }
}
