package dev.assent.dialer.engine.socket;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Language;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.Home;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's one API: a Unix domain socket, 0600, one virtual thread a connection and one more
 * that reads while its command runs.
 */
public final class EngineSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineSocket.class);

  /** Plenty for people and scripts; more wait in the kernel's queue. */
  private static final int MOST_CONNECTIONS = 64;

  /** What a connection may ask of the engine. */
  public interface Service {
    Exit run(Request request, Terminal terminal);

    ShareGrant share(ShareRequest request);

    ObjectNode act(Act act);

    void knock(String user, String address, boolean wrong);
  }

  private final Home home;
  private final ServerSocketChannel server;
  private final Service service;
  private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);

  private EngineSocket(Home home, ServerSocketChannel server, Service service) {
    this.home = home;
    this.server = server;
    this.service = service;
  }

  /** Listens at once, 0600. */
  public static EngineSocket open(Home home, Path address, Service service) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(address));
    // Its directory is 0700, so nobody can have come in before this.
    Files.setPosixFilePermissions(address, PosixFilePermissions.fromString("rw-------"));
    var socket = new EngineSocket(home, server, service);
    Thread.ofVirtual().name("engine-socket").start(socket::accept);
    return socket;
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        connections.acquire();
        SocketChannel channel = server.accept();
        Thread.ofVirtual().name("engine-client").start(() -> serve(channel));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("a connection was not accepted: {}", e.getClass().getSimpleName());
        connections.release();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (var frames = new FrameChannel(channel)) {
      if (!isOurs(channel)) {
        return;
      }
      Optional<Frame> first = frames.receive();
      if (first.isEmpty()) {
        return;
      }
      switch (first.get()) {
        case Frame.Run(Request request, boolean interactive) ->
            run(frames, request, new RemoteTerminal(frames, interactive));
        case Frame.AskShare(ShareRequest request) -> share(frames, request);
        case Frame.Do(Act act) -> answer(frames, () -> service.act(act));
        case Frame.Knock(String user, String address, boolean wrong) ->
            answer(frames, () -> knock(user, address, wrong));
        case Frame.Input _,
            Frame.InputEnd _,
            Frame.Answer _,
            Frame.Interrupt _,
            Frame.Out _,
            Frame.Err _,
            Frame.WantInput _,
            Frame.Ask _,
            Frame.Ended _,
            Frame.Share _,
            Frame.Refused _,
            Frame.Done _,
            Frame.NotDone _ ->
            LOG.warn("a client began with something that is no request");
      }
    } catch (IOException e) {
      LOG.info("a client was lost: {}", e.getClass().getSimpleName());
    } finally {
      connections.release();
    }
  }

  /** Belt and braces to the file's mode: the kernel says whose process is at the other end. */
  private static boolean isOurs(SocketChannel channel) throws IOException {
    var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
    String name = peer.user().getName();
    return name.equals(System.getProperty("user.name")) || name.equals("root");
  }

  private void run(FrameChannel frames, Request request, RemoteTerminal terminal)
      throws IOException {
    Thread.ofVirtual().name("engine-client-in").start(() -> listen(frames, terminal));
    Exit exit = service.run(request, terminal);
    terminal.out().flush();
    terminal.err().flush();
    if (terminal.attached()) {
      frames.send(new Frame.Ended(exit.code()));
    }
  }

  private static void listen(FrameChannel frames, RemoteTerminal terminal) {
    try {
      for (Optional<Frame> frame = frames.receive(); frame.isPresent(); frame = frames.receive()) {
        terminal.received(frame.get());
      }
    } catch (IOException e) {
      LOG.debug("a client left: {}", e.getClass().getSimpleName());
    }
    terminal.gone();
  }

  private void share(FrameChannel frames, ShareRequest request) throws IOException {
    try {
      ShareGrant grant = service.share(request);
      frames.send(new Frame.Share(request.recording(), grant.shareB(), grant.journalPosition()));
      java.util.Arrays.fill(grant.shareB(), (byte) 0);
    } catch (UserError refusal) {
      String said = Messages.in(Language.EN).say(refusal.said());
      frames.send(new Frame.Refused(refusal.exit().code(), said, refusal.next()));
    } catch (RuntimeException bug) {
      LOG.error("a share was not given", bug);
      String said = Messages.in(Language.EN).say(Message.of("engine.share_failed"));
      frames.send(new Frame.Refused(Exit.FAILED.code(), said, null));
    }
  }

  private ObjectNode knock(String user, String address, boolean wrong) {
    service.knock(user, address, wrong);
    return JsonNodeFactory.instance.objectNode();
  }

  private static void answer(FrameChannel frames, Supplier<ObjectNode> asked) throws IOException {
    Frame answer;
    try {
      answer = new Frame.Done(asked.get());
    } catch (ActRefused no) {
      answer = new Frame.NotDone(no.code(), no.english(), no.chinese(), no.next());
    } catch (RuntimeException bug) {
      LOG.error("an act of a page failed", bug);
      ActRefused failed = ActRefused.of("FAILED", Message.of("page.failed"), "assent doctor");
      answer = new Frame.NotDone(failed.code(), failed.english(), failed.chinese(), failed.next());
    }
    frames.send(answer);
  }

  /** No new connections; those that run are left to end. */
  @Override
  public void close() throws IOException {
    server.close();
    SocketAddress.forget(home);
  }
}
