package dev.assent.dialer.engine;

import dev.assent.dialer.Messages;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.engine.socket.Terminal;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.Person;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What one command has to work with: the engine's parts, who gives the command, and the streams of
 * the person in front of it. Its command's thread owns it.
 */
public record EngineContext(Engine engine, Request request, Terminal terminal, Actor actor) {
  public Home home() {
    return engine.home();
  }

  public InstantSource clock() {
    return engine.clock();
  }

  public Parts parts() {
    return engine.parts();
  }

  /**
   * What decides and remembers, with the keyset opened.
   *
   * @throws dev.assent.dialer.UserError exit 4 while locked
   */
  public LawParts law() {
    keys();
    return parts().law();
  }

  /**
   * What calls, with the keyset opened.
   *
   * @throws dev.assent.dialer.UserError exit 4 while locked
   */
  public CallParts calls() {
    keys();
    return parts().calls();
  }

  /** Whether nobody unlocked the engine that serves here. */
  public boolean locked() {
    return engine.resident() && engine.keyring().opened().isEmpty();
  }

  public Messages messages() {
    return Messages.in(request.language());
  }

  public Admission admission() {
    return new Admission(engine.keyring());
  }

  /**
   * The opened keyset. An engine of this one command opens it with the person's own keys; a
   * resident one has been unlocked or has not.
   *
   * @throws dev.assent.dialer.UserError exit 4 while locked
   */
  public OperatorKeys keys() {
    Optional<OperatorKeys> opened = engine.keyring().opened();
    Optional<Person> person = actor.person();
    if (opened.isEmpty() && !engine.resident() && person.isPresent()) {
      OperatorKeys keys = engine.keyring().open(person.get());
      parts().requireFree(actor.name());
      return keys;
    }
    return engine.keyring().require();
  }
}
