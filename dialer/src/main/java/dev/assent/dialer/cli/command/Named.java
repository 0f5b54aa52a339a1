package dev.assent.dialer.cli.command;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.util.List;
import java.util.function.Function;

/**
 * Things that people call by a name of their own, no two of a kind alike.
 *
 * @param kind of which {@code KIND.unknown} and {@code KIND.exists} are said
 * @param next the command that shows all of them
 */
public record Named<T>(String kind, Function<T, String> nameOf, String next) {

  /**
   * @throws UserError exit 2 when there is none of that name
   */
  public T find(List<T> all, String name) {
    return all.stream()
        .filter(one -> nameOf.apply(one).equals(name))
        .findFirst()
        .orElseThrow(() -> new UserError(Exit.USAGE, Message.of(kind + ".unknown", name), next));
  }

  /**
   * @throws UserError exit 2 when one is called so already
   */
  public void requireNew(List<T> all, T added) {
    String name = nameOf.apply(added);
    if (all.stream().anyMatch(one -> nameOf.apply(one).equals(name))) {
      throw new UserError(Exit.USAGE, Message.of(kind + ".exists", name), next);
    }
  }
}
