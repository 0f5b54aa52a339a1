package dev.assent.compliance.store.person;

import java.util.UUID;

/**
 * The names under which a contact's columns are sealed, so that no cell fits in another's place.
 */
public final class ContactCells {
  private ContactCells() {}

  public static String number(UUID contactId) {
    return "contact|sealed_number|" + contactId;
  }

  public static String mask(UUID contactId) {
    return "contact|sealed_mask|" + contactId;
  }

  public static String name(UUID contactId) {
    return "contact|sealed_name|" + contactId;
  }
}
