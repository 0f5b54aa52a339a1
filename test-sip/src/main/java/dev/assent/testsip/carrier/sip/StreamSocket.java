package dev.assent.testsip.carrier.sip;

import dev.assent.testsip.carrier.loop.Loop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * SIP over TCP or TLS: takes connections, a thread for each reads its messages and hands them to
 * the loop. Answers and requests go by the connection that came from their address.
 */
public final class StreamSocket implements SipSocket {
  private static final int HEAD_LIMIT = 65_536;
  private static final Pattern LENGTH =
      Pattern.compile("(?im)^(?:content-length|l)[ \\t]*:[ \\t]*([0-9]{1,6})[ \\t]*\\r?$");

  private final ServerSocket listener;
  private final String transport;
  private final Map<InetSocketAddress, Socket> connections = new ConcurrentHashMap<>();
  private final AtomicLong malformed = new AtomicLong();

  private StreamSocket(ServerSocket listener, String transport) {
    this.listener = listener;
    this.transport = transport;
  }

  /**
   * @param tls what we show and whom we believe; null for TCP
   * @throws IOException if the address cannot be bound
   */
  public static StreamSocket open(InetSocketAddress address, @Nullable SSLContext tls)
      throws IOException {
    ServerSocketFactory factory =
        tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
    return new StreamSocket(
        factory.createServerSocket(address.getPort(), 64, address.getAddress()),
        tls == null ? "TCP" : "TLS");
  }

  /** Gives every message that comes in to {@code receiver}, on the loop. */
  public void receive(Loop loop, BiConsumer<SipMessage, Peer> receiver) {
    Thread.ofVirtual().name("carrier-" + transport).start(() -> accept(loop, receiver));
  }

  private void accept(Loop loop, BiConsumer<SipMessage, Peer> receiver) {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        connection.setTcpNoDelay(true);
        Thread.ofVirtual()
            .name("carrier-" + transport)
            .start(() -> read(connection, loop, receiver));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void read(Socket connection, Loop loop, BiConsumer<SipMessage, Peer> receiver) {
    InetSocketAddress from = (InetSocketAddress) connection.getRemoteSocketAddress();
    connections.put(from, connection);
    try (connection) {
      InputStream in = connection.getInputStream();
      while (true) {
        String head = head(in, connection);
        Matcher length = LENGTH.matcher(head);
        if (head.isEmpty() || !length.find()) {
          return;
        }
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(body);
        SipMessage message = SipMessage.parse(ByteBuffer.wrap(whole.toByteArray()));
        if (message == null) {
          malformed.incrementAndGet();
        } else {
          loop.execute(() -> receiver.accept(message, new Peer(this, from)));
        }
      }
    } catch (IOException e) {
      // The caller has gone; its calls end by their timers.
    } finally {
      connections.remove(from, connection);
    }
  }

  /** Empty at the end of the connection. Keep-alives (RFC 5626) are answered on the way. */
  private static String head(InputStream in, Socket connection) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int lineEnds = 0;
    while (head.size() < HEAD_LIMIT) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      if (next == '\n') {
        lineEnds++;
        if (lineEnds == 2) {
          if (head.size() > 4) {
            return head.toString(StandardCharsets.UTF_8);
          }
          connection.getOutputStream().write("\r\n".getBytes(StandardCharsets.UTF_8));
          head.reset();
          lineEnds = 0;
        }
      } else if (next != '\r') {
        lineEnds = 0;
      }
    }
    return "";
  }

  @Override
  public InetSocketAddress local() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  @Override
  public String transport() {
    return transport;
  }

  @Override
  public long malformed() {
    return malformed.get();
  }

  @Override
  public void send(String text, InetSocketAddress to) {
    Socket connection = connections.get(to);
    if (connection == null) {
      return;
    }
    try {
      connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      connections.remove(to, connection);
    }
  }

  /** How many connections are up. */
  public int connections() {
    return connections.size();
  }

  /** Breaks all connections; new ones are taken. */
  public void hangUp() {
    connections.values().forEach(StreamSocket::close);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hangUp();
  }

  private static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
