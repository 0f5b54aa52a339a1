package dev.assent.dialer.engine;

import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.engine.socket.Terminal;

/** Runs one command inside an engine; the command line gives it. Never throws. */
@FunctionalInterface
public interface CommandRunner {
  Exit run(Engine engine, Request request, Terminal terminal);
}
