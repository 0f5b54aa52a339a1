package dev.assent.compliance.store.person;

import dev.assent.compliance.Contact;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.store.seal.ColumnCipher;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.IdsStatement;
import dev.assent.compliance.store.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads contacts of loads in force and opens their numbers. Any thread. */
public final class ContactReader {
  private static final IdsStatement CONTACTS =
      new IdsStatement(
          (wanted, _) ->
              "SELECT c.id, c.person_id, c.number_id, c.batch_id, c.sealed_number, c.zone, c.state,"
                  + " c.ported, c.language, c.age_band, c.quiet_times, c.expires_at, b.source_id,"
                  + " p.contact_key, "
                  + PersonMarks.COLUMNS
                  + " FROM contact c"
                  + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                  + " JOIN person p ON p.id = c.person_id"
                  + wanted.in("c.id"));

  private final ColumnCipher cipher;

  public ContactReader(ColumnCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * A contact as it stands.
   *
   * @param known empty when the person's key was destroyed
   */
  public record Row(Optional<Contact> known, UUID numberId, SubjectState subject) {
    public boolean erased() {
      return known.isEmpty();
    }

    /** Of a contact that is not erased. */
    public Contact contact() {
      return known.orElseThrow();
    }
  }

  /** In no order; ids that are unknown or of a load not in force are left out. */
  public List<Row> read(Sql sql, List<UUID> ids) throws SQLException {
    Ids wanted = new Ids(ids);
    return sql.list(CONTACTS.of(wanted), this::row, wanted.parameters().toArray());
  }

  private Row row(ResultSet row) throws SQLException {
    Optional<Contact> known = Optional.empty();
    Long key = Sql.longOrNull(row, "contact_key");
    if (key != null) {
      UUID id = Sql.id(row, "id");
      Optional<byte[]> number =
          cipher.open(key, ContactCells.number(id), row.getBytes("sealed_number"));
      if (number.isPresent()) {
        known = Optional.of(contact(row, id, number.get()));
      }
    }
    return new Row(known, Sql.id(row, "number_id"), PersonMarks.state(row));
  }

  public static Whereabouts whereabouts(ResultSet row) throws SQLException {
    String zone = row.getString("zone");
    String state = row.getString("state");
    boolean ported = row.getBoolean("ported");
    return zone == null && state == null && !ported
        ? Whereabouts.UNSAID
        : new Whereabouts(zone == null ? null : ZoneId.of(zone), state, ported);
  }

  private static Contact contact(ResultSet row, UUID id, byte[] number) throws SQLException {
    String ageBand = row.getString("age_band");
    return new Contact(
        id,
        Sql.id(row, "person_id"),
        PhoneNumber.ofE164(new String(number, StandardCharsets.US_ASCII)),
        whereabouts(row),
        row.getString("language"),
        ageBand == null ? null : Contact.AgeBand.valueOf(ageBand),
        PersonMarks.quiet(row.getString("quiet_times")),
        Sql.id(row, "source_id"),
        Sql.id(row, "batch_id"),
        Sql.at(row, "expires_at"));
  }
}
