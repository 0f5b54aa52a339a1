package dev.assent.dialer.engine;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.engine.socket.Terminal;
import dev.assent.dialer.keys.Keyring;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.User;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out who gives a command and whether their roles allow it. */
public final class Admission {
  private final Keyring keyring;

  public Admission(Keyring keyring) {
    this.keyring = keyring;
  }

  /**
   * @param needs one of these roles; empty means the command is everybody's
   * @throws UserError exit 4 when nobody proved to be a user with such a role
   */
  public Actor admit(Set<Role> needs, Request request, Terminal terminal) {
    if (needs.isEmpty()) {
      return openSession(request)
          .map(Actor::of)
          .orElseGet(() -> Actor.operatingSystem(request.operatingSystemUser()));
    }
    Person person = prove(named(request), request, terminal);
    if (!person.user().hasAny(needs)) {
      person.close();
      String wanted = needs.stream().sorted().map(Role::name).collect(Collectors.joining(", "));
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("user.lacks_role", person.user().name(), wanted),
          "assent user list");
    }
    return Actor.of(person);
  }

  /** By an open session, else by a passphrase asked at the terminal. */
  public Person prove(String user, Request request, Terminal terminal) {
    return keyring.resume(user).orElseGet(() -> authenticate(user, request, terminal));
  }

  /** By passphrase, whatever sessions are open. */
  public Person authenticate(String user, Request request, Terminal terminal) {
    if (!terminal.interactive()) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("user.not_logged_in", user),
          "assent login --user " + user);
    }
    String prompt = Messages.in(request.language()).say("terminal.passphrase_of", user);
    char[] passphrase = terminal.askSecret(prompt);
    try {
      return keyring.keyset().authenticate(user, passphrase);
    } finally {
      Arrays.fill(passphrase, ' ');
    }
  }

  /**
   * The user a command is for: named, or the only one with a session, or the home's only user.
   *
   * @throws UserError exit 4 when that leaves none or several
   */
  public String named(Request request) {
    if (request.as() != null) {
      return request.as();
    }
    List<String> sessions = keyring.peopleWithSessions();
    if (sessions.size() == 1) {
      return sessions.getFirst();
    }
    List<User> users = keyring.keyset().users();
    if (sessions.isEmpty() && users.size() == 1) {
      return users.getFirst().name();
    }
    throw new UserError(
        Exit.NOT_PERMITTED,
        sessions.isEmpty()
            ? Message.of("user.nobody")
            : Message.of("user.several", String.join(", ", sessions)),
        sessions.isEmpty() ? "assent login --user NAME" : "assent --as NAME …");
  }

  private Optional<Person> openSession(Request request) {
    if (request.as() != null) {
      return keyring.resume(request.as());
    }
    List<String> sessions = keyring.peopleWithSessions();
    return sessions.size() == 1 ? keyring.resume(sessions.getFirst()) : Optional.empty();
  }
}
