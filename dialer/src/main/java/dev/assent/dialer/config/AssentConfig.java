package dev.assent.dialer.config;

import dev.assent.compliance.access.AccessLimits;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * {@code conf/assent.yaml}: what belongs to the whole home.
 *
 * @param controller name of the organisation that answers for the calls, as it is spoken and
 *     printed
 * @param listen where carriers may connect to us
 * @param contact where people reach it: telephone or e-mail of the organisation
 * @param inbox the folder other systems drop refusals into; the home's own when empty
 * @param metrics where Prometheus finds the engine's figures; nowhere when empty
 * @param alert who is told when calls stop or should
 * @param database the PostgreSQL this engine shares with others; its own embedded one when empty
 * @param region ISO 3166 country of numbers written without a country code
 * @param location ISO 3166 country in which this machine, its disks and their copies stand (R26)
 */
public record AssentConfig(
    String controller,
    Optional<String> contact,
    String region,
    String location,
    Sip sip,
    Media media,
    Recording recording,
    Quality quality,
    AccessLimits access,
    SipListening listen,
    Mirrors mirrors,
    Copies ledgerCopies,
    Optional<Path> inbox,
    Optional<InetSocketAddress> metrics,
    Alerting alert,
    Optional<Alerting.Webhook> outcomes,
    Optional<SharedDatabase> database) {
  public static final String FILE = "assent.yaml";

  /**
   * @param bind address SIP is sent from and received at
   * @param port UDP; 0 lets the kernel choose
   * @param log every message in the engine's log, numbers masked and without bodies
   * @param nameServers asked where carriers' names lead; this machine's when empty
   */
  public record Sip(InetAddress bind, int port, List<InetSocketAddress> nameServers, boolean log) {}

  /**
   * @param bind address RTP is sent from and received at
   * @param firstPort even; RTP takes even ports, RTCP the odd ones above
   * @param lastPort odd; the range must stay outside the kernel's ephemeral ports
   */
  public record Media(InetAddress bind, int firstPort, int lastPort) {
    /** Calls that find ports at the same time. */
    public int pairs() {
      return (lastPort - firstPort + 1) / 2;
    }
  }

  /**
   * @param headroomMiB below this much free disk no call begins that must be recorded (R08)
   * @param retentionClass how long recordings are kept, by the name a policy pack gives it
   */
  public record Recording(int headroomMiB, String retentionClass) {}

  /**
   * @param samplePercent of the recordings, drawn for a person to listen to (R46), 0–100
   */
  public record Quality(int samplePercent) {
    static final Quality USUAL = new Quality(10);
  }

  /**
   * Second copies on another disk, forced with the first.
   *
   * @param journal without one, refusals die with this disk
   * @param ledger without one, recordings and sealed columns do
   */
  public record Mirrors(Optional<Path> journal, Optional<Path> ledger) {}

  /**
   * Hourly copies of the ledger; both or neither.
   *
   * @param copies where they are put; may be carried anywhere
   * @param epochs where the keys of their days stand: one place, in no backup
   */
  public record Copies(Optional<Path> copies, Optional<Path> epochs) {}

  /**
   * @throws dev.assent.compliance.policy.YamlError for anything wrong with its content
   */
  public static AssentConfig read(Path conf) throws IOException {
    return YamlDocument.read(conf.resolve(FILE), AssentConfig::of);
  }

  /**
   * @throws dev.assent.compliance.policy.YamlError for anything wrong with its content
   */
  public static AssentConfig of(YamlMapping root) {
    root.integer("version", 1, 1);
    return new AssentConfig(
        root.text("controller"),
        root.optionalText("contact"),
        region(root, "region"),
        root.has("location") ? region(root, "location") : region(root, "region"),
        root.mapping("sip", AssentConfig::sip),
        root.mapping("media", AssentConfig::media),
        root.mapping("recording", AssentConfig::recording),
        root.has("quality") ? root.mapping("quality", AssentConfig::quality) : Quality.USUAL,
        root.has("access") ? root.mapping("access", AssentConfig::access) : AccessLimits.USUAL,
        root.has("listen") ? root.mapping("listen", SipListening::of) : SipListening.NOWHERE,
        root.has("mirrors")
            ? root.mapping("mirrors", AssentConfig::mirrors)
            : new Mirrors(Optional.empty(), Optional.empty()),
        root.has("ledger")
            ? root.mapping("ledger", AssentConfig::copies)
            : new Copies(Optional.empty(), Optional.empty()),
        root.optionalText("inbox").map(Path::of),
        root.has("metrics")
            ? Optional.of(root.mapping("metrics", AssentConfig::metrics))
            : Optional.empty(),
        root.has("alert") ? root.mapping("alert", Alerting::of) : Alerting.NOBODY,
        root.has("outcomes")
            ? Optional.of(root.mapping("outcomes", AssentConfig::outcomes))
            : Optional.empty(),
        root.has("database")
            ? Optional.of(root.mapping("database", SharedDatabase::of))
            : Optional.empty());
  }

  private static Alerting.Webhook outcomes(YamlMapping node) {
    node.only("webhook");
    return node.mapping("webhook", Alerting::webhook);
  }

  static String region(YamlMapping root, String key) {
    String region = root.text(key);
    if (!region.matches("[A-Z]{2}")) {
      throw root.error(key, "must be an ISO 3166 country such as CN");
    }
    return region;
  }

  private static Sip sip(YamlMapping node) {
    return new Sip(
        Addresses.ofOneMachine(node, "bind"),
        node.integer("port", 0, 65535),
        node.has("nameServers") ? nameServers(node) : List.of(),
        node.has("log") && node.bool("log"));
  }

  private static List<InetSocketAddress> nameServers(YamlMapping node) {
    return node.texts("nameServers").stream()
        .map(text -> TargetName.read(node, "nameServers", text))
        .map(
            server -> {
              if (!server.isAddress()) {
                throw node.error("nameServers", "must be addresses, with or without port");
              }
              return new InetSocketAddress(server.host(), server.port() == 0 ? 53 : server.port());
            })
        .toList();
  }

  private static Media media(YamlMapping node) {
    int first = node.integer("firstPort", 1024, 65534);
    int last = node.integer("lastPort", 1025, 65535);
    if (first % 2 != 0) {
      throw node.error("firstPort", "must be even: RTP takes even ports");
    }
    if (last % 2 == 0 || last < first) {
      throw node.error("lastPort", "must be odd and above firstPort: RTCP takes odd ports");
    }
    return new Media(Addresses.ofOneMachine(node, "bind"), first, last);
  }

  private static InetSocketAddress metrics(YamlMapping node) {
    InetAddress bind =
        node.has("bind") ? Addresses.literal(node, "bind") : InetAddress.getLoopbackAddress();
    return new InetSocketAddress(bind, node.integer("port", 1, 65535));
  }

  private static Recording recording(YamlMapping node) {
    return new Recording(node.integer("headroomMiB", 64, 1 << 20), node.text("retentionClass"));
  }

  private static Quality quality(YamlMapping node) {
    return new Quality(node.integer("samplePercent", 0, 100));
  }

  private static AccessLimits access(YamlMapping node) {
    return new AccessLimits(
        node.integer("revealsAnHour", 1, 10_000),
        node.integer("playsAnHour", 1, 10_000),
        time(node, "from"),
        time(node, "until"),
        zone(node));
  }

  private static LocalTime time(YamlMapping node, String key) {
    try {
      return LocalTime.parse(node.text(key));
    } catch (DateTimeException e) {
      throw node.error(key, "write the time of day as 07:00");
    }
  }

  private static ZoneId zone(YamlMapping node) {
    try {
      return ZoneId.of(node.text("zone"));
    } catch (DateTimeException e) {
      throw node.error("zone", "write a zone such as Asia/Shanghai");
    }
  }

  private static Mirrors mirrors(YamlMapping node) {
    return new Mirrors(
        node.optionalText("journal").map(Path::of), node.optionalText("ledger").map(Path::of));
  }

  private static Copies copies(YamlMapping node) {
    Path copies = Path.of(node.text("copies")).normalize();
    Path epochs = Path.of(node.text("epochs")).normalize();
    if (epochs.startsWith(copies) || copies.startsWith(epochs)) {
      throw node.error("epochs", "must lie apart from the copies: together they are no protection");
    }
    return new Copies(Optional.of(copies), Optional.of(epochs));
  }
}
