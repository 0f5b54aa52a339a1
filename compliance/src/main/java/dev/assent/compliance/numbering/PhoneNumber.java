package dev.assent.compliance.numbering;

import static java.text.Normalizer.Form.NFKC;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import dev.assent.compliance.ReasonCode;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A phone number in E.164: one key, however it was written. Prints as its mask; only {@link
 * #e164()} gives its digits, so that every place that asks for them can be found. Immutable.
 */
public final class PhoneNumber implements Comparable<PhoneNumber> {

  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
  private static final PhoneNumberToTimeZonesMapper ZONES =
      PhoneNumberToTimeZonesMapper.getInstance();
  private static final ShortNumberInfo SHORT = ShortNumberInfo.getInstance();
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");
  private static final Pattern WRITTEN = Pattern.compile("[+0-9 ().\\-/\\u00a0]+");

  /** Direction marks and the like, which come along when numbers are copied. */
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

  private final String e164;

  // What the library reads out of the digits costs more than all rules together, and each of them
  // asks; so it is read once. Any thread may do it, twice with the same answer.
  private volatile Phonenumber.@Nullable PhoneNumber parsed;
  private volatile @Nullable NumberKind kind;
  private volatile @Nullable String region;
  private volatile @Nullable List<String> zoneNames;

  private PhoneNumber(String e164) {
    this.e164 = e164;
  }

  /** What became of a number somebody wrote. */
  public sealed interface Parsed {

    record Valid(PhoneNumber number) implements Parsed {}

    /**
     * @param code {@link ReasonCode#NUMBER_INVALID} or {@link ReasonCode#NUMBER_PROHIBITED}
     * @param hint what is wrong with it, without repeating any of it
     */
    record Invalid(ReasonCode code, String hint) implements Parsed {}
  }

  /**
   * Reads a number as people write it: with or without country code, {@code 00} or {@code +},
   * spaces, brackets, hyphens, full-width digits.
   *
   * @param region where a number without a country code belongs, ISO 3166-1 alpha-2
   */
  public static Parsed parse(String raw, String region) {
    if (region.equals("CN") && MainlandMobiles.national(raw)) {
      return judged(new PhoneNumber("+86" + raw));
    }
    if (MainlandMobiles.e164(raw)) {
      return judged(new PhoneNumber(raw));
    }
    String text =
        plain(raw)
            ? raw
            : Normalizer.normalize(INVISIBLE.matcher(raw).replaceAll(""), NFKC).strip();
    if (!WRITTEN.matcher(text).matches()) {
      return invalid("holds characters that no phone number has");
    }
    Phonenumber.PhoneNumber read;
    try {
      read = NUMBERS.parse(text, region);
    } catch (NumberParseException e) {
      return invalid("cannot be read as a phone number");
    }
    String e164 = NUMBERS.format(read, PhoneNumberFormat.E164);
    if (!E164.matcher(e164).matches()) {
      return invalid("cannot be read as a phone number");
    }
    PhoneNumber number = new PhoneNumber(e164);
    if (!read.hasExtension()) {
      number.parsed = read; // the same as its digits would be read as, and lists are long
    }
    return judged(number);
  }

  private static Parsed judged(PhoneNumber number) {
    NumberKind kind = number.kind();
    if (kind == NumberKind.INVALID) {
      return invalid("is not in the numbering plan: missing, extra or wrong digits");
    }
    return kind.prohibited()
        ? new Parsed.Invalid(
            ReasonCode.NUMBER_PROHIBITED,
            "is an emergency, short, premium, shared cost or satellite number")
        : new Parsed.Valid(number);
  }

  private static boolean plain(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) < '+' || raw.charAt(i) > '9') {
        return false;
      }
    }
    return !raw.isEmpty();
  }

  /**
   * A number that was read before and stored. It need not be valid any more: numbering plans
   * change, so the rules look at {@link #kind()} again.
   *
   * @throws IllegalArgumentException when it is not in E.164; the message does not repeat it
   */
  public static PhoneNumber ofE164(String stored) {
    if (!E164.matcher(stored).matches()) {
      throw new IllegalArgumentException("not an E.164 number");
    }
    return new PhoneNumber(stored);
  }

  private static Parsed.Invalid invalid(String hint) {
    return new Parsed.Invalid(ReasonCode.NUMBER_INVALID, hint);
  }

  /** The digits with {@code +} and country code. For the trunk and the sealed column only. */
  public String e164() {
    return e164;
  }

  /** ISO 3166-1 alpha-2, or {@code ZZ} when it belongs to no region. */
  public String region() {
    String known = region;
    if (known == null) {
      known = MainlandMobiles.e164(e164) ? "CN" : readRegion();
      region = known;
    }
    return known;
  }

  /** What the library says. */
  String readRegion() {
    String read = NUMBERS.getRegionCodeForNumber(parsed());
    return read == null ? "ZZ" : read;
  }

  /** Time zones by its prefix, as the library names them. */
  List<String> zoneNames() {
    List<String> known = zoneNames;
    if (known == null) {
      known = MainlandMobiles.e164(e164) ? MainlandMobiles.zoneNames(this) : readZoneNames();
      zoneNames = known;
    }
    return known;
  }

  /** What the library says. */
  List<String> readZoneNames() {
    return List.copyOf(ZONES.getTimeZonesForNumber(parsed()));
  }

  /** Whether its prefix tells no place within its region, as of a toll-free number. */
  public boolean placeless() {
    NumberKind kind = kind();
    return kind == NumberKind.TOLL_FREE || kind == NumberKind.OTHER;
  }

  public NumberKind kind() {
    NumberKind known = kind;
    if (known == null) {
      known = MainlandMobiles.e164(e164) ? MainlandMobiles.kind(this) : readKind();
      kind = known;
    }
    return known;
  }

  /** What the library says. */
  NumberKind readKind() {
    Phonenumber.PhoneNumber parsed = parsed();
    if (!NUMBERS.isValidNumber(parsed)) {
      return shortCode(parsed) ? NumberKind.SHORT_CODE : NumberKind.INVALID;
    }
    if (satellite()) {
      return NumberKind.SATELLITE;
    }
    return switch (NUMBERS.getNumberType(parsed)) {
      case MOBILE -> NumberKind.MOBILE;
      case FIXED_LINE -> NumberKind.FIXED_LINE;
      case FIXED_LINE_OR_MOBILE -> NumberKind.FIXED_LINE_OR_MOBILE;
      case TOLL_FREE -> NumberKind.TOLL_FREE;
      case SHARED_COST -> NumberKind.SHARED_COST;
      case PREMIUM_RATE -> NumberKind.PREMIUM_RATE;
      case VOIP, PERSONAL_NUMBER, PAGER, UAN, VOICEMAIL, UNKNOWN -> NumberKind.OTHER;
    };
  }

  /** Emergency numbers and other service codes; none is longer than six digits. */
  private static boolean shortCode(Phonenumber.PhoneNumber parsed) {
    String national = NUMBERS.getNationalSignificantNumber(parsed);
    String region = NUMBERS.getRegionCodeForCountryCode(parsed.getCountryCode());
    return national.length() <= 6 || SHORT.isEmergencyNumber(national, region);
  }

  /** The numbers of satellite systems, and the mainland's Tiantong prefix 1349 and 1740. */
  private boolean satellite() {
    return e164.startsWith("+870")
        || e164.startsWith("+881")
        || e164.startsWith("+882")
        || e164.startsWith("+883")
        || e164.startsWith("+861349")
        || e164.startsWith("+861740");
  }

  Phonenumber.PhoneNumber parsed() {
    Phonenumber.PhoneNumber known = parsed;
    if (known == null) {
      known = read(e164);
      parsed = known;
    }
    return known;
  }

  private static Phonenumber.PhoneNumber read(String e164) {
    try {
      return NUMBERS.parse(e164, "ZZ");
    } catch (NumberParseException e) {
      // Well-formed but of no country: an empty number is invalid in every respect.
      return new Phonenumber.PhoneNumber();
    }
  }

  @Override
  public int compareTo(PhoneNumber other) {
    return e164.compareTo(other.e164);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PhoneNumber that && e164.equals(that.e164);
  }

  @Override
  public int hashCode() {
    return e164.hashCode();
  }

  /** The mask, such as {@code 138****5678}. */
  @Override
  public String toString() {
    return Masking.number(this);
  }
}
