package dev.assent.compliance.policy;

import java.util.List;
import java.util.Set;

/** What a line of business may not sell, say, or do (R06, R16, R38; requirements 4.6). */
public final class SectorKeys {

  /** Who of the young may be called. Strictest first. */
  public enum Minors {
    /** Nobody under 18. */
    NEVER,
    /** Under 18 only with a guardian's written grant; an unknown age denies. */
    GUARDIAN,
    /** Nobody under 14; no marketing to anybody under 18. */
    NO_MARKETING
  }

  public static final PolicyKey<Set<String>> BANNED_PHRASES = texts("sector.bannedPhrases");

  /** Classes of products nobody may be called for, such as {@code high-risk}. */
  public static final PolicyKey<Set<String>> PRODUCT_BANS = texts("sector.productBans");

  public static final PolicyKey<Minors> MINORS =
      PolicyKey.of("sector.minors", (y, k) -> y.choice(k, Minors.class), Stricter::first);

  /** Whether somebody of unknown age may not be called. */
  public static final PolicyKey<Boolean> AGE_REQUIRED = ConsentKeys.demand("sector.ageRequired");

  /** Licences one must hold, or be exempt from with a reason. */
  public static final PolicyKey<Set<String>> LICENCES = texts("sector.licences");

  /** Whether every call of the sector uses sensitive data, such as health (R24). */
  public static final PolicyKey<Boolean> SENSITIVE =
      ConsentKeys.demand("sector.sensitive").orElse(false);

  static final List<PolicyKey<?>> ALL =
      List.of(BANNED_PHRASES, PRODUCT_BANS, MINORS, AGE_REQUIRED, LICENCES, SENSITIVE);

  private SectorKeys() {}

  private static PolicyKey<Set<String>> texts(String path) {
    return PolicyKey.of(path, (y, k) -> Set.copyOf(y.texts(k)), Stricter::<String>union)
        .orElse(Set.of());
  }
}
