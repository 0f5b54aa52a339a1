package dev.assent.testsip.carrier.media;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one call (RFC 4568 a=crypto). A value.
 *
 * @param suite as in SDP
 * @param ours key and salt of what the carrier sends
 * @param theirs key and salt of what the caller sends
 */
@SuppressWarnings("ArrayRecordComponent") // compared by isSame
public record Crypto(String tag, String suite, byte[] ours, byte[] theirs) {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\d{1,9}) (AEAD_AES_256_GCM|AES_CM_128_HMAC_SHA1_80|AES_CM_128_HMAC_SHA1_32)"
              + " inline:([A-Za-z0-9+/]+=*)");

  /** Our side of what a caller's line offers; empty if we do not speak its suite. */
  public static Optional<Crypto> answering(String line, String seed) {
    Matcher matcher = LINE.matcher(line.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    byte[] theirs = Base64.getDecoder().decode(matcher.group(3));
    return Optional.of(
        new Crypto(matcher.group(1), matcher.group(2), key(seed, theirs.length), theirs));
  }

  /** The same with the key of the caller's line, if that is of our suite. */
  public Crypto heard(String line) {
    return answering(line, "")
        .filter(other -> other.suite.equals(suite))
        .map(other -> new Crypto(other.tag, suite, ours, other.theirs))
        .orElse(this);
  }

  /** Whether both directions keep their keys. */
  public boolean isSame(@Nullable Crypto other) {
    return other != null && Arrays.equals(ours, other.ours) && Arrays.equals(theirs, other.theirs);
  }

  /** Another key of ours. */
  public Crypto renewed(String seed) {
    return new Crypto(tag, suite, key(seed, ours.length), theirs);
  }

  /** As it stands in our session description. */
  public String line() {
    return "a=crypto:" + tag + " " + suite + " inline:" + Base64.getEncoder().encodeToString(ours);
  }

  private static byte[] key(String seed, int length) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-512");
      return Arrays.copyOf(sha.digest(seed.getBytes(StandardCharsets.UTF_8)), length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
