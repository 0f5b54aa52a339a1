package dev.assent.dialer.console;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Timers;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.Clocks;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.PublicSigner;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.files.DiskFiles;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The web server of the pages: TLS 1.3 alone, every bound a page never needs to reach, and the
 * headers that hold for every answer. Each request runs on a virtual thread of its own.
 */
public final class Console implements AutoCloseable {
  private static final int LONGEST_LINE = 4096;
  private static final int LARGEST_HEADERS = 16 * 1024;
  private static final int LARGEST_BODY = 64 * 1024;

  /** Of a body that is too large, before the connection is cut. */
  private static final int MOST_READ = 1 << 20;

  private static final int CONNECTIONS = 256;
  private static final int REQUESTS_A_SECOND = 60;
  private static final int BURST = 240;
  private static final Duration SILENT_CONNECTION = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(5);

  private static final Map<String, String> HEADERS = new LinkedHashMap<>();

  static {
    HEADERS.put(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " font-src 'self'; connect-src 'self'; media-src 'self'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'");
    HEADERS.put("Cache-Control", "no-store");
    HEADERS.put("X-Content-Type-Options", "nosniff");
    HEADERS.put("Referrer-Policy", "no-referrer");
    HEADERS.put("X-Frame-Options", "DENY");
    HEADERS.put("Cross-Origin-Opener-Policy", "same-origin");
    HEADERS.put("Cross-Origin-Resource-Policy", "same-origin");
    HEADERS.put(
        "Permissions-Policy", "camera=(), microphone=(), geolocation=(), display-capture=()");
  }

  /** Kept, or the level set below would be forgotten with it. */
  private static final Logger LIBRARY = Logger.getLogger("io.helidon");

  private final WebServer server;
  private final People people;
  private final RecordingApi recordings;
  private final Site site;
  private final RateBound rate;
  private final String fingerprint;
  private final InetAddress bind;
  private final Timers timers;
  private volatile Timers.Cancellable nextSweep = () -> {};
  private volatile boolean closed;

  private Console(
      Home home,
      Clocks clocks,
      Timers timers,
      ConsoleSettings settings,
      PageCertificate certificate,
      int port) {
    InstantSource clock = clocks.of(home);
    this.bind = settings.bind();
    this.timers = timers;
    this.people = new People(clock);
    this.rate = new RateBound(REQUESTS_A_SECOND, BURST, timers::nanoTime);
    this.fingerprint = certificate.fingerprint();
    this.recordings =
        new RecordingApi(
            home.recordings(),
            new DiskFiles(),
            new RecordingReader(new DiskFiles(), List.of(PublicSigner.read(home.conf()))),
            clock);
    this.site =
        new Site(
            home,
            hosts(settings, port),
            new Door(home, clock, clocks.random()),
            people,
            recordings::answer,
            clocks.random());
    LIBRARY.setLevel(Level.WARNING);
    this.server = server(settings, certificate, port);
  }

  /**
   * Opens the pages of a home.
   *
   * @param timers run while this is open
   * @throws UserError exit 3 when a given certificate is no good, 1 when the address cannot be had
   * @throws IOException when the certificate cannot be kept
   */
  public static Console start(Home home, Clocks clocks, Timers timers, ConsoleSettings settings)
      throws IOException {
    PageCertificate certificate =
        settings.certificate() != null && settings.key() != null
            ? PageCertificate.read(settings.certificate(), settings.key())
            : PageCertificate.own(
                home.keys(), names(settings), clocks.machine().instant(), clocks.random());
    int port = settings.port() == 0 ? freePort(settings.bind()) : settings.port();
    var console = new Console(home, clocks, timers, settings, certificate, port);
    try {
      console.server.start();
    } catch (RuntimeException e) {
      throw new UserError(Exit.FAILED, Message.of("serve.not_bound"), "assent serve --port PORT");
    }
    console.sweepLater();
    return console;
  }

  /** The Host header is checked against the port, so it must be known before the first request. */
  private static int freePort(InetAddress bind) throws IOException {
    try (var socket = new ServerSocket(0, 1, bind)) {
      return socket.getLocalPort();
    }
  }

