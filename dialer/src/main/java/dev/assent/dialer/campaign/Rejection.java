package dev.assent.dialer.campaign;

import dev.assent.dialer.trunk.Dialed;
import dev.assent.dialer.trunk.Disposition;
import java.util.Map;

/**
 * A refused call as it is kept with its attempt: what it means, and every word of the far end that
 * redress may need (RFC 8688, ATIS-1000099). Whoever keeps it masks the number first: {@link
 * dev.assent.dialer.trunk.FarWords}.
 */
final class Rejection {
  private Rejection() {}

  static void note(Dialed.Rejected rejected, Map<String, String> details) {
    details.put("cause", rejected.disposition() + ", " + rejected.status());
    details.put("disposition", rejected.disposition().name());
    details.put("sip", rejected.status() + " " + rejected.phrase());
    details.put("reason", String.join(", ", rejected.reasons()));
    details.put("rang", Boolean.toString(rejected.rang()));
    Disposition.q850(rejected.reasons())
        .ifPresent(cause -> details.put("q850", Integer.toString(cause)));
    if (!rejected.callInfo().isEmpty()) {
      details.put("callInfo", String.join(", ", rejected.callInfo()));
    }
  }
}
