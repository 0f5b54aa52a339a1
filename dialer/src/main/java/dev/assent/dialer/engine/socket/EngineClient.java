package dev.assent.dialer.engine.socket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.Home;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection to a running engine. It carries one command, or one request for a share. */
public final class EngineClient implements AutoCloseable {
  private static final int PIECE = 1 << 16;

  /** Ctrl-C more often than this, and the client leaves whatever the engine does. */
  private static final int PATIENCE = 3;

  private final FrameChannel frames;

  private EngineClient(FrameChannel frames) {
    this.frames = frames;
  }

  /** Empty when no engine listens. */
  public static Optional<EngineClient> connect(Home home) throws IOException {
    Optional<UnixDomainSocketAddress> address = SocketAddress.find(home);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(address.get());
      return Optional.of(new EngineClient(new FrameChannel(channel)));
    } catch (IOException nobodyListens) {
      channel.close();
      return Optional.empty();
    }
  }

  /**
   * Runs a command inside the engine with this process's streams; returns when it has ended.
   *
   * @throws UserError exit 1 when the engine goes away before that
   */
  public Exit run(Request request, Terminal terminal) {
    try {
      frames.send(new Frame.Run(request, terminal.interactive()));
      var presses = new AtomicInteger();
      terminal.interrupts().onInterrupt(_ -> passOn(presses.incrementAndGet()));
      for (Optional<Frame> frame = frames.receive(); frame.isPresent(); frame = frames.receive()) {
        switch (frame.get()) {
          case Frame.Out(byte[] bytes) -> terminal.out().write(bytes, 0, bytes.length);
          case Frame.Err(byte[] bytes) -> terminal.err().write(bytes, 0, bytes.length);
          case Frame.Ask(String prompt, boolean secret) -> answer(prompt, secret, terminal);
          case Frame.WantInput _ ->
              Thread.ofPlatform().daemon().name("stdin").start(() -> feed(terminal.in()));
          case Frame.Ended(int code) -> {
            terminal.out().flush();
            terminal.err().flush();
            return Exit.of(code);
          }
          case Frame.Refused(int code, String said, String next) ->
              throw new UserError(Exit.of(code), said, next);
          case Frame.Run _,
              Frame.Input _,
              Frame.InputEnd _,
              Frame.Answer _,
              Frame.Interrupt _,
              Frame.AskShare _,
              Frame.Share _,
              Frame.Do _,
              Frame.Knock _,
              Frame.Done _,
              Frame.NotDone _ ->
              throw new IOException("the engine speaks out of turn");
        }
      }
    } catch (IOException e) {
      // Told below: for the user it is the same as an orderly end of the stream.
    }
    throw lost();
  }

  /**
   * Asks for share B of one recording. The engine answers after the access is journalled.
   *
   * @throws UserError exit 4 when locked or not permitted, 1 when the engine goes away
   */
  public ShareGrant shareB(ShareRequest request) {
    try {
      frames.send(new Frame.AskShare(request));
      Optional<Frame> answer = frames.receive();
      if (answer.isPresent()) {
        if (answer.get() instanceof Frame.Share(var recording, byte[] share, long position)
            && recording.equals(request.recording())) {
          return new ShareGrant(share, position);
        }
        if (answer.get() instanceof Frame.Refused(int code, String said, String next)) {
          throw new UserError(Exit.of(code), said, next);
        }
      }
    } catch (IOException e) {
      // Told below: for the user it is the same as an orderly end of the stream.
    }
    throw lost();
  }

  /**
   * Has one act done.
   *
   * @throws ActRefused when it is not done, ENGINE_GONE when that is not known
   */
  public ObjectNode act(Act act) {
    return asked(new Frame.Do(act));
  }

  /**
   * Asks whether somebody may try to sign in; or tells that what they gave was wrong.
   *
   * @throws ActRefused when they may not
   */
  public void knock(String user, String address, boolean wrong) {
    asked(new Frame.Knock(user, address, wrong));
  }

  private ObjectNode asked(Frame question) {
    try {
      frames.send(question);
      Optional<Frame> answer = frames.receive();
      if (answer.isPresent() && answer.get() instanceof Frame.Done(ObjectNode body)) {
        return body;
      }
      if (answer.isPresent()
          && answer.get()
              instanceof Frame.NotDone(String code, String english, String chinese, String next)) {
        throw new ActRefused(code, english, chinese, next);
      }
    } catch (IOException e) {
      // Told below.
    }
    throw ActRefused.of("ENGINE_GONE", Message.of("page.engine_gone"), "assent engine");
  }

  private static UserError lost() {
    return new UserError(Exit.FAILED, Message.of("engine.lost"), "assent doctor");
  }

  private void passOn(int nth) {
    if (nth > PATIENCE) {
      sendOrLeave(null);
    } else {
      sendOrLeave(new Frame.Interrupt());
    }
  }

  private void answer(String prompt, boolean secret, Terminal terminal) throws IOException {
    @Nullable String text = null;
    try {
      if (secret) {
        char[] given = terminal.askSecret(prompt);
        text = new String(given);
        Arrays.fill(given, ' ');
      } else {
        text = terminal.ask(prompt);
      }
    } catch (UserError gaveUp) {
      // The engine says so in its own words.
    }
    frames.send(new Frame.Answer(text));
  }

  private void feed(InputStream in) {
    byte[] piece = new byte[PIECE];
    int count;
    try {
      count = in.read(piece);
    } catch (IOException e) {
      count = -1;
    }
    sendOrLeave(count < 0 ? new Frame.InputEnd() : new Frame.Input(Arrays.copyOf(piece, count)));
  }

  private void sendOrLeave(@Nullable Frame frame) {
    try {
      if (frame == null) {
        frames.close();
      } else {
        frames.send(frame);
      }
    } catch (IOException e) {
      // The receiving thread finds the engine gone and says so.
    }
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
