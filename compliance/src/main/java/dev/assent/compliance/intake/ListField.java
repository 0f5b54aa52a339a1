package dev.assent.compliance.intake;

import dev.assent.compliance.policy.Purpose;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue of what a contact list may hold: nothing else can be taken in, so
 * identity numbers, addresses and incomes have no field here.
 */
public enum ListField {
  NUMBER(DataClass.L3),
  NAME(DataClass.L3),
  PERSON(DataClass.L2),
  ZONE(DataClass.L2),
  STATE(DataClass.L2),
  PORTED(DataClass.L2),
  QUIET_TIMES(DataClass.L2),
  LANGUAGE(DataClass.L1),
  AGE_BAND(DataClass.L2),
  PURPOSES(DataClass.L2),
  SYNTHETIC_VOICE(DataClass.L1),
  CONSENT_FORM(DataClass.L1),
  CONSENT_AT(DataClass.L2),
  CONSENT_EXPIRES(DataClass.L2),
  NOTICE_VERSION(DataClass.L1),
  EVIDENCE_FILE(DataClass.L2),
  EVIDENCE_SHA256(DataClass.L1),
  EXPIRES(DataClass.L1);

  private static final List<String> WRITTEN =
      Arrays.stream(values()).map(ListField::written).toList();

  private final DataClass dataClass;

  ListField(DataClass dataClass) {
    this.dataClass = dataClass;
  }

  public DataClass dataClass() {
    return dataClass;
  }

  /** As it stands in a header or a map: {@code consent_at}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of them as they are written. */
  public static List<String> allWritten() {
    return WRITTEN;
  }

  public static Optional<ListField> of(String written) {
    int at = WRITTEN.indexOf(written);
    return at < 0 ? Optional.empty() : Optional.of(values()[at]);
  }

  /**
   * For which of these purposes it is more than is needed: nobody is asked for or addressed
   * by name in a survey or a notification. All other fields reach the person, protect them or prove
   * their consent, whatever the purpose.
   */
  public Set<Purpose> notNeededFor(Set<Purpose> purposes) {
    Set<Purpose> without = EnumSet.noneOf(Purpose.class);
    if (this == NAME) {
      purposes.stream()
          .filter(purpose -> purpose == Purpose.SURVEY || purpose == Purpose.NOTIFICATION)
          .forEach(without::add);
    }
    return without;
  }
}
