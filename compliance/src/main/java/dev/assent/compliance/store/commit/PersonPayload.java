package dev.assent.compliance.store.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.journal.Blob;
import dev.assent.compliance.journal.JournalEntry.Sealed;
import dev.assent.compliance.store.seal.ColumnCipher;
import java.util.UUID;

/** The payload of an entry that only the person's key opens. */
public final class PersonPayload {
  private PersonPayload() {}

  public static String cell(UUID entryId) {
    return "journal|" + entryId;
  }

  public static Sealed seal(ColumnCipher cipher, long keyRow, UUID entryId, String json) {
    return new Sealed(keyRow, Blob.of(cipher.seal(keyRow, cell(entryId), json.getBytes(UTF_8))));
  }

  public static <T> T read(byte[] json, Class<T> type) {
    return Json.read(new String(json, UTF_8), type);
  }
}
