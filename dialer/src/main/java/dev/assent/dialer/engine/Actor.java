package dev.assent.dialer.engine;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.keys.Person;
import java.util.Optional;
import java.util.Set;

/**
 * Who a command is done by, as every entry names them.
 *
 * @param name a user's name, or {@code os:} and the operating system's user for the few commands
 *     that need no person
 * @param person present when they proved to be themselves
 */
public record Actor(String name, Set<Role> roles, Optional<Person> person) {
  static Actor of(Person person) {
    return new Actor(person.user().name(), person.user().roles(), Optional.of(person));
  }

  static Actor operatingSystem(String user) {
    return new Actor("os:" + user, Set.of(), Optional.empty());
  }
}
