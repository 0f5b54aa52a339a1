package dev.assent.dialer.config;

import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code conf/trunks/NAME.yaml}: one carrier.
 *
 * @param name of the file, without its ending
 * @param targets tried in order; HOST:PORT
 * @param transport how SIP travels
 * @param signalling networks SIP is accepted from
 * @param media networks RTP is accepted from and sent to
 * @param domain host part of From, To and the request URI
 * @param login when the carrier challenges
 * @param region ISO 3166 country of the carrier's side; without one nobody is called over it where
 *     data must stay in a country (R26)
 * @param callsPerSecond new INVITEs a second, at most
 * @param channels calls at once, at most
 * @param calleeCaps attempts the carrier takes to one callee, by minutes of the rolling period
 *     (R32)
 * @param refused beginnings of E.164 numbers the carrier does not connect (R32)
 * @param callee how the called number is written
 */
public record TrunkConfig(
    String name,
    List<InetSocketAddress> targets,
    Transport transport,
    List<Network> signalling,
    List<Network> media,
    String domain,
    Optional<Login> login,
    Optional<String> region,
    int callsPerSecond,
    int channels,
    Map<Integer, Integer> calleeCaps,
    Set<String> refused,
    CalleeFormat callee) {
  private static final String ENDING = ".yaml";

  /** How SIP travels to the carrier. */
  public enum Transport {
    UDP,
    TCP,
    TLS
  }

  /** How the called number is written in To and the request URI. */
  public enum CalleeFormat {
    /** {@code +8613800000000}. */
    E164_PLUS,
    /** {@code 8613800000000}. */
    E164,
    /** {@code 13800000000} at home, {@code 00} and the country code abroad. */
    NATIONAL
  }

  /**
   * @param passwordFile read when it is needed, never copied; 0600
   */
  public record Login(String user, Path passwordFile) {
    /**
     * The password, without the line's end, for the caller to wipe.
     *
     * @throws IOException when the file cannot be read
     */
    public char[] password() throws IOException {
      return Files.readString(passwordFile).strip().toCharArray();
    }
  }

  /** All trunks of a home, by name. */
  public static List<TrunkConfig> readAll(Path conf) throws IOException {
    Path directory = conf.resolve("trunks");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<TrunkConfig> trunks = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
        trunks.add(read(file));
      }
    }
    return trunks;
  }

  /**
   * @throws dev.assent.compliance.policy.YamlError for anything wrong with its content
   */
  public static TrunkConfig read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName()).replaceAll("\\.yaml$", "");
    return YamlDocument.read(file, root -> of(name, root, file));
  }

  private static TrunkConfig of(String name, YamlMapping root, Path file) {
    root.integer("version", 1, 1);
    if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
      throw root.error("version", "the file must be named with a-z, 0-9 and -: " + name);
    }
    return new TrunkConfig(
        name,
        endpoints(root),
        root.choice("transport", Transport.class),
        networks(root, "signalling"),
        networks(root, "media"),
        root.text("domain"),
        login(root, file),
        root.has("region") ? Optional.of(AssentConfig.region(root, "region")) : Optional.empty(),
        root.integer("callsPerSecond", 1, 1000),
        root.integer("channels", 1, 10_000),
        root.has("calleeCaps") ? calleeCaps(root) : Map.of(),
        root.has("refused") ? refused(root) : Set.of(),
        root.choice("callee", CalleeFormat.class));
  }

  private static Map<Integer, Integer> calleeCaps(YamlMapping root) {
    Map<Integer, Integer> caps = new TreeMap<>();
    root.mappings(
        "calleeCaps",
        each -> {
          each.only("minutes", "limit");
          if (caps.put(each.integer("minutes", 1, 527_040), each.integer("limit", 1, 1000))
              != null) {
            throw each.error("minutes", "stands here a second time; remove one");
          }
          return each;
        });
    return caps;
  }

  private static Set<String> refused(YamlMapping root) {
    List<String> prefixes = root.texts("refused");
    if (!prefixes.stream().allMatch(prefix -> prefix.matches("\\+[1-9][0-9]{0,14}"))) {
      throw root.error("refused", "must be beginnings of E.164 numbers such as \"+86991\"");
    }
    return Set.copyOf(prefixes);
  }

  private static List<InetSocketAddress> endpoints(YamlMapping root) {
    List<InetSocketAddress> targets =
        root.texts("targets").stream()
            .map(text -> Addresses.endpoint(root, "targets", text))
            .toList();
    if (targets.isEmpty()) {
      throw root.error("targets", "needs at least one HOST:PORT");
    }
    return targets;
  }

  private static List<Network> networks(YamlMapping root, String key) {
    List<String> texts = root.texts(key);
    if (texts.isEmpty()) {
      throw root.error(key, "needs at least one network such as 192.0.2.0/24");
    }
    try {
      return texts.stream().map(Network::parse).toList();
    } catch (IllegalArgumentException e) {
      throw root.error(key, "must hold networks such as 192.0.2.0/24");
    }
  }

  private static Optional<Login> login(YamlMapping root, Path file) {
    Optional<String> user = root.optionalText("user");
    Optional<String> password = root.optionalText("passwordFile");
    if (user.isPresent() != password.isPresent()) {
      throw root.error(
          user.isPresent() ? "user" : "passwordFile", "user and passwordFile belong together");
    }
    return user.map(name -> new Login(name, file.resolveSibling(password.orElseThrow())));
  }
}
