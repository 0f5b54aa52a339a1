package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.auth.Credentials;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that an INVITE says. Everything is checked here, so that nothing given from outside can add
 * or change a header.
 *
 * @param target where the INVITE is sent; inside the signalling networks
 * @param fromUser user part of From: the caller number shown
 * @param toUser user part of To and of the Request-URI: the number called
 * @param domain host part of From, To and the Request-URI; a name or address, with or without port
 * @param sdpOffer our session description; not copied
 * @param credentials for a 401 or 407; without them a challenge is a refusal
 * @param extraHeaders what a carrier wants besides. Headers the user agent writes itself are
 *     refused, and all that could show another caller number or hide it (D-d)
 * @param ringAtMost CANCEL after this long, counted from the first 18x, before one from the INVITE
 * @param profile what the trunk's carrier wants in every INVITE
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record CallSpec(
    Target target,
    String fromUser,
    String toUser,
    String domain,
    byte[] sdpOffer,
    @Nullable Credentials credentials,
    Map<String, String> extraHeaders,
    Duration ringAtMost,
    InviteProfile profile) {

  /** RFC 3261 section 25.1 "user", less the escapes: telephone numbers and plain names. */
  private static final Pattern USER = Pattern.compile("[-A-Za-z0-9_.!~*'()&=+$,;?/]{1,64}");

  private static final Pattern DOMAIN =
      Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");
  private static final Pattern HEADER_NAME = Pattern.compile("[-A-Za-z0-9.!%*_+`'~]{1,64}");
  private static final int HEADER_VALUE_LIMIT = 4096;
  private static final Set<String> NOT_EXTRA =
      Set.of(
          "via",
          "v",
          "from",
          "f",
          "to",
          "t",
          "call-id",
          "i",
          "cseq",
          "contact",
          "m",
          "max-forwards",
          "route",
          "record-route",
          "content-length",
          "l",
          "content-type",
          "c",
          "content-encoding",
          "e",
          "authorization",
          "proxy-authorization",
          "allow",
          "user-agent",
          "require",
          "proxy-require",
          "supported",
          "k",
          "privacy",
          "p-asserted-identity",
          "p-preferred-identity",
          "remote-party-id",
          "session-expires",
          "x",
          "min-se",
          "rseq",
          "rack");

  /** A call of which nothing special is asked. */
  public CallSpec(
      Target target,
      String fromUser,
      String toUser,
      String domain,
      byte[] sdpOffer,
      @Nullable Credentials credentials,
      Map<String, String> extraHeaders,
      Duration ringAtMost) {
    this(
        target,
        fromUser,
        toUser,
        domain,
        sdpOffer,
        credentials,
        extraHeaders,
        ringAtMost,
        InviteProfile.PLAIN);
  }

  public CallSpec {
    // The user parts are numbers: what is wrong with them is said without repeating them.
    if (!USER.matcher(fromUser).matches() || !USER.matcher(toUser).matches()) {
      throw new IllegalArgumentException(
          "fromUser and toUser must be 1-64 characters that a SIP user part may hold");
    }
    if (!DOMAIN.matcher(domain).matches()) {
      throw new IllegalArgumentException(
          "domain must be a host name or address, with or without port: \"" + domain + "\"");
    }
    if (ringAtMost.isNegative() || ringAtMost.isZero()) {
      throw new IllegalArgumentException("ringAtMost must be positive");
    }
    extraHeaders = Map.copyOf(extraHeaders);
    extraHeaders.forEach(CallSpec::checkExtra);
  }

  private static void checkExtra(String name, String value) {
    if (!HEADER_NAME.matcher(name).matches() || NOT_EXTRA.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("Not allowed as an extra header: \"" + name + "\"");
    }
    if (value.length() > HEADER_VALUE_LIMIT || value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new IllegalArgumentException(
          "The value of " + name + " must be one line of at most " + HEADER_VALUE_LIMIT);
    }
  }

  public CallSpec withProfile(InviteProfile other) {
    return new CallSpec(
        target, fromUser, toUser, domain, sdpOffer, credentials, extraHeaders, ringAtMost, other);
  }

  /** Says nothing of the numbers. */
  @Override
  public String toString() {
    return "CallSpec[target=" + target + "]";
  }
}
