package dev.assent.testsip.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assent.dialer.sip.CallEvents;
import dev.assent.dialer.sip.CallSpec;
import dev.assent.dialer.sip.CallSpool;
import dev.assent.dialer.sip.EndCause;
import dev.assent.dialer.sip.OutgoingCall;
import dev.assent.dialer.sip.Refusal;
import dev.assent.dialer.sip.SipCounters;
import dev.assent.dialer.sip.SpooledCall;
import dev.assent.dialer.sip.StreamSettings;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.UserAgentSettings;
import dev.assent.dialer.sip.WheelTimers;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.transport.Drop;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A user agent of ours under seeded damage for a given time: messages of RFC 4475 and real ones
 * with wounds, into calls that go on. All the while it must answer a healthy question within two
 * seconds; in the end its tables must be empty and its memory where it was.
 */
public final class TortureDrive {
  private static final int CALLS_AT_ONCE = 20;
  private static final long SLACK_BYTES = 32L << 20;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final Duration DRAIN_WITHIN = Duration.ofMinutes(3);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Random random;
  private final List<String> faults = new ArrayList<>();
  private final Deque<OutgoingCall> calls = new ArrayDeque<>();

  private TortureDrive(long seed) {
    this.random = new Random(seed);
  }

  /**
   * What came of it.
   *
   * @param faults empty: all was well
   */
  public record Outcome(long sent, long calls, long answered, List<String> faults) {}

  /**
   * @param drain whether to wait for empty tables, up to three minutes
   */
  public static Outcome run(Duration time, long seed, boolean drain)
      throws IOException, InterruptedException {
    return new TortureDrive(seed).run(time, drain);
  }

  private Outcome run(Duration time, boolean drain) throws IOException, InterruptedException {
    UserAgentSettings settings =
        UserAgentSettings.of(
                new InetSocketAddress(LOOPBACK, 0), SignallingNetworks.of(List.of("127.0.0.1/32")))
            .withWorkers(2)
            .withStreams(
                new StreamSettings(Map.of(), new InetSocketAddress(LOOPBACK, 0), null, null));
    try (WheelTimers timers = new WheelTimers();
        UserAgent agent = UserAgent.start(settings, timers, new SecureRandom(), new NoSpool());
        FarEnd far = new FarEnd(random);
        DamagedStream stream = new DamagedStream(tcp(agent), random);
        DatagramSocket healthy = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      Damage damage = new Damage(List.copyOf(TortureMessages.all().values()), random);
      long begun = System.nanoTime();
      long warm = begun + time.toNanos() / 4;
      long nextQuestion = begun;
      long placed = 0;
      long before = 0;
      for (long now = begun; now - begun < time.toNanos(); now = System.nanoTime()) {
        placed += keepCalling(agent, far);
        for (int i = 0; i < 20; i++) {
          far.send(damage.next(), agent.localAddress());
        }
        stream.write(damage);
        far.answerAll();
        LockSupport.parkNanos(1_000_000); // what the socket's buffer loses harms nobody
        if (now >= nextQuestion) {
          ask(healthy, agent.localAddress());
          askByConnection(tcp(agent));
          nextQuestion = now + TimeUnit.SECONDS.toNanos(1);
        }
        if (before == 0 && now >= warm) {
          before = usedHeap();
        }
      }
      calls.forEach(call -> call.hangUp("done"));
      if (drain) {
        drain(agent, far);
        long more = usedHeap() - before;
        if (more > SLACK_BYTES) {
          faults.add("the heap grew by " + (more >> 20) + " MiB");
        }
      }
      ask(healthy, agent.localAddress());
      long defects = agent.counters().dropped(Drop.DEFECT);
      if (defects != 0) {
        faults.add(defects + " packets met a defect of ours: see the log");
      }
      return new Outcome(far.sent(), placed, far.answered(), List.copyOf(faults));
    }
  }

  /** New calls in place of the oldest, which are hung up. */
  private int keepCalling(UserAgent agent, FarEnd far) throws IOException {
    if (calls.size() == CALLS_AT_ONCE && random.nextInt(5) != 0) {
      return 0;
    }
    if (calls.size() == CALLS_AT_ONCE) {
      calls.removeFirst().hangUp("next");
    }
    CallSpec spec =
        new CallSpec(
            Target.udp(far.address()),
            "+8619900000001",
            "+8619900000002",
            "127.0.0.1",
            "v=0\r\n".getBytes(ISO_8859_1),
            null,
            Map.of(),
            Duration.ofSeconds(5));
    calls.addLast(agent.prepare().invite(spec, new Silent()));
    return 1;
  }

