package dev.assent.compliance.store.register;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The numbers a campaign shows: to a person always the same one, never rotating. The first call
 * takes one by a hash over campaign and person; the attempt remembers it.
 *
 * @param filings what is filed of each number of the campaign
 * @param shown what people were shown before
 */
public record CallerNumbers(
    UUID campaignId, Map<String, Found<CallerNumber>> filings, Map<UUID, String> shown) {

  public static CallerNumbers read(
      Sql sql, Campaign campaign, Map<String, Found<CallerNumber>> filings, MergedPersons persons)
      throws SQLException {
    return new CallerNumbers(
        campaign.id(), filings, filings.size() == 1 ? Map.of() : shown(sql, campaign, persons));
  }

  private static Map<UUID, String> shown(Sql sql, Campaign campaign, MergedPersons persons)
      throws SQLException {
    @Nullable Object[] parameters = new @Nullable Object[persons.all().size() + 1];
    persons.all().toArray(parameters);
    parameters[persons.all().size()] = campaign.id();
    Map<UUID, String> shown = new HashMap<>();
    sql.each(
        "SELECT person_id, caller_number FROM attempt WHERE person_id IN ("
            + Sql.marks(persons.all().size())
            + ") AND campaign_id = ? AND caller_number IS NOT NULL ORDER BY placed_at, id",
        row ->
            shown.putIfAbsent(
                persons.root(Sql.id(row, "person_id")), row.getString("caller_number")),
        parameters);
    return shown;
  }

  /** The filing that covers a number, of a block the first number's, as that number's own. */
  public static Found<CallerNumber> filing(Sql sql, Registered registered, String number)
      throws SQLException {
    Found<CallerNumber> own =
        registered.find(sql, RegisterKind.CALLER_NUMBER, CallerNumber.class, number);
    if (!(own instanceof Found.Absent)) {
      return own instanceof Found.Present<CallerNumber>(var found)
          ? Found.present(found.showing(number))
          : own;
    }
    return registered.all(sql, RegisterKind.CALLER_NUMBER, CallerNumber.class).stream()
        .filter(filing -> filing.covers(number))
        .findFirst()
        .map(filing -> Found.present(filing.showing(number)))
        .orElseGet(Found::absent);
  }

  /** What is filed of the number to be shown to a person. */
  public Found<CallerNumber> of(UUID personId) {
    String before = shown.get(personId);
    if (before != null) {
      return filings.getOrDefault(before, Found.absent());
    }
    if (filings.size() == 1) {
      return filings.values().iterator().next();
    }
    List<Found<CallerNumber>> byHash =
        filings.entrySet().stream()
            .sorted(Comparator.comparing(entry -> hash(personId, entry.getKey())))
            .map(Map.Entry::getValue)
            .toList();
    return byHash.stream().filter(CallerNumbers::usable).findFirst().orElse(byHash.getFirst());
  }

  private static boolean usable(Found<CallerNumber> filing) {
    return filing instanceof Found.Present<CallerNumber>(var found) && found.retiredAt() == null;
  }

  /**
   * Each number has a hash of its own (rendezvous hashing): one more or one less moves only those
   * people who were or would be its own.
   */
  private String hash(UUID personId, String number) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (campaignId + " " + personId + " " + number).getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
