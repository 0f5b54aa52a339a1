package dev.assent.dialer.engine.home;

import dev.assent.dialer.keys.NewUser;
import dev.assent.dialer.keys.RecoveryQuorum;
import java.util.List;
import java.util.Optional;

/**
 * What {@code init} was asked to make.
 *
 * @param controller name of the organisation that answers for the calls
 * @param people at least one who opens the keyset; two unless sole
 * @param sole one person creates and approves
 * @param simulation empty for a home that calls real people
 */
public record NewHome(
    String controller,
    List<NewUser> people,
    boolean sole,
    RecoveryQuorum quorum,
    Optional<Simulation> simulation) {
  public NewHome {
    people = List.copyOf(people);
  }
}
