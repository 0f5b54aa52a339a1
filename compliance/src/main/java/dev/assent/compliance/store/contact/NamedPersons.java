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
  /** Id and key of each, by the reference. */
  private final KeyTable kept = new KeyTable(3);

  private final Map<String, Person> ofLot = new HashMap<>();

  record Person(UUID id, long key) {}

  Optional<Person> of(String reference) {
    ReferenceKey key = ReferenceKey.of(reference);
    int place = kept.of(key.high(), key.low());
    return Optional.ofNullable(place < 0 ? ofLot.get(reference) : person(place));
  }

  private Person person(int place) {
    UUID id = new UUID(kept.number(place, 0), kept.number(place, 1));
    return new Person(id, kept.number(place, 2));
  }

  /** Whom a lot before named stays who it stands for. */
  void nameIfAbsent(String reference, Person person) {
    ofLot.putIfAbsent(reference, person);
  }

  void keepLot() {
    ofLot.forEach(this::keep);
    ofLot.clear();
  }

  private void keep(String reference, Person person) {
    ReferenceKey key = ReferenceKey.of(reference);
    kept.putIfAbsent(
        key.high(),
        key.low(),
        person.id().getMostSignificantBits(),
        person.id().getLeastSignificantBits(),
        person.key());
  }

  void forgetLot() {
    ofLot.clear();
  }
}
