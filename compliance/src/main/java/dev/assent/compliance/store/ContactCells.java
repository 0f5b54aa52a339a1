package dev.assent.compliance.store;

import java.util.UUID;

/**
 * The names under which a contact's columns are sealed, so that no cell fits in another's place.
 */
final class ContactCells {
  private ContactCells() {}

  static String number(UUID contactId) {
    return "contact|sealed_number|" + contactId;
  }

  static String mask(UUID contactId) {
    return "contact|sealed_mask|" + contactId;
  }

  static String name(UUID contactId) {
    return "contact|sealed_name|" + contactId;
  }
}
