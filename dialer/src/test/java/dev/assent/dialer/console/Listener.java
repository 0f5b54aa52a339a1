package dev.assent.dialer.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Message;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RoleKeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Somebody who listens, at an engine that does what the test says. */
final class Listener implements ListeningPerson {
  boolean listens = true;
  private final UUID session;
  private final @Nullable RoleKeyPair key;
  private final Function<UUID, Optional<byte[]>> shares;
  private final List<Runnable> onEnd = new ArrayList<>();

  /** What the engine was told, in order: {@code action body}. */
  final List<String> told = new ArrayList<>();

  /** The code with which the engine refuses everything, if it does. */
  @Nullable String refuses;

  Listener(int session, @Nullable RoleKeyPair key, Function<UUID, Optional<byte[]>> shares) {
    this.session = new UUID(7, session);
    this.key = key;
    this.shares = shares;
  }

  @Override
  public UUID session() {
    return session;
  }

  @Override
  public String user() {
    return "quinn";
  }

  @Override
  public Optional<RoleKeyPair> qaKey(RecordingHeader recording) {
    return listens ? Optional.ofNullable(key) : Optional.empty();
  }

  @Override
  public ShareGrant share(UUID recording, String purpose, String caseId) {
    ask("recording.share", JsonNodeFactory.instance.objectNode().put("why", purpose + caseId));
    byte[] share =
        shares
            .apply(recording)
            .orElseThrow(
                () -> ActRefused.of("RECORDING_ERASED", Message.of("recording.no_engine"), null));
    return new ShareGrant(share, told.size());
  }

  @Override
  public ObjectNode ask(String action, ObjectNode body) {
    if (refuses != null) {
      throw ActRefused.of(refuses, Message.of("recording.no_engine"), null);
    }
    told.add(action + " " + body);
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void onEnd(Runnable closing) {
    onEnd.add(closing);
  }

  void leave() {
    onEnd.forEach(Runnable::run);
  }
}
