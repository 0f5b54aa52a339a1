package dev.assent.dialer.engine.socket;

import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody's signed wish to hear one recording once. The engine gives share B only against this, so
 * that reaching the socket is not enough to listen under another's name.
 *
 * @param reason the code and words the access journal keeps
 * @param at by the home's clock; the engine refuses one that is stale
 * @param signature Ed25519 by the user's own key over {@link #signed}
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record ShareRequest(
    UUID home, UUID recording, String user, String reason, Instant at, byte[] signature) {

  public static ShareRequest signedBy(
      Person person, UUID home, UUID recording, String reason, Instant at) {
    String user = person.user().name();
    byte[] signature = person.key().sign(signed(home, recording, user, reason, at));
    return new ShareRequest(home, recording, user, reason, at, signature);
  }

  public boolean isSignedBy(byte[] publicKey) {
    return SigningKey.verify(publicKey, signed(home, recording, user, reason, at), signature);
  }

  private static byte[] signed(UUID home, UUID recording, String user, String reason, Instant at) {
    return String.join("\n", "assent-share/1", home + "", recording + "", user, at + "", reason)
        .getBytes(StandardCharsets.UTF_8);
  }
}
