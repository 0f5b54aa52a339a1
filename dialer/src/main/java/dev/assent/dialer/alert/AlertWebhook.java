package dev.assent.dialer.alert;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A POST of the alert as JSON. Header {@code Assent-Signature: t=SECONDS,v1=HEX}, where HEX is the
 * HMAC-SHA-256 of {@code SECONDS.BODY} under the shared secret: who receives it can tell that it is
 * ours, whole and not an old one. Redirects are not followed.
 */
public final class AlertWebhook implements AlertChannel {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final URI url;
  private final SecretKeySpec secret;
  private final InstantSource clock;
  private final HttpClient client;

  /**
   * @param secret shared with the receiver
   */
  public AlertWebhook(URI url, byte[] secret, InstantSource clock) {
    this.url = url;
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Optional<String> tell(byte[] json) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("Assent-Signature", signature(json))
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status / 100 == 2
          ? Optional.empty()
          : Optional.of(url.getHost() + " answered " + status);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return Optional.of(url.getHost() + " cannot be reached: " + why);
    }
  }

  private String signature(byte[] json) {
    String seconds = Long.toString(clock.instant().getEpochSecond());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(json));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