  private static Set<String> names(ConsoleSettings settings) {
    Set<String> names = new TreeSet<>(settings.names());
    names.add(settings.bind().getHostAddress());
    names.add("localhost");
    return names;
  }

  private static Set<String> hosts(ConsoleSettings settings, int port) {
    Set<String> hosts = new TreeSet<>();
    for (String name : names(settings)) {
      String host = name.contains(":") ? "[" + name + "]" : name;
      hosts.add(host + ":" + port);
      if (port == 443) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  private WebServer server(ConsoleSettings settings, PageCertificate certificate, int port) {
    return WebServer.builder()
        .address(settings.bind())
        .port(port)
        .tls(
            tls ->
                tls.privateKey(certificate.key())
                    .privateKeyCertChain(certificate.chain())
                    .enabledProtocols(List.of("TLSv1.3")))
        .addProtocol(
            Http1Config.builder()
                .maxPrologueLength(LONGEST_LINE)
                .maxHeadersSize(LARGEST_HEADERS)
                .build())
        .protocolsDiscoverServices(false)
        .featuresDiscoverServices(false)
        .maxPayloadSize(MOST_READ)
        .maxTcpConnections(CONNECTIONS)
        .maxConcurrentRequests(CONNECTIONS)
        .idleConnectionTimeout(SILENT_CONNECTION)
        .shutdownGracePeriod(GRACE)
        .shutdownHook(false)
        .routing(routing -> routing.any(this::handle))
        .build();
  }

  private void handle(ServerRequest request, ServerResponse response) throws IOException {
    var peer = (InetSocketAddress) request.remotePeer().address();
    Site.Reply reply = reply(request, peer.getAddress().getHostAddress());
    HEADERS.forEach(response::header);
    reply.answer().headers().forEach(response::header);
    if (!reply.cookies().isEmpty()) {
      response.header("Set-Cookie", reply.cookies().toArray(String[]::new));
    }
    response.status(Status.create(reply.answer().status())).send(reply.answer().body());
  }

  private Site.Reply reply(ServerRequest request, String address) throws IOException {
    byte[] body = {};
    if (request.content().hasEntity()) {
      try (InputStream in = request.content().inputStream()) {
        body = in.readNBytes(LARGEST_BODY + 1);
        in.transferTo(OutputStream.nullOutputStream()); // or no answer reaches the browser
      }
    }
    if (body.length > LARGEST_BODY) {
      return new Site.Reply(WebAnswer.refused(413, "TOO_LARGE", null), List.of());
    }
    return rate.take(address)
        ? site.reply(taken(request, body), address)
        : new Site.Reply(WebAnswer.refused(429, "TOO_FAST", null), List.of());
  }

  private static WebRequest taken(ServerRequest request, byte[] body) {
    Map<String, String> query = new HashMap<>();
    request.query().toMap().forEach((name, values) -> query.put(name, values.getLast()));
    Map<String, String> headers = new HashMap<>();
    request.headers().stream()
        .forEach(header -> headers.put(header.headerName().lowerCase(), header.values()));
    headers.put("host", request.authority());
    return new WebRequest(
        request.prologue().method().text(), request.path().path(), query, headers, body);
  }

  private void sweepLater() {
    nextSweep =
        timers.after(
            BETWEEN_SWEEPS.toNanos(),
            () -> Thread.ofVirtual().name("pages-sweep").start(this::sweep));
  }

  private void sweep() {
    try {
      recordings.sweep();
      people.sweep();
    } finally {
      if (!closed) {
        sweepLater();
      }
    }
  }

  /** Where a browser finds it. */
  public String url() {
    String host = bind.isLoopbackAddress() ? "localhost" : bind.getHostAddress();
    return "https://" + host + ":" + server.port() + "/";
  }

  /** SHA-256 of the certificate, as browsers show it. */
  public String fingerprint() {
    return fingerprint;
  }

  /** How many people are signed in. */
  public int signedIn() {
    return people.count();
  }

  /** Ends every session, wipes its keys, and closes the address. */
  @Override
  public void close() {
    closed = true;
    nextSweep.cancel();
    people.endAll();
    server.stop();
  }
}
