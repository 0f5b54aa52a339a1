package dev.assent.dialer.cli.trunk;

import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.config.TrunkConfig.Identity.Asserted;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers exactly as they will stand in an INVITE over a trunk: what a person compares with the
 * carrier's paper before anybody is called.
 */
final class WrittenNumber {
  private WrittenNumber() {}

  /**
   * @param caller a filed number; null leaves From out
   */
  static Map<String, @Nullable Object> of(
      TrunkConfig trunk, PhoneNumber callee, @Nullable String caller) {
    Map<String, @Nullable Object> lines = new LinkedHashMap<>();
    String uri = "sip:" + trunk.callee().write(callee.e164()) + "@" + trunk.domain();
    lines.put("filed", callee.e164());
    lines.put("requestUri", uri);
    lines.put("toHeader", "<" + uri + ">");
    if (caller != null) {
      String from = "<sip:" + trunk.caller().write(caller) + "@" + trunk.domain() + ">";
      lines.put("fromHeader", from);
      Asserted asserted = trunk.identity().asserted();
      lines.put("assertedIdentity", asserted == Asserted.NONE ? "" : from);
    }
    return lines;
  }
}
