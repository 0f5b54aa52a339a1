package dev.assent.dialer.engine;

import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.TrunkConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a trunk's file may ask for and this release cannot do: refused before a call is made, never
 * left out in silence.
 */
final class NotInThisRelease {
  private NotInThisRelease() {}

  /**
   * @throws UserError exit 3 naming key and value
   */
  static void refuse(TrunkConfig trunk) {
    Map<String, Boolean> asked = new LinkedHashMap<>();
    asked.put("publicAddress", trunk.publicAddress().isPresent());
    asked.forEach(
        (what, isAsked) -> {
          if (isAsked) {
            throw new UserError(
                Exit.CONFIG,
                "trunk %s: %s is not in this release".formatted(trunk.name(), what),
                null);
          }
        });
  }
}
