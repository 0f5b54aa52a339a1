package dev.assent.compliance.store.contact;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Whom the references of a list stand for. Only in memory: a reference is personal data. What a lot
 * names counts once it is committed. Owned by the thread that writes the lot.
 */
final class NamedPersons {
  private final Map<String, Person> kept = new HashMap<>();
  private final Map<String, Person> ofLot = new HashMap<>();

  record Person(UUID id, long key) {}

  Optional<Person> of(String reference) {
    Person known = kept.get(reference);
    return Optional.ofNullable(known == null ? ofLot.get(reference) : known);
  }

  void nameIfAbsent(String reference, Person person) {
    if (!kept.containsKey(reference)) {
      ofLot.putIfAbsent(reference, person);
    }
  }

  void keepLot() {
    kept.putAll(ofLot);
    ofLot.clear();
  }

  void forgetLot() {
    ofLot.clear();
  }
}
