package dev.assent.dialer.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.store.review.ReviewFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/** The filters of the queue as pages send them. */
final class QualityFilter {
  /** Of days that are given without a time: the called party's. */
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private QualityFilter() {}

  static ReviewFilter of(ObjectNode body, String user, LawParts law) {
    return new ReviewFilter(
        text(body, "campaign").map(name -> campaign(law, name)),
        text(body, "outcome").map(code -> constant(Outcome.class, code, "outcome")),
        text(body, "from").map(day -> instant(day, 0, "from")),
        text(body, "to").map(day -> instant(day, 1, "to")),
        text(body, "flag").map(code -> constant(Flag.class, code, "flag")),
        text(body, "assigned").map(who -> who.equals("me") ? user : who.equals("none") ? "" : who),
        text(body, "state").map(QualityFilter::done),
        text(body, "cursor"));
  }

  private static Optional<String> text(ObjectNode body, String name) {
    return Optional.ofNullable(QualityDesk.orNull(body.path(name)));
  }

  private static UUID campaign(LawParts law, String name) {
    return law.store().registers().campaigns().stream()
        .filter(campaign -> campaign.name().equals(name))
        .findFirst()
        .map(Campaign::id)
        .orElseThrow(() -> QualityDesk.bad("campaign"));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String code, String field) {
    try {
      return Enum.valueOf(type, code);
    } catch (IllegalArgumentException e) {
      throw QualityDesk.bad(field);
    }
  }

  private static boolean done(String state) {
    return switch (state) {
      case "DONE" -> true;
      case "DUE" -> false;
      default -> throw QualityDesk.bad("state");
    };
  }

  /** A day, the last one included, or an instant. */
  private static Instant instant(String text, int daysLater, String field) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(daysLater).atStartOfDay(ZONE).toInstant();
    } catch (DateTimeException e) {
      throw QualityDesk.bad(field);
    }
  }
}
