package dev.assent.dialer.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.SpokenNumber;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.dialer.Message;
import dev.assent.dialer.engine.acts.PageAction;
import dev.assent.dialer.engine.acts.PageActor;
import dev.assent.dialer.engine.socket.ActRefused;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Takes down a refusal that reached us by telephone, mail or in person. It can only add: the answer
 * is the same whether the number is known, called, listed or none of these, and there is no other
 * way to ask.
 */
final class RefusalAction implements PageAction {
  static final String NAME = "refusal.add";

  private static final int LONGEST_NUMBER = 200;
  private static final int A_MINUTE = 20;
  private static final long RECEIPTS = 100_000_000;

  private static final Map<String, Manner> CHANNELS =
      Map.of(
          "PHONE", Manner.AGENT,
          "COUNTER", Manner.AGENT,
          "OTHER", Manner.AGENT,
          "CHAT", Manner.WEB,
          "MAIL", Manner.MAIL,
          "SMS", Manner.SMS,
          "REGULATOR", Manner.REGULATOR);

  private final LawParts law;
  private final Supplier<String> region;

  /**
   * @param region where numbers without a country code belong
   */
  RefusalAction(LawParts law, Supplier<String> region) {
    this.law = law;
    this.region = region;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.INTAKE, Role.QA, Role.OPERATOR, Role.COMPLIANCE);
  }

  @Override
  public Access.Kind kind() {
    return Access.Kind.EDIT;
  }

  @Override
  public ObjectNode handle(ObjectNode body, PageActor actor) {
    PhoneNumber number = number(body);
    Manner manner = CHANNELS.get(body.path("channel").asText());
    if (manner == null) {
      throw ActRefused.of("CHANNEL", Message.of("page.channel"), null);
    }
    Instant at = at(body, actor.at());
    requirePace(actor);
    UUID id = law.newId();
    Refused refused =
        law.store()
            .refusals()
            .addOnce(
                id,
                number,
                new OptOut(manner, at, null, null, null),
                DncReach.EVERY_CALL,
                "intake",
                actor.name());
    ObjectNode answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("receipt", receipt(id))
            .put("entry", id.toString())
            .put("at", at.toString());
    return switch (refused) {
      case Refused.Durable _ -> answer.put("durable", true);
      case Refused.Pending(_, boolean journalled) ->
          answer.put("durable", false).put("journalled", journalled);
    };
  }

  /**
   * @throws ActRefused NUMBER when it is none; the words do not repeat it
   */
  private PhoneNumber number(ObjectNode body) {
    String said = body.path("number").asText();
    if (said.length() <= LONGEST_NUMBER
        && PhoneNumber.parse(SpokenNumber.digits(said), region.get())
            instanceof PhoneNumber.Parsed.Valid(PhoneNumber number)) {
      return number;
    }
    throw ActRefused.of("NUMBER", Message.of("page.number"), null);
  }

  private static Instant at(ObjectNode body, Instant now) {
    String given = body.path("at").asText();
    try {
      Instant at = given.isBlank() ? now : OffsetDateTime.parse(given).toInstant();
      if (!at.isAfter(now)) {
        return at;
      }
    } catch (DateTimeException notSo) {
      // Said below.
    }
    throw ActRefused.of("TIME", Message.of("page.time"), null);
  }

  /** Nobody takes them down faster; a script would. */
  private void requirePace(PageActor actor) {
    long lately =
        law.store().accesses().countOf(actor.name(), NAME, actor.at().minus(Duration.ofMinutes(1)));
    if (lately > A_MINUTE) {
      throw ActRefused.of("TOO_FAST", Message.of("page.too_fast"), null);
    }
  }

  /** Eight digits to read out, of the entry's id: whoever holds the journal finds it by them. */
  static String receipt(UUID id) {
    long digits = Long.remainderUnsigned(id.getMostSignificantBits(), RECEIPTS);
    return "%04d-%04d".formatted(digits / 10_000, digits % 10_000);
  }
}
