package dev.assent.dialer.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.engine.acts.EngineActs;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.QaKeys;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RoleKeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signed in: what their passphrase opened, until their session ends and it is wiped.
 * Any thread.
 */
public final class WebPerson implements ListeningPerson {
  private final Person person;
  private final @Nullable QaKeys qaKeys;
  private final EngineActs acts;
  private final String device;
  private final String address;
  private final String csrf;
  private final Instant endsAt;
  private final List<Runnable> onEnd = new ArrayList<>();
  private Instant lastSeen;
  private Instant stepUpUntil = Instant.MIN;
  private boolean ended;

  /**
   * @param person without anything that opens the engine's keys
   * @param qaKeys of those who listen; null for others
   * @param device digest of the browser's own secret
   * @param csrf what every act of a page must repeat
   */
  WebPerson(
      Person person,
      @Nullable QaKeys qaKeys,
      EngineActs acts,
      String device,
      String address,
      String csrf,
      Instant begun,
      Instant endsAt) {
    this.person = person;
    this.qaKeys = qaKeys;
    this.acts = acts;
    this.device = device;
    this.address = address;
    this.csrf = csrf;
    this.lastSeen = begun;
    this.endsAt = endsAt;
  }

  @Override
  public String user() {
    return person.user().name();
  }

  public Set<Role> roles() {
    return person.user().roles();
  }

  @Override
  public UUID session() {
    return acts.session();
  }

  @Override
  public Optional<RoleKeyPair> qaKey(RecordingHeader recording) {
    return Optional.ofNullable(qaKeys).map(keys -> keys.roleFor(recording));
  }

  @Override
  public ShareGrant share(UUID recording, String purpose, String caseId) {
    return acts.share(recording, purpose, caseId);
  }

  @Override
  public ObjectNode ask(String action, ObjectNode body) {
    return acts.ask(action, body);
  }

  /** Asks the engine in their name. */
  public EngineActs acts() {
    return acts;
  }

  /** At once when the session has ended. */
  @Override
  public void onEnd(Runnable task) {
    synchronized (this) {
      if (!ended) {
        onEnd.add(task);
        return;
      }
    }
    task.run();
  }

  String csrf() {
    return csrf;
  }

  Instant endsAt() {
    return endsAt;
  }

  boolean isAt(String thatDevice, String thatAddress) {
    return device.equals(thatDevice) && address.equals(thatAddress);
  }

  synchronized Instant lastSeen() {
    return lastSeen;
  }

  synchronized void seen(Instant now) {
    lastSeen = now;
  }

  synchronized Optional<Instant> stepUpUntil() {
    return stepUpUntil.equals(Instant.MIN) ? Optional.empty() : Optional.of(stepUpUntil);
  }

  synchronized void steppedUp(Instant until) {
    stepUpUntil = until;
  }

  /** What is to be done while engine and keys are still there; a second time does nothing. */
  void leave() {
    List<Runnable> tasks;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      tasks = List.copyOf(onEnd);
    }
    tasks.forEach(Runnable::run);
  }

  /** Leaves, and wipes what the passphrase opened. */
  void end() {
    try {
      leave();
    } finally {
      if (qaKeys != null) {
        qaKeys.close();
      }
      person.close();
    }
  }
}
