package dev.assent.dialer.engine.socket;

import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.Person;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/** One act as it goes to the engine, for somebody who kept it and gives it again, or changes it. */
public final class SignedAct {
  private final Home home;
  private final Act act;

  private SignedAct(Home home, Act act) {
    this.home = home;
    this.act = act;
  }

  /** Signed as the pages sign it. */
  public static SignedAct of(
      Home home,
      Person person,
      UUID session,
      String device,
      String address,
      Instant at,
      String action,
      String body) {
    return new SignedAct(
        home,
        Act.signedBy(
            person,
            home.marker().id(),
            new Act.Place(session, device, address),
            at,
            UUID.randomUUID(),
            action,
            body));
  }

  /** The same with one field changed after it was signed. */
  public SignedAct with(String field, String value) {
    return new SignedAct(
        home,
        new Act(
            field.equals("home") ? UUID.fromString(value) : act.home(),
            field.equals("user") ? value : act.user(),
            field.equals("session") ? UUID.fromString(value) : act.session(),
            field.equals("device") ? value : act.device(),
            field.equals("address") ? value : act.address(),
            field.equals("at") ? Instant.parse(value) : act.at(),
            field.equals("nonce") ? UUID.fromString(value) : act.nonce(),
            field.equals("action") ? value : act.action(),
            field.equals("body") ? value : act.body(),
            act.signature()));
  }

  /** Gives it to the engine that runs: DONE and the answer's text, or the code of the refusal. */
  public String give() throws IOException {
    try (EngineClient engine = EngineClient.connect(home).orElseThrow()) {
      return "DONE " + engine.act(act);
    } catch (ActRefused refused) {
      return refused.code();
    }
  }
}
