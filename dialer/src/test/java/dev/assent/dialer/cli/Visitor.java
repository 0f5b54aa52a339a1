package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.socket.Interrupts;
import dev.assent.dialer.engine.socket.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Somebody at a terminal, or nobody: what they will answer, and what they saw. */
public final class Visitor implements Terminal {
  private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
  private PrintStream err = new PrintStream(errBytes, true, StandardCharsets.UTF_8);
  private final Interrupts interrupts = new Interrupts();
  private final boolean there;
  private final Deque<Function<String, String>> answers = new ArrayDeque<>();
  private InputStream in = InputStream.nullInputStream();

  private Visitor(boolean there) {
    this.there = there;
  }

  /** Nobody is there to answer. */
  public static Visitor nobody() {
    return new Visitor(false);
  }

  /** Answers one question after the other, then falls silent. */
  public static Visitor answering(String... answers) {
    var visitor = new Visitor(true);
    List.of(answers).forEach(answer -> visitor.then(_ -> answer));
    return visitor;
  }

  /** Their machine is cut off the moment they read that. */
  public static Visitor cutOffAt(String words) {
    Visitor visitor = new Visitor(false);
    visitor.err =
        new PrintStream(
            new FilterOutputStream(visitor.errBytes) {
              private boolean off;

              @Override
              public void flush() throws IOException {
                super.flush();
                if (!off && visitor.words().contains(words)) {
                  off = true;
                  throw new IllegalStateException("cut off");
                }
              }
            },
            true,
            StandardCharsets.UTF_8);
    return visitor;
  }

  public Visitor then(Function<String, String> answer) {
    answers.add(answer);
    return this;
  }

  Visitor typing(String input) {
    in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** What was printed on stdout. */
  public String data() {
    return outBytes.toString(StandardCharsets.UTF_8);
  }

  /** What was said on stderr. */
  public String words() {
    return errBytes.toString(StandardCharsets.UTF_8);
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
    return there;
  }

  @Override
  public char[] askSecret(String prompt) {
    return ask(prompt).toCharArray();
  }

  @Override
  public String ask(String prompt) {
    if (!there || answers.isEmpty()) {
      throw new UserError(Exit.NOT_PERMITTED, Message.of("terminal.no_answer"), null);
    }
    return answers.remove().apply(prompt);
  }

  @Override
  public Interrupts interrupts() {
    return interrupts;
  }

  @Override
  public boolean attached() {
    return true;
  }
}
