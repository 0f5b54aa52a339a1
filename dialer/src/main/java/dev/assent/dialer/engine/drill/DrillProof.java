package dev.assent.dialer.engine.drill;

import dev.assent.dialer.Messages;
import dev.assent.dialer.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a drill showed, as a text to print for the auditor. It is signed with the key the home's
 * recorder signs with, which nobody has without the recovery shares; no secret and no number stands
 * in it.
 *
 * @param text all lines with their signature
 * @param home whose drill
 * @param at when, by the home's clock
 * @param by who sat together, as they wrote it
 */
public record DrillProof(String text, UUID home, Instant at, String by) {
  private static final String TITLE = "ASSENT RECOVERY DRILL version 1";
  private static final String SIGNATURE = "signature: ";

  /** Of what came of a drill. */
  public static DrillProof of(RecoveryDrill.Outcome outcome, String by, Messages messages) {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    line(text, "home", outcome.home());
    line(text, "at", outcome.at());
    line(text, "by", by.replaceAll("\\R", " "));
    line(text, "known until", outcome.knownUntil());
    for (DrillRow row : outcome.rows()) {
      line(text, row.item() + " " + row.result(), messages.say(row.detail()));
    }
    line(text, "recorder", HexFormat.of().formatHex(outcome.signer()));
    byte[] signature = outcome.proof().sign(text.toString().getBytes(StandardCharsets.UTF_8));
    line(text, "signature", HexFormat.of().formatHex(signature));
    return new DrillProof(text.toString(), outcome.home(), outcome.at(), by);
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(": ").append(value).append('\n');
  }

  /**
   * Reads one.
   *
   * @param recorder public key of the home it is to be of, 32 bytes
   * @return empty when it is no proof, or not signed by that recorder
   */
  public static Optional<DrillProof> read(String text, byte[] recorder) {
    int end = text.lastIndexOf(SIGNATURE);
    if (!text.startsWith(TITLE + "\n") || end < 0) {
      return Optional.empty();
    }
    try {
      byte[] signature = HexFormat.of().parseHex(text.substring(end + SIGNATURE.length()).strip());
      byte[] signed = text.substring(0, end).getBytes(StandardCharsets.UTF_8);
      if (!SigningKey.verify(recorder, signed, signature)) {
        return Optional.empty();
      }
      Map<String, String> fields = fields(text);
      return Optional.of(
          new DrillProof(
              text,
              UUID.fromString(fields.getOrDefault("home", "")),
              Instant.parse(fields.getOrDefault("at", "")),
              fields.getOrDefault("by", "")));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> fields(String text) {
    return text.lines()
        .map(line -> line.split(": ", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
  }

  /** What was shown and what was not: {@code RECORDING SHOWN} and the like. */
  public List<String> results() {
    List<String> items = Arrays.stream(DrillRow.Item.values()).map(Enum::name).toList();
    return fields(text).keySet().stream()
        .filter(name -> items.contains(name.split(" ", 2)[0]))
        .sorted()
        .toList();
  }
}
