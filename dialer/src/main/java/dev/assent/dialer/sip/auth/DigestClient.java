package dev.assent.dialer.sip.auth;

import dev.assent.dialer.sip.message.Challenge;
import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the digest challenges of one call. A request may be challenged once, and once more if
 * only the nonce was stale; after that the credentials are wrong and there is no third try. Owned
 * by the worker of its call.
 */
public final class DigestClient {

  private record Protected(boolean proxy, String realm) {}

  private final @Nullable Credentials credentials;
  private final Supplier<String> cnonces;
  private final Map<Protected, DigestSession> sessions = new LinkedHashMap<>();
  private int challenged;
  private boolean staleUsed;

  public DigestClient(@Nullable Credentials credentials, Supplier<String> cnonces) {
    this.credentials = credentials;
    this.cnonces = cnonces;
  }

  /** A new request begins (not the repetition of a challenged one). */
  public void newRequest() {
    challenged = 0;
    staleUsed = false;
  }

  /**
   * Takes the challenges of a 401 or 407; of several for one realm the strongest we can compute.
   *
   * @return false if the request must not be repeated: no credentials, nothing we can compute, or
   *     challenged once too often
   */
  public boolean accept(Response response) {
    if (credentials == null) {
      return false;
    }
    Map<Protected, Candidate> best = new LinkedHashMap<>();
    boolean stale = false;
    for (Challenge challenge : response.challenges()) {
      stale |= challenge.stale();
      Optional<DigestAlgorithm> algorithm = DigestAlgorithm.named(challenge.algorithm());
      if (algorithm.isPresent() && DigestSession.isProtectionSupported(challenge)) {
        best.merge(
            new Protected(challenge.proxy(), challenge.realm()),
            new Candidate(challenge, algorithm.get()),
            Candidate::stronger);
      }
    }
    if (best.isEmpty() || !mayTry(stale)) {
      return false;
    }
    best.forEach(
        (where, candidate) ->
            sessions.put(
                where,
                new DigestSession(
                    candidate.challenge, candidate.algorithm, credentials, cnonces.get())));
    return true;
  }

  /** The headers for the next request; none before the first challenge. */
  public List<Header> authorize(String method, String uri) {
    List<Header> headers = new ArrayList<>(sessions.size());
    for (DigestSession session : sessions.values()) {
      headers.add(session.authorize(method, uri));
    }
    return headers;
  }

  private boolean mayTry(boolean stale) {
    challenged++;
    if (challenged == 1) {
      return true;
    }
    if (stale && !staleUsed) {
      staleUsed = true;
      return true;
    }
    return false;
  }

  private record Candidate(Challenge challenge, DigestAlgorithm algorithm) {
    /** On a tie the upper one, as the far end prefers (RFC 8760 section 2.4). */
    static Candidate stronger(Candidate upper, Candidate lower) {
      return lower.algorithm.compareTo(upper.algorithm) > 0 ? lower : upper;
    }
  }
}
