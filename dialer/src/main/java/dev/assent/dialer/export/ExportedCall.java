package dev.assent.dialer.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.compliance.export.Span;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.replay.Replay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything one package is made of.
 *
 * @param order as the engine gave it: what was asked for, who agreed, and the controller
 * @param facts what the journal says of the call; empty for what is no case
 * @param mark seed of the noise, 32 bytes
 * @param signer Ed25519 public key of the recorder that is believed
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record ExportedCall(
    JsonNode order,
    JsonNode facts,
    byte[] mark,
    Replay replay,
    List<SealedSource> sources,
    byte[] signer,
    String maker,
    Instant at) {
  public ExportedCall {
    sources = List.copyOf(sources);
  }

  boolean court() {
    return order.path("form").asText().equals("COURT");
  }

  boolean unmasked() {
    return order.path("unmasked").asBoolean();
  }

  /** What is silenced of it. */
  Silences silences() throws MalformedRecording {
    if (unmasked()) {
      return Silences.none();
    }
    List<Span> marked = new ArrayList<>();
    for (JsonNode span : order.path("masks")) {
      marked.add(new Span(span.path("fromMillis").asLong(), span.path("toMillis").asLong()));
    }
    return Silences.of(replay, marked);
  }
}
