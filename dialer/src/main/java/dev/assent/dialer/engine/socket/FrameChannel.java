package dev.assent.dialer.engine.socket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Language;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection as a stream of {@link Frame}s. Any thread may send; one receives.
 *
 * <p>Lines are at most 1 MiB; a longer or malformed one ends the connection.
 */
final class FrameChannel implements AutoCloseable {
  private static final int LONGEST_LINE = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  FrameChannel(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    this.out = Channels.newOutputStream(channel);
  }

  void send(Frame frame) throws IOException {
    byte[] text = JSON.writeValueAsBytes(encode(frame));
    byte[] line = java.util.Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    synchronized (out) {
      out.write(line);
    }
  }

  /** Empty when the other side has gone. */
  Optional<Frame> receive() throws IOException {
    var line = new ByteArrayOutputStream(256);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return Optional.empty();
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line of more than 1 MiB");
      }
      line.write(b);
    }
    try {
      return Optional.of(decode(JSON.readTree(line.toByteArray())));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new IOException("not a frame", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static ObjectNode encode(Frame frame) {
    ObjectNode node = JSON.createObjectNode();
    switch (frame) {
      case Frame.Run(Request request, boolean interactive) -> run(node, request, interactive);
      case Frame.Input(byte[] bytes) -> node.put("t", "in").put("bytes", bytes);
      case Frame.InputEnd _ -> node.put("t", "in-end");
      case Frame.Answer(String text) -> node.put("t", "answer").put("text", text);
      case Frame.Interrupt _ -> node.put("t", "interrupt");
      case Frame.AskShare(ShareRequest request) -> askShare(node, request);
      case Frame.Do(Act act) -> act(node, act);
      case Frame.Knock(String user, String address, boolean wrong) ->
          node.put("t", "knock").put("user", user).put("address", address).put("wrong", wrong);
      case Frame.Done(ObjectNode body) -> node.put("t", "done").set("body", body);
      case Frame.NotDone(String code, String english, String chinese, String next) ->
          node.put("t", "not-done")
              .put("code", code)
              .put("en", english)
              .put("zh", chinese)
              .put("next", next);
      case Frame.Out(byte[] bytes) -> node.put("t", "out").put("bytes", bytes);
      case Frame.Err(byte[] bytes) -> node.put("t", "err").put("bytes", bytes);
      case Frame.WantInput _ -> node.put("t", "want-in");
      case Frame.Ask(String prompt, boolean secret) ->
          node.put("t", "ask").put("prompt", prompt).put("secret", secret);
      case Frame.Ended(int exit) -> node.put("t", "exit").put("code", exit);
      case Frame.Share(UUID recording, byte[] share, long position) ->
          node.put("t", "share")
              .put("recording", recording.toString())
              .put("share", share)
              .put("position", position);
      case Frame.Refused(int exit, String said, String next) ->
          node.put("t", "refused").put("code", exit).put("said", said).put("next", next);
    }
    return node;
  }

  private static void run(ObjectNode node, Request request, boolean interactive) {
    node.put("t", "run").put("v", Frame.PROTOCOL);
    var argv = node.putArray("argv");
    request.argv().forEach(argv::add);
    node.put("cwd", request.cwd().toString())
        .put("as", request.as())
        .put("osUser", request.operatingSystemUser())
        .put("lang", request.language().name())
        .put("output", request.format().name())
        .put("quiet", request.quiet())
        .put("colour", request.colour())
        .put("width", request.width())
        .put("interactive", interactive);
  }

  private static void askShare(ObjectNode node, ShareRequest request) {
    node.put("t", "ask-share")
        .put("home", request.home().toString())
        .put("recording", request.recording().toString())
        .put("user", request.user())
        .put("reason", request.reason())
        .put("at", request.at().toString())
        .put("signature", request.signature());
  }

  private static void act(ObjectNode node, Act act) {
    node.put("t", "act")
        .put("home", act.home().toString())
        .put("user", act.user())
        .put("session", act.session().toString())
        .put("device", act.device())
        .put("address", act.address())
        .put("at", act.at().toString())
        .put("nonce", act.nonce().toString())
        .put("action", act.action())
        .put("body", act.body())
        .put("signature", act.signature());
  }

  private static Act act(JsonNode node) throws IOException {
    return new Act(
        uuid(node, "home"),
        node.path("user").asText(),
        uuid(node, "session"),
        node.path("device").asText(),
        node.path("address").asText(),
        Instant.parse(node.path("at").asText()),
        uuid(node, "nonce"),
        node.path("action").asText(),
        node.path("body").asText(),
        bytes(node, "signature"));
  }

  private static ObjectNode object(JsonNode node, String field) throws IOException {
    if (node.path(field) instanceof ObjectNode found) {
      return found;
    }
    throw new IOException("a frame without " + field);
  }

  private static Frame decode(JsonNode node) throws IOException {
    return switch (node.path("t").asText()) {
      case "run" -> run(node);
      case "in" -> new Frame.Input(bytes(node, "bytes"));
      case "in-end" -> new Frame.InputEnd();
      case "answer" -> new Frame.Answer(text(node, "text"));
      case "interrupt" -> new Frame.Interrupt();
      case "ask-share" ->
          new Frame.AskShare(
              new ShareRequest(
                  uuid(node, "home"),
                  uuid(node, "recording"),
                  node.path("user").asText(),
                  node.path("reason").asText(),
                  Instant.parse(node.path("at").asText()),
                  bytes(node, "signature")));
      case "act" -> new Frame.Do(act(node));
      case "knock" ->
          new Frame.Knock(
              node.path("user").asText(),
              node.path("address").asText(),
              node.path("wrong").asBoolean());
      case "done" -> new Frame.Done(object(node, "body"));
      case "not-done" ->
          new Frame.NotDone(
              node.path("code").asText(),
              node.path("en").asText(),
              node.path("zh").asText(),
              text(node, "next"));
      case "out" -> new Frame.Out(bytes(node, "bytes"));
      case "err" -> new Frame.Err(bytes(node, "bytes"));
      case "want-in" -> new Frame.WantInput();
      case "ask" ->
          new Frame.Ask(node.path("prompt").asText(), node.path("secret").asBoolean(true));
      case "exit" -> new Frame.Ended(node.path("code").asInt(1));
      case "share" ->
          new Frame.Share(
              uuid(node, "recording"), bytes(node, "share"), node.path("position").asLong());
      case "refused" ->
          new Frame.Refused(
              node.path("code").asInt(1), node.path("said").asText(), text(node, "next"));
      default -> throw new IOException("an unknown frame");
    };
  }

  private static Frame run(JsonNode node) throws IOException {
    if (node.path("v").asInt() != Frame.PROTOCOL) {
      throw new IOException("protocol " + node.path("v").asInt());
    }
    List<String> argv = new ArrayList<>();
    node.path("argv").forEach(word -> argv.add(word.asText()));
    var request =
        new Request(
            argv,
            Path.of(node.path("cwd").asText()),
            text(node, "as"),
            node.path("osUser").asText(),
            Language.valueOf(node.path("lang").asText()),
            OutputFormat.valueOf(node.path("output").asText()),
            node.path("quiet").asBoolean(),
            node.path("colour").asBoolean(),
            node.path("width").asInt());
    return new Frame.Run(request, node.path("interactive").asBoolean());
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode found = node.path(field);
    return found.isTextual() ? found.textValue() : null;
  }

  private static UUID uuid(JsonNode node, String field) {
    return UUID.fromString(node.path(field).asText());
  }

  private static byte[] bytes(JsonNode node, String field) throws IOException {
    byte[] found = node.path(field).binaryValue();
    if (found == null) {
      throw new IOException("a frame without " + field);
    }
    return found;
  }
}
