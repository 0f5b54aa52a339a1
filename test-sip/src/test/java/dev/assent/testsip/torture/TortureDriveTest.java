package dev.assent.testsip.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.CallSpool;
import dev.assent.dialer.sip.SpooledCall;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.UserAgentSettings;
import dev.assent.dialer.sip.WheelTimers;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.transport.Drop;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The user agent's own answers to RFC 4475, and a short drive of damage. */
@Timeout(120)
class TortureDriveTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Test
  void whatEachMessageIsAnsweredWith() throws Exception {
    Map<String, String> expected = new LinkedHashMap<>();
    List.of("badinv01", "scalar02", "quotbal", "ltgtruri", "lwsruri", "lwsstart", "trws")
        .forEach(name -> expected.put(name, "400"));
    List.of("escruri", "regbadct", "badaspec", "baddn", "mismatch01", "mismatch02", "badbranch")
        .forEach(name -> expected.put(name, "400"));
    List.of("insuf", "multi01", "mcl01", "clerr", "ncl", "scalarlg", "bigcode", "bcast")
        .forEach(name -> expected.put(name, "nothing")); // no answer could be told apart, or is due
    List.of("unreason", "noreason").forEach(name -> expected.put(name, "nothing"));
    List.of("escnull", "dblreq", "unksm2", "regaut01", "cparam01", "cparam02", "regescrt")
        .forEach(name -> expected.put(name, "405"));
    expected.put("mpart01", "405");
    List.of("intmeth", "esc02").forEach(name -> expected.put(name, "501"));
    List.of("esc01", "longreq", "baddate", "invut", "sdp01", "inv2543")
        .forEach(name -> expected.put(name, "480"));
    expected.put("wsinv", "481"); // its To has a tag
    List.of("lwsdisp", "semiuri", "transports", "unkscm", "novelsc", "zeromf")
        .forEach(name -> expected.put(name, "200"));
    expected.put("badvers", "505");
    expected.put("bext01", "420");
    assertThat(expected).hasSize(49);

    Map<String, String> answers = new LinkedHashMap<>();
    UserAgentSettings settings =
        UserAgentSettings.of(
            new InetSocketAddress(LOOPBACK, 0), SignallingNetworks.of(List.of("127.0.0.1/32")));
    try (WheelTimers timers = new WheelTimers();
        UserAgent agent = UserAgent.start(settings, timers, new SecureRandom(), new NoSpool());
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      for (Map.Entry<String, byte[]> message : TortureMessages.all().entrySet()) {
        byte[] bytes = withReturnPath(message.getValue(), socket.getLocalPort());
        socket.send(new DatagramPacket(bytes, bytes.length, agent.localAddress()));
        socket.setSoTimeout(expected.get(message.getKey()).equals("nothing") ? 100 : 5000);
        answers.put(message.getKey(), status(socket));
      }
      assertThat(agent.counters().dropped(Drop.DEFECT)).isZero();
      assertThat(agent.counters().calls()).isZero();
    }
    assertThat(answers).isEqualTo(expected);
  }

  @Test
  void damageBreaksNothing() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("TortureDriveTest seed " + seed);
    TortureDrive.Outcome outcome = TortureDrive.run(Duration.ofSeconds(4), seed, false);
    assertThat(outcome.faults()).isEmpty();
    assertThat(outcome.sent()).isGreaterThan(100);
    assertThat(outcome.answered()).isPositive();
  }

  /** The port of the top Via is where answers go (RFC 3261 section 18.2.2). */
  private static byte[] withReturnPath(byte[] message, int port) {
    String text = new String(message, ISO_8859_1);
    for (String host :
        List.of(
            "192.0.2.1:5060", "192.0.2.2", "host1.example.com", "iftgw.example.com", "192.0.2.1")) {
      String ended =
          text.replaceFirst("(?<=[ \t])" + host + "(?=[;\r])", host.split(":")[0] + ":" + port);
      if (!ended.equals(text)) {
        return ended.getBytes(ISO_8859_1);
      }
    }
    return message;
  }

  private static String status(DatagramSocket socket) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[16_384], 16_384);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      return "nothing";
    }
    return new String(packet.getData(), 8, 3, ISO_8859_1);
  }

  /** Nothing survives a crash here. */
  private static final class NoSpool implements CallSpool {
    @Override
    public void inviting(SpooledCall call) {}

    @Override
    public void confirmed(SpooledCall call) {}

    @Override
    public void closed(String callId) {}
  }
}
