package dev.assent.dialer.engine.acts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Message;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.socket.Act;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.engine.socket.EngineClient;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.dialer.keys.Person;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one person at a page asks of the running engine, signed by them. For the process of the
 * pages; each act is a connection of its own, so an engine that was restarted is found again. Any
 * thread.
 */
public final class EngineActs {
  private static final UUID NONE = new UUID(0, 0);

  private final Home home;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Person person;
  private final String device;
  private final String address;
  private volatile UUID session = NONE;

  /**
   * @param person signs; whoever made this closes them
   * @param device digest of the browser's own secret
   * @param address where the browser is
   */
  public EngineActs(
      Home home,
      InstantSource clock,
      SecureRandom random,
      Person person,
      String device,
      String address) {
    this.home = home;
    this.clock = clock;
    this.random = random;
    this.person = person;
    this.device = device;
    this.address = address;
  }

  /**
   * Whether somebody may try a passphrase now.
   *
   * @throws ActRefused LOCKED_OUT, ENGINE_LOCKED or ENGINE_GONE
   */
  public static void requireOpenDoor(Home home, String user, String address) {
    knock(home, user, address, false);
  }

  /** Tells the engine of a wrong passphrase, or of a name nobody has. */
  public static void mistaken(Home home, String user, String address) {
    knock(home, user, address, true);
  }

  private static void knock(Home home, String user, String address, boolean wrong) {
    try (EngineClient engine = connect(home)) {
      engine.knock(user, address, wrong);
    } catch (IOException e) {
      throw gone();
    }
  }

  /**
   * Signs in with a code of the person's code device.
   *
   * @return session, roles, endsAt, idleSeconds
   * @throws ActRefused SIGN_IN_REFUSED, LOCKED_OUT, NO_CODE_DEVICE, FROZEN, …
   */
  public ObjectNode begin(String code) {
    ObjectNode begun =
        ask(SessionActions.BEGIN, JsonNodeFactory.instance.objectNode().put("code", code));
    session = UUID.fromString(begun.path("session").asText());
    return begun;
  }

  /** As the engine named it. */
  public UUID session() {
    return session;
  }

  /**
   * Has something done.
   *
   * @return what the engine answers
   * @throws ActRefused when it was not done
   */
  public ObjectNode ask(String action, ObjectNode body) {
    Act act =
        Act.signedBy(
            person,
            home.marker().id(),
            new Act.Place(session, device, address),
            clock.instant(),
            nonce(),
            action,
            body.toString());
    try (EngineClient engine = connect(home)) {
      return engine.act(act);
    } catch (IOException e) {
      throw gone();
    }
  }

  /**
   * Asks for share B of one recording; the access is in the journal when this returns.
   *
   * @param purpose QUALITY, TRAINING, DISPUTE or COMPLIANCE
   * @param caseId of a dispute or a finding; null for none
   * @return the share, for the caller to wipe
   * @throws ActRefused when it is not given
   */
  public ShareGrant share(UUID recording, String purpose, @Nullable String caseId) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("recording", recording.toString())
            .put("purpose", purpose)
            .put("caseId", caseId == null ? "" : caseId);
    ObjectNode given = ask(RecordingShareAction.NAME, body);
    try {
      byte[] share = given.path("share").binaryValue();
      if (share != null) {
        return new ShareGrant(share, given.path("position").asLong());
      }
    } catch (IOException notBytes) {
      // Told below.
    }
    throw gone();
  }

  private static EngineClient connect(Home home) throws IOException {
    return EngineClient.connect(home).orElseThrow(EngineActs::gone);
  }

  private static ActRefused gone() {
    return ActRefused.of("ENGINE_GONE", Message.of("page.engine_gone"), "assent engine");
  }

  private UUID nonce() {
    return new UUID(random.nextLong(), random.nextLong());
  }
}
