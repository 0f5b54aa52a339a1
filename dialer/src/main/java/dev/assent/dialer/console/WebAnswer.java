package dev.assent.dialer.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer, to which the server adds what holds for all (policy, no-store, nosniff).
 *
 * @param headers its own, the content type among them
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record WebAnswer(int status, Map<String, String> headers, byte[] body) {

  /** Some content. */
  public static WebAnswer of(int status, String type, byte[] body) {
    return new WebAnswer(status, Map.of("Content-Type", type), body);
  }

  /** JSON. */
  public static WebAnswer json(int status, JsonNode body) {
    return of(status, "application/json", body.toString().getBytes(UTF_8));
  }

  /**
   * Why not.
   *
   * @param code stable; the pages have words for it in each language
   * @param said what happened, in English and Chinese; null if the code says it all
   */
  public static WebAnswer refused(int status, String code, @Nullable Said said) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("code", code);
    if (said != null) {
      body.putObject("said").put("en", said.en()).put("zh", said.zh());
    }
    return json(status, body);
  }

  /** The same answer with one more header. */
  public WebAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new WebAnswer(status, Map.copyOf(more), body);
  }

  /** One sentence in both languages of the pages. */
  public record Said(String en, String zh) {}
}
