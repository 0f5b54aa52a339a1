package dev.assent.dialer.engine.socket;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * The streams and the person of one command: of this process, or of a client at the other end of
 * the socket. The command's thread owns it; {@link #interrupts} may be fired from any.
 */
public interface Terminal {
  /** Data, and nothing else. */
  PrintStream out();

  /** Everything said to people. */
  PrintStream err();

  /** Standard input, for {@code -} and lists of numbers; read only by commands that ask for it. */
  InputStream in();

  /** Whether somebody can be asked. */
  boolean interactive();

  /**
   * Asks for a secret without echo.
   *
   * @return for the caller to wipe
   * @throws dev.assent.dialer.UserError exit 4 when nobody can be asked or they gave up
   */
  char[] askSecret(String prompt);

  /**
   * Asks for a line.
   *
   * @throws dev.assent.dialer.UserError exit 2 when nobody can be asked or they gave up
   */
  String ask(String prompt);

  Interrupts interrupts();

  /** False once the client has gone; its command runs on without a listener. */
  boolean attached();
}
