package dev.assent.dialer.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.dialer.alert.AlertWebhook;
import dev.assent.dialer.sip.VirtualTimers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Outcomes to a receiver over real HTTP, out of a real journal on a real disk. */
@Timeout(90)
class OutcomeWebhookTest {
  private static final Instant NOW = Instant.parse("2026-09-15T02:00:00Z");
  private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);
  private static final UUID CAMPAIGN = new UUID(3, 3);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private final VirtualTimers timers = new VirtualTimers();
  private final AtomicLong told = new AtomicLong();
  private final List<Long> received = Collections.synchronizedList(new ArrayList<>());
  private final List<String> badly = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 200;
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer receiver;
  private Journal journal;

  /** Kept on no disk here: what matters is when it is written. */
  private final OutcomeWebhook.Place place =
      new OutcomeWebhook.Place() {
        @Override
        public long read() {
          return told.get();
        }

        @Override
        public void write(long next) {
          told.set(next);
        }
      };

  @BeforeEach
  void open() throws IOException {
    journal = open(directory);
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    receiver.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          requests.incrementAndGet();
          String signature = exchange.getRequestHeaders().getFirst("Assent-Signature");
          if (!signature.equals(signature(body))) {
            badly.add(signature);
          }
          if (status == 200) {
            for (JsonNode line : JSON.readTree(body).path("outcomes")) {
              received.add(line.path("position").asLong());
            }
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
  }

  private static Journal open(Path directory) {
    return Journal.open(
        directory.resolve("journal"), new DiskFiles(), () -> NOW, new SecureRandom(), _ -> {});
  }

  private static String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      mac.update((NOW.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
      return "t=" + NOW.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    receiver.stop(0);
    journal.close();
  }

  private OutcomeWebhook start() {
    URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
    return new OutcomeWebhook(
            journal,
            new AlertWebhook(url, SECRET, () -> NOW),
            new UUID(1, 1),
            place,
            id -> id.equals(CAMPAIGN) ? "care" : id.toString(),
            timers)
        .start();
  }

  /** Ends of calls, and entries about other things in between; positions of the ends. */
  private List<Long> calls(int count) {
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String body =
          "{\"campaignId\":\"%s\",\"contactId\":\"%s\",\"outcome\":\"BUSY\",\"counts\":true,\"details\":{\"cause\":\"486\"}}"
              .formatted(CAMPAIGN, new UUID(4, i));
      entries.add(entry(EntryType.RING_BACK, "{}"));
      entries.add(entry(EntryType.ATTEMPT_ENDED, body));
    }
    List<Long> ends = new ArrayList<>();
    if (count > 0) {
      long first = journal.append(entries);
      for (int i = 0; i < count; i++) {
        ends.add(first + 2L * i + 1);
      }
    }
    return ends;
  }

  private static JournalEntry entry(EntryType type, String body) {
    return JournalEntry.operational(UUID.randomUUID(), type, NOW, "engine", new UUID(5, 5), body);
  }

  private List<Long> seen() {
    synchronized (received) {
      return new ArrayList<>(received);
    }
  }

  private void await(BooleanSupplier holds, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
  }

  @Test
  void everyOutcomeIsToldOnceInOrderAndSigned() {
    List<Long> before = calls(250);
    try (OutcomeWebhook hook = start()) {
      await(() -> seen().size() == 250, "what was there");
      List<Long> all = new ArrayList<>(before);
      all.addAll(calls(30));
      await(() -> hook.told() == 280, "what came since");
      assertThat(seen()).isEqualTo(all);
      assertThat(told.get()).isEqualTo(all.getLast() + 1);
      assertThat(hook.refused()).isZero();
      assertThat(badly).isEmpty();
    }
  }

  /** Back-off doubles from a second to five minutes; the journal goes on meanwhile. */
  @Test
  void whatIsNotTakenIsToldAgainLaterAndLater() {
    status = 503;
    List<Long> all = new ArrayList<>(calls(3));
    try (OutcomeWebhook hook = start()) {
      await(() -> hook.failures() == 1, "the first");
      for (int second = 1, failures = 2; failures < 12; failures++) {
        all.addAll(calls(1));
        int seen = requests.get();
        timers.advance(Duration.ofSeconds(second).minusMillis(1));
        assertThat(requests).as("not before %d s", second).hasValue(seen);
        timers.advance(Duration.ofMillis(1));
        int now = failures;
        await(() -> hook.failures() == now, "after " + second + " s");
        second = Math.min(300, second * 2);
      }
      assertThat(seen()).isEmpty();
      assertThat(told.get()).isZero();
      status = 200;
      timers.advance(Duration.ofMinutes(5));
      await(() -> seen().size() == all.size(), "all of it");
      assertThat(seen()).isEqualTo(all);
    }
  }

  /** More than is kept in memory while nobody takes any: read again from the journal. */
  @Test
  void aReceiverThatWasAwayForLongMissesNothing() {
    status = 500;
    try (OutcomeWebhook hook = start()) {
      List<Long> all = calls(1);
      await(() -> hook.failures() == 1, "the first");
      List<JournalEntry> many = new ArrayList<>();
      String body = "{\"campaignId\":\"" + CAMPAIGN + "\",\"outcome\":\"BUSY\"}";
      for (int i = 0; i < 12_000; i++) {
        many.add(entry(EntryType.ATTEMPT_ENDED, body));
      }
      all = new ArrayList<>(all);
      for (int from = 0; from < many.size(); from += 500) {
        long at = journal.append(many.subList(from, from + 500));
        for (int i = 0; i < 500; i++) {
          all.add(at + i);
        }
      }
      status = 200;
      timers.advance(Duration.ofSeconds(1));
      await(() -> seen().size() == 12_001, "all of it");
      assertThat(seen()).isEqualTo(all);
    }
  }

  /** The process dies between a message and its being remembered: told again, never left out. */
  @Test
  void aRestartAnywhereLosesNothingAndKeepsTheOrder() {
    Random random = new Random(20_260_915);
    List<Long> all = new ArrayList<>();
    for (int life = 0; life < 6; life++) {
      status = random.nextInt(3) == 0 ? 500 : 200;
      try (OutcomeWebhook hook = start()) {
        all.addAll(calls(random.nextInt(150)));
        int least = random.nextInt(50);
        await(() -> hook.told() >= least || hook.failures() > 0 || hook.told() == 0, "some");
      }
      journal.close();
      journal = open(directory);
    }
    status = 200;
    Set<Long> expected = new TreeSet<>(all);
    try (OutcomeWebhook hook = start()) {
      await(() -> new TreeSet<>(seen()).equals(expected), "all");
      List<Long> firsts = new ArrayList<>(new LinkedHashSet<>(seen()));
      assertThat(firsts).as("in order, but for repetitions").isEqualTo(new ArrayList<>(expected));
      assertThat(hook.refused()).isZero();
    }
  }

  @Test
  void aLineNamesTheCampaignAndNobody() {
    calls(1);
    try (OutcomeFeed feed = new OutcomeFeed(journal, 0, _ -> "care", () -> {})) {
      List<OutcomeLine> lines = feed.take(10);
      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst().json().toString())
          .isEqualTo(
              "{\"position\":1,\"type\":\"ENDED\",\"at\":\"2026-09-15T02:00:00Z\",\"campaign\":\"care\","
                  + "\"attempt\":\"00000000-0000-0005-0000-000000000005\","
                  + "\"contact\":\"00000000-0000-0004-0000-000000000000\","
                  + "\"outcome\":\"BUSY\",\"counts\":true,\"cause\":\"486\"}");
      assertThat(feed.take(10)).isEmpty();
      assertThat(feed.next()).isEqualTo(2);
    }
  }
}
