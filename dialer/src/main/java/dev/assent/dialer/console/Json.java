package dev.assent.dialer.console;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Message;
import dev.assent.dialer.engine.socket.ActRefused;
import java.io.IOException;

/** Bodies of requests. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(8).maxStringLength(20_000).build());
  }

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * @throws ActRefused BAD_REQUEST when it is no JSON object
   */
  static ObjectNode read(byte[] body) {
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException notJson) {
      // Said below; its message would repeat what was sent.
    }
    throw ActRefused.of("BAD_REQUEST", Message.of("page.bad_request"), null);
  }
}
