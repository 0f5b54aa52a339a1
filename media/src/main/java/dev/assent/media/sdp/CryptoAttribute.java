package dev.assent.media.sdp;

import dev.assent.media.srtp.MasterKey;
import dev.assent.media.srtp.SrtpSuite;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code a=crypto} line (RFC 4568 §4, §6): the key of what its author sends. One inline key;
 * lifetime and MKI are understood from the peer and never sent, as many carriers stumble over them.
 */
record CryptoAttribute(int tag, MasterKey key) {
  private static final Pattern INLINE =
      Pattern.compile(
          "inline:([A-Za-z0-9+/]+={0,2})(?:\\|(2\\^)?([0-9]{1,15}))?(?:\\|([0-9]{1,10}):([0-9]{1,3}))?");

  private static final Set<String> WEAKENING =
      Set.of("UNENCRYPTED_SRTP", "UNENCRYPTED_SRTCP", "UNAUTHENTICATED_SRTP");

  static CryptoAttribute parse(String value) throws UnusableSdp {
    String[] words = value.strip().split(" +");
    if (words.length < 3 || !words[0].matches("[0-9]{1,9}")) {
      throw new UnusableSdp("a=crypto must be tag, suite, key");
    }
    SrtpSuite suite =
        SrtpSuite.named(words[1])
            .orElseThrow(() -> new UnusableSdp("a=crypto names a suite we do not speak"));
    for (int i = 3; i < words.length; i++) {
      checkParameter(words[i]);
    }
    return new CryptoAttribute(Integer.parseInt(words[0]), key(suite, words[2]));
  }

  /** Whether this is a choice of that offer: its tag and its suite. */
  boolean answers(CryptoAttribute offer) {
    return tag == offer.tag && key.suite() == offer.key.suite();
  }

  String line() {
    String inline = Base64.getEncoder().encodeToString(key.keyAndSalt());
    return "a=crypto:" + tag + " " + key.suite() + " inline:" + inline + "\r\n";
  }

  private static MasterKey key(SrtpSuite suite, String text) throws UnusableSdp {
    if (text.indexOf(';') >= 0) {
      throw new UnusableSdp("a=crypto with more than one key is not spoken");
    }
    Matcher inline = INLINE.matcher(text);
    if (!inline.matches()) {
      throw new UnusableSdp("a=crypto has no well-formed inline key");
    }
    byte[] keyAndSalt;
    try {
      keyAndSalt = Base64.getDecoder().decode(inline.group(1));
    } catch (IllegalArgumentException e) {
      throw new UnusableSdp("a=crypto has no well-formed inline key");
    }
    if (keyAndSalt.length != suite.keyBytes() + suite.saltBytes()) {
      throw new UnusableSdp("a=crypto has a key of the wrong length for its suite");
    }
    return MasterKey.of(suite, keyAndSalt, mki(inline), lifetime(inline));
  }

  private static long lifetime(Matcher inline) throws UnusableSdp {
    if (inline.group(3) == null) {
      return MasterKey.RTP_LIFETIME;
    }
    long number = Long.parseLong(inline.group(3));
    boolean power = inline.group(2) != null;
    long packets = power && number > 48 ? -1 : power ? 1L << number : number;
    if (packets < 1 || packets > MasterKey.RTP_LIFETIME) {
      throw new UnusableSdp("a=crypto has a lifetime outside 1 to 2^48");
    }
    return packets;
  }

  private static byte[] mki(Matcher inline) throws UnusableSdp {
    if (inline.group(4) == null) {
      return new byte[0];
    }
    long value = Long.parseLong(inline.group(4));
    int length = Integer.parseInt(inline.group(5));
    if (length < 1 || length > 4 || value >> (8 * length) != 0) {
      throw new UnusableSdp("a=crypto has an MKI that is not of 1 to 4 bytes");
    }
    byte[] mki = new byte[length];
    for (int i = 0; i < length; i++) {
      mki[i] = (byte) (value >> (8 * (length - 1 - i)));
    }
    return mki;
  }

  /** The window of the peer is its own affair, as is what it marks as optional (§6.3.7). */
  private static void checkParameter(String parameter) throws UnusableSdp {
    if (parameter.startsWith("WSH=") || parameter.startsWith("-")) {
      return;
    }
    throw new UnusableSdp(
        WEAKENING.contains(parameter)
            ? "a=crypto takes part of the protection away"
            : "a=crypto has a session parameter we do not speak");
  }
}
