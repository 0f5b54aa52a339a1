package dev.assent.dialer.engine.socket;

import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Somebody's signed wish to do one thing through a page. The engine acts only on these, so that
 * neither reaching the socket nor running the pages is enough to act under another's name.
 *
 * @param session as the engine named it; all zero in {@code session.begin}
 * @param device digest of the browser's own secret
 * @param address where the browser is
 * @param at by the home's clock; the engine refuses one that is stale
 * @param nonce random, never twice
 * @param action as in docs/roles.md, {@code qa.reveal}
 * @param body JSON text
 * @param signature Ed25519 by the user's own key over {@link #signed}
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record Act(
    UUID home,
    String user,
    UUID session,
    String device,
    String address,
    Instant at,
    UUID nonce,
    String action,
    String body,
    byte[] signature) {

  /** Where a page's person is: what an act is bound to. */
  public record Place(UUID session, String device, String address) {}

  /** An act as its person signs it. */
  public static Act signedBy(
      Person person, UUID home, Place place, Instant at, UUID nonce, String action, String body) {
    var unsigned =
        new Act(
            home,
            person.user().name(),
            place.session(),
            place.device(),
            place.address(),
            at,
            nonce,
            action,
            body,
            new byte[0]);
    return unsigned.with(person.key().sign(unsigned.signed()));
  }

  private Act with(byte[] made) {
    return new Act(home, user, session, device, address, at, nonce, action, body, made);
  }

  /** Whether all of it is as the holder of that Ed25519 key (32 bytes) signed it. */
  public boolean isSignedBy(byte[] publicKey) {
    return SigningKey.verify(publicKey, signed(), signature);
  }

  private byte[] signed() {
    return String.join(
            "\n",
            "assent-act/1",
            home.toString(),
            user,
            session.toString(),
            device,
            address,
            at.toString(),
            nonce.toString(),
            action,
            sha256(body))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
