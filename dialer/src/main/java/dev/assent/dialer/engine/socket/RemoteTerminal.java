package dev.assent.dialer.engine.socket;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of a client at the other end of a {@link FrameChannel}. The command's thread writes
 * and asks; the connection's reading thread brings answers by {@link #received} and {@link #gone}.
 *
 * <p>Input is fetched a piece at a time, so a slow command holds back its client and not this
 * memory.
 */
final class RemoteTerminal implements Terminal {
  private final FrameChannel frames;
  private final boolean interactive;
  private final Interrupts interrupts = new Interrupts();
  private final BlockingQueue<Frame> answers = new LinkedBlockingQueue<>();
  private final PrintStream out = stream(Frame.Out::new);
  private final PrintStream err = stream(Frame.Err::new);
  private final InputStream in = new Input();
  private volatile boolean attached = true;

  RemoteTerminal(FrameChannel frames, boolean interactive) {
    this.frames = frames;
    this.interactive = interactive;
  }

  @Override
  public PrintStream out() {
    return out;
  }

  @Override
  public PrintStream err() {
    return err;
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public boolean interactive() {
    return interactive && attached;
  }

  @Override
  public char[] askSecret(String prompt) {
    return answer(prompt, true, Exit.NOT_PERMITTED).toCharArray();
  }

  @Override
  public String ask(String prompt) {
    return answer(prompt, false, Exit.USAGE);
  }

  private String answer(String prompt, boolean secret, Exit refusal) {
    if (!interactive()) {
      throw new UserError(refusal, Message.of("terminal.nobody_to_ask"), null);
    }
    send(new Frame.Ask(prompt, secret));
    @Nullable String text = next() instanceof Frame.Answer(String given) ? given : null;
    if (text == null) {
      throw new UserError(refusal, Message.of("terminal.no_answer"), null);
    }
    return text;
  }

  @Override
  public Interrupts interrupts() {
    return interrupts;
  }

  @Override
  public boolean attached() {
    return attached;
  }

  /** From the reading thread: the client sent something that is not a request. */
  void received(Frame frame) {
    if (frame instanceof Frame.Interrupt) {
      if (!interrupts.fire()) {
        send(new Frame.Ended(Exit.INTERRUPTED.code()));
      }
    } else {
      answers.add(frame);
    }
  }

  /** From the reading thread: nobody listens any more. */
  void gone() {
    attached = false;
    answers.add(new Frame.InputEnd()); // wakes whoever waits for an answer
  }

  private Optional<byte[]> moreInput() {
    if (!attached) {
      return Optional.empty();
    }
    send(new Frame.WantInput());
    return next() instanceof Frame.Input(byte[] bytes) ? Optional.of(bytes) : Optional.empty();
  }

  private Frame next() {
    try {
      return answers.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException("commands are not interrupted", e);
    }
  }

  private void send(Frame frame) {
    if (attached) {
      try {
        frames.send(frame);
      } catch (IOException e) {
        gone();
      }
    }
  }

  private PrintStream stream(Function<byte[], Frame> frame) {
    OutputStream bytes =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] buffer, int from, int length) {
            if (length > 0) {
              send(frame.apply(Arrays.copyOfRange(buffer, from, from + length)));
            }
          }
        };
    return new PrintStream(
        new java.io.BufferedOutputStream(bytes, 1 << 14), true, StandardCharsets.UTF_8);
  }

  /** Standard input of the client, fetched when read. */
  private final class Input extends InputStream {
    private byte[] piece = {};
    private int from;
    private boolean ended;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      while (from == piece.length && !ended) {
        Optional<byte[]> more = moreInput();
        ended = more.isEmpty();
        piece = more.orElse(new byte[0]);
        from = 0;
      }
      int count = Math.min(length, piece.length - from);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(piece, from, into, offset, count);
      from += count;
      return count;
    }
  }
}
