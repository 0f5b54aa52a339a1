package dev.assent.dialer.sip.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.assent.dialer.sip.CallSpec;
import dev.assent.dialer.sip.CallSpool;
import dev.assent.dialer.sip.SipCounters;
import dev.assent.dialer.sip.SpooledCall;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.UserAgentSettings;
import dev.assent.dialer.sip.WheelTimers;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.auth.Credentials;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Places calls at a steady rate to {@code sipp -sn uas} and to one that challenges, and counts the
 * CPU seconds this process takes for a thousand; then holds ringing calls, and throws stray answers
 * at them. Arguments: PLAIN_PORT CHALLENGING_PORT RATE SECONDS REFERENCE RESULT.json, where
 * REFERENCE is what sipp's own caller took for a thousand calls in the same minute.
 */
public final class SignallingBench {
  private static final String SDP =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.1
      s=-
      c=IN IP4 127.0.0.1
      t=0 0
      m=audio 40000 RTP/AVP 0 8 101
      a=rtpmap:101 telephone-event/8000
      """
          .replace("\n", "\r\n");
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int RINGING = 10_000;
  private static final int STRAYS = 20_000;

  private record Metric(
      String name,
      double value,
      String unit,
      String reference,
      double referenceValue,
      double goal) {
    double ratio() {
      return referenceValue > 0 ? value / referenceValue : 0;
    }

    boolean met() {
      return (referenceValue > 0 ? ratio() : value) <= goal;
    }
  }

  private final List<Metric> metrics = new ArrayList<>();
  private final double reference;

  private SignallingBench(double reference) {
    this.reference = reference;
  }

  /** See the class. */
  public static void main(String[] args) throws Exception {
    SignallingBench bench = new SignallingBench(Double.parseDouble(args[4]));
    int rate = Integer.parseInt(args[2]);
    int seconds = Integer.parseInt(args[3]);
    bench.calls("digest off", Integer.parseInt(args[0]), rate, seconds, null);
    bench.calls(
        "digest on", Integer.parseInt(args[1]), rate, seconds, new Credentials("assent", "secret"));
    bench.ringing();
    bench.write(Path.of(args[5]));
    System.exit(0);
  }

  private static UserAgent agent(WheelTimers timers) throws IOException {
    return UserAgent.start(
        UserAgentSettings.of(
            new InetSocketAddress(LOOPBACK, 0), SignallingNetworks.of(List.of("127.0.0.0/8"))),
        timers,
        new SecureRandom(),
        new NoSpool());
  }

  private static CallSpec spec(Target target, Credentials credentials) {
    return new CallSpec(
        target,
        "+8619900000001",
        "+8619900000002",
        "127.0.0.1",
        SDP.getBytes(StandardCharsets.UTF_8),
        credentials,
        Map.of(),
        Duration.ofSeconds(60));
  }

  private void calls(String name, int port, int rate, int seconds, Credentials credentials)
      throws IOException {
    try (WheelTimers timers = new WheelTimers();
        UserAgent agent = agent(timers)) {
      Target target = Target.udp(new InetSocketAddress(LOOPBACK, port));
      BenchCalls warm = new BenchCalls();
      place(agent, target, credentials, warm, rate / 2, 4 * (rate / 2));
      SipCounters before = agent.counters();
      BenchCalls calls = new BenchCalls();
      long cpu = cpuNanos();
      place(agent, target, credentials, calls, rate, rate * seconds);
      double used = (cpuNanos() - cpu) / 1e9;
      SipCounters after = agent.counters();
      metrics.add(
          new Metric(
              name + ": CPU per 1000 calls",
              used * 1000 / calls.ended(),
              "s",
              "sipp -sn uac",
              reference,
              6));
      metrics.add(new Metric(name + ": calls that failed", calls.failed(), "calls", "", 0, 0));
      metrics.add(
          new Metric(
              name + ": retransmissions",
              after.retransmissions() - before.retransmissions(),
              "messages",
              "",
              0,
              0));
    }
  }

  /** Steadily; what is late is made up for. Returns when all have ended, or after ten seconds. */
  private static void place(
      UserAgent agent,
      Target target,
      Credentials credentials,
      BenchCalls calls,
      int rate,
      int count) {
    CallSpec spec = spec(target, credentials);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + i * 1_000_000_000L / rate;
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      calls.place(agent, spec);
    }
    long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (calls.ended() + calls.failed() < count && limit - System.nanoTime() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** What a ringing call holds, and whether strays cost more with many of them. */
  private void ringing() throws IOException {
    try (WheelTimers timers = new WheelTimers();
        UserAgent agent = agent(timers);
        Ringer ringer = new Ringer(agent.localAddress())) {
      double without = strays(agent, ringer);
      long before = heap();
      BenchCalls listener = new BenchCalls();
      CallSpec spec = spec(Target.udp(ringer.address()), null);
      for (int i = 0; i < RINGING; i++) {
        listener.ring(agent, spec);
        if (i % 50 == 49) {
          LockSupport.parkNanos(20_000_000);
        }
      }
      long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (listener.ringing() < RINGING && limit - System.nanoTime() > 0) {
        LockSupport.parkNanos(1_000_000);
      }
      double each = (heap() - before) / (double) Math.max(1, listener.ringing());
      metrics.add(
          new Metric(
              "state of a ringing call, of " + listener.ringing(), each, "bytes", "", 0, 3072));
      metrics.add(
          new Metric(
              "CPU per 1000 stray 2xx with them",
              strays(agent, ringer),
              "s",
              "with no call open",
              without,
              1.5));
    }
  }

  private static double strays(UserAgent agent, Ringer ringer) {
    for (int round = 0; round < 2; round++) {
      ringer.strays(STRAYS / 4, agent); // warm
    }
    long cpu = cpuNanos();
    long handled = ringer.strays(STRAYS, agent);
    return (cpuNanos() - cpu) / 1e9 * 1000 / handled;
  }

  private static long heap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void write(Path file) throws IOException {
    StringBuilder json = new StringBuilder();
    for (Metric metric : metrics) {
      System.out.printf(
          Locale.ROOT,
          "%-45s %12.4f %-9s %s%s%n",
          metric.name(),
          metric.value(),
          metric.unit(),
          metric.referenceValue() > 0
              ? "%.2f x %s (%.4f), goal %.1f x "
                  .formatted(
                      metric.ratio(), metric.reference(), metric.referenceValue(), metric.goal())
              : "goal %.0f ".formatted(metric.goal()),
          metric.met() ? "met" : "MISSED");
      json.append(json.isEmpty() ? "" : ",\n")
          .append(
              String.format(
                  Locale.ROOT,
                  "  {\"name\": \"%s\", \"value\": %.6f, \"unit\": \"%s\", \"reference\": \"%s\","
                      + " \"referenceValue\": %.6f, \"ratio\": %.3f, \"goal\": %.3f, \"met\": %s}",
                  metric.name(),
                  metric.value(),
                  metric.unit(),
                  metric.reference(),
                  metric.referenceValue(),
                  metric.ratio(),
                  metric.goal(),
                  metric.met()));
    }
    String machine =
        "%d CPUs, Java %s"
            .formatted(Runtime.getRuntime().availableProcessors(), Runtime.version().feature());
    Files.writeString(
        file,
        "{\"bench\": \"signalling\", \"machine\": \"%s\", \"metrics\": [\n%s\n]}\n"
            .formatted(machine, json));
  }

  /** The spool is measured by nobody here. */
  private static final class NoSpool implements CallSpool {
    @Override
    public void inviting(SpooledCall call) {}

    @Override
    public void confirmed(SpooledCall call) {}

    @Override
    public void closed(String callId) {}
  }
}
