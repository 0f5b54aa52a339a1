package dev.assent.dialer.engine.recordings;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.NodeGrant;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.User;
import java.util.List;

/** Whether somebody who is still here could hear what is recorded now: else nobody is called. */
public final class UsableRecipient {
  private UsableRecipient() {}

  /**
   * @throws UserError exit 3 or 7 when nobody could, with the command that helps
   */
  public static void require(Home home, OperatorKeys keys) {
    byte[] inUse =
        keys.recipients()
            .qa()
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.CONFIG,
                        Message.of("keys.no_recipient"),
                        QaKeyset.exists(home.keys())
                            ? "assent --as NAME keys rotate qa"
                            : "assent user add NAME:QA"));
    QaKeyset qa =
        QaKeyset.read(home.keys(), NodeGrant.listenersOf(home.keys(), home.marker().id()));
    if (!qa.holds(inUse)) {
      throw new UserError(
          Exit.INTEGRITY, Message.of("keys.not_in_qa"), "assent --as NAME keys rotate qa");
    }
    List<String> named =
        keys.users().stream()
            .filter(user -> user.roles().contains(Role.QA))
            .map(User::name)
            .toList();
    for (String person : qa.people()) {
      if (!named.contains(person)) {
        throw new UserError(
            Exit.INTEGRITY,
            Message.of("keys.stranger_listens", person),
            "assent user leave " + person);
      }
    }
    if (qa.people().isEmpty()) {
      throw new UserError(
          Exit.CONFIG, Message.of("keys.nobody_listens"), "assent keys recover --help");
    }
  }
}
