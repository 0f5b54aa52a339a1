package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.sip.Digest;
import dev.assent.testsip.carrier.sip.Peer;
import dev.assent.testsip.carrier.sip.Reply;
import dev.assent.testsip.carrier.sip.SipMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Learns where the carrier's customer is (RFC 3261 §10.3), after a challenge with 401 each time a
 * new nonce is due. Loop thread only.
 */
final class Registrar {
  private static final Pattern CONTACT = Pattern.compile("<([^>]+)>(.*)");
  private static final Pattern EXPIRES = Pattern.compile("(?i);\\s*expires\\s*=\\s*(\\d{1,9})");
  private static final String OTHERWISE = "3600";
  private static final String ALL = "*";

  private final CarrierParts parts;

  /** By Call-ID. */
  private final Map<String, Registrant> registrants = new HashMap<>();

  /** Until when each Contact counts, on the loop's clock. */
  private final Map<String, Long> bindings = new LinkedHashMap<>();

  private final List<Registration> taken = new ArrayList<>();
  private int most = Integer.MAX_VALUE;

  Registrar(CarrierParts parts) {
    this.parts = parts;
  }

  /** One Contact more than so many is refused with 403. */
  void takeAtMost(int contacts) {
    most = contacts;
  }

  void receive(SipMessage register, Peer peer) {
    Registrant from = registrants.computeIfAbsent(register.callId(), _ -> new Registrant());
    if (!register.branch().equals(from.branch)) {
      from.branch = register.branch();
      from.answer = answer(register, peer, from);
    }
    peer.send(from.answer);
  }

  private String answer(SipMessage register, Peer peer, Registrant from) {
    Reply reply = new Reply(register, peer);
    Digest.Verdict verdict =
        from.nonce.isEmpty()
            ? Digest.Verdict.MISSING
            : parts.digest().check(register, 401, from.nonce);
    if (verdict != Digest.Verdict.RIGHT) {
      from.nonce = parts.token();
      return reply.text(
          401, "", parts.token(), Digest.challenges(401, List.of("MD5"), from.nonce, false));
    }
    return take(register, peer, reply);
  }

  private String take(SipMessage register, Peer peer, Reply reply) {
    Map<String, Long> asked = asked(register);
    if (asked == null) {
      return reply.text(400, "", parts.token(), List.of());
    }
    long now = parts.loop().now();
    Map<String, Long> after = new LinkedHashMap<>(bindings);
    after.values().removeIf(until -> until - now <= 0);
    asked.forEach(
        (contact, seconds) -> {
          if (contact.equals(ALL)) {
            after.clear();
          } else if (seconds == 0) {
            after.remove(contact);
          } else {
            after.put(contact, now + seconds * 1_000_000_000L);
          }
        });
    boolean fits = after.size() <= most;
    if (fits) {
      bindings.clear();
      bindings.putAll(after);
    }
    List<String> bound = List.copyOf(bindings.keySet());
    taken.add(
        new Registration(parts.wallTime(), register.callId(), peer.address(), asked, bound, fits));
    if (!fits) {
      return reply.text(403, "", parts.token(), List.of());
    }
    List<String> contacts =
        after.entrySet().stream()
            .map(
                each ->
                    "Contact: <%s>;expires=%d"
                        .formatted(each.getKey(), (each.getValue() - now) / 1_000_000_000L))
            .toList();
    return reply.text(200, "", parts.token(), contacts);
  }

  /** Seconds by Contact; null for one that cannot be read. */
  private static @Nullable Map<String, Long> asked(SipMessage register) {
    String otherwise = register.header("expires");
    List<String> contacts = register.all("contact");
    if (contacts.contains(ALL)) {
      return contacts.size() == 1 && otherwise.equals("0") ? Map.of(ALL, 0L) : null;
    }
    Map<String, Long> asked = new LinkedHashMap<>();
    for (String contact : contacts) {
      Matcher address = CONTACT.matcher(contact);
      if (!address.matches()) {
        return null;
      }
      Matcher own = EXPIRES.matcher(address.group(2));
      String seconds = own.find() ? own.group(1) : otherwise.isEmpty() ? OTHERWISE : otherwise;
      if (!seconds.matches("\\d{1,9}")) {
        return null;
      }
      asked.put(address.group(1), Long.parseLong(seconds));
    }
    return asked;
  }

  /** What was let in so far, in the order it came. */
  List<Registration> taken() {
    return List.copyOf(taken);
  }

  private static final class Registrant {
    private String nonce = "";
    private String branch = "";
    private String answer = "";
  }
}
