package dev.assent.media.sdp;

import dev.assent.media.srtp.MasterKey;
import dev.assent.media.srtp.SrtpKeys;
import dev.assent.media.srtp.SrtpSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The keys of one call by security descriptions (RFC 4568): what we offer, what the peer chose, and
 * what we answer to its later offers. It never goes from protected to plain. Immutable.
 *
 * <p>One key a suite for the whole call: so an answer to an offer that repeated an older one still
 * means a key the peer knows.
 */
final class KeyExchange {
  private final SrtpPolicy policy;
  private final List<CryptoAttribute> offered;

  /**
   * @param random draws the keys: a secure generator in production
   */
  KeyExchange(SrtpPolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.offered = policy == SrtpPolicy.OFF ? List.of() : draw(random);
  }

  private static List<CryptoAttribute> draw(RandomGenerator random) {
    List<CryptoAttribute> all = new ArrayList<>();
    for (SrtpSuite suite : SrtpSuite.values()) {
      all.add(new CryptoAttribute(all.size() + 1, MasterKey.draw(suite, random)));
    }
    return List.copyOf(all);
  }

  /** The profile of our offer. */
  String profile() {
    return policy == SrtpPolicy.MANDATORY ? "RTP/SAVP" : "RTP/AVP";
  }

  /** The {@code a=crypto} lines of our offer, best suite first. */
  String lines() {
    StringBuilder lines = new StringBuilder();
    offered.forEach(crypto -> lines.append(crypto.line()));
    return lines.toString();
  }

  /** Whether protected streams among the peer's offer come first. */
  boolean wanted() {
    return policy != SrtpPolicy.OFF;
  }

  /** The keys by the answer to our offer; empty: the call is plain, as the policy allows. */
  Optional<SrtpKeys> answered(MediaDescription theirs) throws UnusableSdp {
    if (theirs.cryptos().isEmpty() || policy == SrtpPolicy.OFF) {
      requirePlainAllowed(theirs, "answer", Optional.empty());
      return Optional.empty();
    }
    requireProfile(theirs, "answer");
    if (theirs.cryptos().size() != 1) {
      throw new UnusableSdp("the answer must choose one a=crypto");
    }
    CryptoAttribute chosen = CryptoAttribute.parse(theirs.cryptos().getFirst());
    if (offered.stream().noneMatch(chosen::answers)) {
      throw new UnusableSdp("a=crypto is none of those we offered");
    }
    return Optional.of(keys(ours(chosen.key().suite()), chosen.key()));
  }

  /** What we answer to the peer's offer in a running call; empty: plainly. */
  Optional<Chosen> offered(MediaDescription theirs, Optional<SrtpKeys> current) throws UnusableSdp {
    if (theirs.cryptos().isEmpty() || policy == SrtpPolicy.OFF) {
      requirePlainAllowed(theirs, "offer", current);
      return Optional.empty();
    }
    requireProfile(theirs, "offer");
    UnusableSdp why = new UnusableSdp("no a=crypto");
    for (String line : theirs.cryptos()) { // in the order of the peer's preference
      try {
        CryptoAttribute first = CryptoAttribute.parse(line);
        MasterKey ours = ours(first.key().suite());
        return Optional.of(
            new Chosen(new CryptoAttribute(first.tag(), ours), keys(ours, first.key())));
      } catch (UnusableSdp e) {
        why = e;
      }
    }
    throw why;
  }

  private MasterKey ours(SrtpSuite suite) {
    return offered.stream()
        .map(CryptoAttribute::key)
        .filter(key -> key.suite() == suite)
        .findFirst()
        .orElseThrow();
  }

  private void requirePlainAllowed(MediaDescription theirs, String side, Optional<SrtpKeys> current)
      throws UnusableSdp {
    if (theirs.isSecured()) {
      throw new UnusableSdp(
          policy == SrtpPolicy.OFF
              ? "the " + side + " demands SRTP, which is off on this trunk"
              : "the " + side + " is RTP/SAVP without a=crypto");
    }
    if (policy == SrtpPolicy.MANDATORY || current.isPresent()) {
      throw new UnusableSdp("the " + side + " is not protected, and this call must be (SRTP)");
    }
  }

  private void requireProfile(MediaDescription theirs, String side) throws UnusableSdp {
    if (policy == SrtpPolicy.MANDATORY && !theirs.isSecured()) {
      throw new UnusableSdp("the " + side + " is RTP/AVP, and this call must be RTP/SAVP");
    }
  }

  /** Two streams under one key and maybe one SSRC would lay the sound of both open. */
  private static SrtpKeys keys(MasterKey ours, MasterKey theirs) throws UnusableSdp {
    if (ours.isSameSecret(theirs)) {
      throw new UnusableSdp("a=crypto repeats our own key");
    }
    return new SrtpKeys(ours, theirs);
  }

  /** One a=crypto of the peer's, and ours in answer to it. */
  record Chosen(CryptoAttribute ours, SrtpKeys keys) {}
}