  /** OPTIONS must be answered: nothing hangs. */
  private void ask(DatagramSocket socket, InetSocketAddress agent) throws IOException {
    String question =
        """
        OPTIONS sip:us@127.0.0.1 SIP/2.0\r
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKhealthy%d;rport\r
        From: <sip:far@127.0.0.1>;tag=healthy\r
        To: <sip:us@127.0.0.1>\r
        Call-ID: healthy%d\r
        CSeq: 1 OPTIONS\r
        Max-Forwards: 70\r
        Content-Length: 0\r
        \r
        """
            .formatted(socket.getLocalPort(), random.nextInt(1 << 30), random.nextInt(1 << 30));
    byte[] bytes = question.getBytes(ISO_8859_1);
    byte[] answer = new byte[4096];
    for (int attempt = 0; attempt < 4; attempt++) { // the flood may push one out of the buffer
      socket.send(new DatagramPacket(bytes, bytes.length, agent));
      socket.setSoTimeout((int) ANSWER_WITHIN.toMillis() / 4);
      if (received(socket, new DatagramPacket(answer, answer.length))) {
        return;
      }
    }
    faults.add("a healthy question was not answered within " + ANSWER_WITHIN.toSeconds() + " s");
  }

  private static boolean received(DatagramSocket socket, DatagramPacket packet) throws IOException {
    try {
      socket.receive(packet);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** The same over a connection of its own, whatever the other ones are full of. */
  private void askByConnection(InetSocketAddress agent) throws IOException {
    String question =
        """
        OPTIONS sip:us@127.0.0.1 SIP/2.0\r
        Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKconnected%d\r
        From: <sip:far@127.0.0.1>;tag=connected\r
        To: <sip:us@127.0.0.1>\r
        Call-ID: connected%d\r
        CSeq: 1 OPTIONS\r
        Max-Forwards: 70\r
        Content-Length: 0\r
        \r
        """
            .formatted(random.nextInt(1 << 30), random.nextInt(1 << 30));
    try (Socket socket = new Socket(agent.getAddress(), agent.getPort())) {
      socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
      socket.getOutputStream().write(question.getBytes(ISO_8859_1));
      if (socket.getInputStream().read() < 0) {
        faults.add("a connection was closed at a healthy question");
      }
    } catch (SocketTimeoutException e) {
      faults.add("a healthy question by TCP was not answered");
    }
  }

  private static InetSocketAddress tcp(UserAgent agent) {
    String[] address = agent.sentBy(Transport.TCP).split(":");
    return new InetSocketAddress(LOOPBACK, Integer.parseInt(address[1]));
  }

  private void drain(UserAgent agent, FarEnd far) throws IOException {
    long until = System.nanoTime() + DRAIN_WITHIN.toNanos();
    SipCounters now = agent.counters();
    while (now.calls() + now.serverTransactions() + now.waiting() > 0) {
      if (System.nanoTime() > until) {
        faults.add(
            "left over: %d calls, %d requests, %d tasks"
                .formatted(now.calls(), now.serverTransactions(), now.waiting()));
        return;
      }
      far.answerAll();
      LockSupport.parkNanos(20_000_000);
      now = agent.counters();
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static final class NoSpool implements CallSpool {
    @Override
    public void inviting(SpooledCall call) {}

    @Override
    public void confirmed(SpooledCall call) {}

    @Override
    public void closed(String callId) {}
  }

  /** Whatever becomes of the call. */
  private static final class Silent implements CallEvents {
    @Override
    public void progress(int status, byte @Nullable [] sdp) {}

    @Override
    public void answered(byte @Nullable [] sdp, String remoteTag) {}

    @Override
    public boolean mayRetry(Refusal refusal) {
      return false;
    }

    @Override
    public void refused(Refusal refusal) {}

    @Override
    public void cancelled(boolean answeredMeanwhile) {}

    @Override
    public void unknown(String cause) {}

    @Override
    public void notSent(String cause) {}

    @Override
    public byte @Nullable [] reoffered(byte[] sdp) {
      return sdp;
    }

    @Override
    public void ended(EndCause cause, List<String> reasonHeaders) {}
  }
}
