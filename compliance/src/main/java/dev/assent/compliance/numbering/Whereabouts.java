package dev.assent.compliance.numbering;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is known of where a called party is, beside their number (R12). It can only narrow when they
 * may be called: a number is not a place, and neither is a word about it.
 *
 * @param zone where they say they live
 * @param state the part of the region they say they live in, such as {@code FL}
 * @param ported whether the number was taken to another network, so that its prefix tells nothing
 */
public record Whereabouts(@Nullable ZoneId zone, @Nullable String state, boolean ported) {

  /** Nothing but the number. */
  public static final Whereabouts UNSAID = new Whereabouts(null, null, false);

  public static Whereabouts in(ZoneId zone) {
    return new Whereabouts(zone, null, false);
  }
}
