package dev.assent.dialer.sip.transport;

import java.util.Map;

/**
 * What one network sent that was not taken.
 *
 * @param network e.g. {@code 192.0.2.0/24}; {@link #OTHERS} for all that are not told apart
 */
public record DropSource(String network, Map<Drop, Long> counts) {
  public static final String OTHERS = "others";

  public DropSource {
    counts = Map.copyOf(counts);
  }

  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
