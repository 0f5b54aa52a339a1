package dev.assent.dialer.config;

import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
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
    SipListening listen,
    Mirrors mirrors,
    Optional<Path> inbox,
    Optional<InetSocketAddress> metrics) {
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
   * Second copies on another disk, forced with the first.
   *
   * @param journal without one, refusals die with this disk
   * @param ledger without one, recordings and sealed columns do
   */
  public record Mirrors(Optional<Path> journal, Optional<Path> ledger) {}

  /**
   * @throws dev.assent.compliance.policy.YamlError for anything wrong with its content
   */
  public static AssentConfig read(Path conf) throws IOException {
    return YamlDocument.read(conf.resolve(FILE), AssentConfig::of);
  }

  static AssentConfig of(YamlMapping root) {
    root.integer("version", 1, 1);
    return new AssentConfig(
        root.text("controller"),
        root.optionalText("contact"),
        region(root, "region"),
        root.has("location") ? region(root, "location") : region(root, "region"),
        root.mapping("sip", AssentConfig::sip),
        root.mapping("media", AssentConfig::media),
        root.mapping("recording", AssentConfig::recording),
        root.has("listen") ? root.mapping("listen", SipListening::of) : SipListening.NOWHERE,
        root.has("mirrors")
            ? root.mapping("mirrors", AssentConfig::mirrors)
            : new Mirrors(Optional.empty(), Optional.empty()),
        root.optionalText("inbox").map(Path::of),
        root.has("metrics")
            ? Optional.of(root.mapping("metrics", AssentConfig::metrics))
            : Optional.empty());
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
        Addresses.literal(node, "bind"),
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
    return new Media(Addresses.literal(node, "bind"), first, last);
  }

  private static InetSocketAddress metrics(YamlMapping node) {
    InetAddress bind =
        node.has("bind") ? Addresses.literal(node, "bind") : InetAddress.getLoopbackAddress();
    return new InetSocketAddress(bind, node.integer("port", 1, 65535));
  }

  private static Recording recording(YamlMapping node) {
    return new Recording(node.integer("headroomMiB", 64, 1 << 20), node.text("retentionClass"));
  }

  private static Mirrors mirrors(YamlMapping node) {
    return new Mirrors(
        node.optionalText("journal").map(Path::of), node.optionalText("ledger").map(Path::of));
  }
}
