package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.socket.Interrupts;
import dev.assent.dialer.engine.socket.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The streams of this process, and the person at its terminal if there is one. */
final class LocalTerminal implements Terminal {
  private final PrintStream out = stream(FileDescriptor.out);
  private final PrintStream err = stream(FileDescriptor.err);
  private final Interrupts interrupts = new Interrupts();

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
    return System.in;
  }

  @Override
  public boolean interactive() {
    return Tty.isThere();
  }

  @Override
  public char[] askSecret(String prompt) {
    return answer(prompt, true, Exit.NOT_PERMITTED).toCharArray();
  }

  @Override
  public String ask(String prompt) {
    return answer(prompt, false, Exit.USAGE);
  }

  private static String answer(String prompt, boolean secret, Exit refusal) {
    if (!Tty.isThere()) {
      throw new UserError(refusal, Message.of("terminal.nobody_to_ask"), null);
    }
    @Nullable String line;
    try {
      line = Tty.ask(prompt, secret);
    } catch (IOException e) {
      line = null;
    }
    if (line == null) {
      throw new UserError(refusal, Message.of("terminal.no_answer"), null);
    }
    return line;
  }

  @Override
  public Interrupts interrupts() {
    return interrupts;
  }

  @Override
  public boolean attached() {
    return true;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    var bytes = new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 14);
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
