package dev.assent.dialer.engine.home;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * What makes a home simulated, for ever: a clock that runs at an offset, numbers only from declared
 * fictional ranges, and a network that cannot reach a real carrier.
 *
 * @param offset added to the machine's clock; may be negative
 * @param numbers the only numbers such a home may hold as contacts
 */
public record Simulation(Duration offset, List<NumberRange> numbers) {
  /** Ranges nobody is ever given: China's 199 0000 block as used in demos, and the US 555-01xx. */
  public static final List<NumberRange> DEFAULT_NUMBERS =
      List.of(
          NumberRange.parse("+8619900000000-+8619900009999"),
          NumberRange.parse("+12025550100-+12025550199"));

  public Simulation {
    numbers = List.copyOf(numbers);
  }

  public boolean permitsNumber(String e164) {
    return numbers.stream().anyMatch(range -> range.contains(e164));
  }

  /** Loopback and the documentation networks of RFC 5737 and RFC 3849; nothing else. */
  public static boolean permitsTrunk(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return true;
    }
    byte[] a = address.getAddress();
    return a.length == 4
        ? isNet(a, 192, 0, 2) || isNet(a, 198, 51, 100) || isNet(a, 203, 0, 113)
        : isNet(a, 0x20, 0x01, 0x0d, 0xb8);
  }

  private static boolean isNet(byte[] address, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (Byte.toUnsignedInt(address[i]) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
