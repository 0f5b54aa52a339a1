package dev.assent.dialer.config;

import dev.assent.compliance.numbering.NumberWriting;
import dev.assent.compliance.policy.YamlMapping;
import dev.assent.dialer.config.TrunkConfig.Identity;
import dev.assent.dialer.config.TrunkConfig.Inbound;
import dev.assent.dialer.config.TrunkConfig.Login;
import dev.assent.dialer.config.TrunkConfig.OwnAddress;
import dev.assent.dialer.config.TrunkConfig.OwnCertificate;
import dev.assent.dialer.config.TrunkConfig.Registration;
import dev.assent.dialer.config.TrunkConfig.ReliableProvisional;
import dev.assent.dialer.config.TrunkConfig.SessionTimer;
import dev.assent.dialer.config.TrunkConfig.Tls;
import dev.assent.dialer.config.TrunkConfig.Transport;
import dev.assent.media.sdp.SrtpPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads one trunk's file; every complaint names file, line and key. */
final class TrunkFile {
  private static final String[] KEYS = {
    "version",
    "targets",
    "transport",
    "tls",
    "srtp",
    "signalling",
    "media",
    "domain",
    "user",
    "passwordFile",
    "register",
    "region",
    "callsPerSecond",
    "channels",
    "calleeCaps",
    "refused",
    "callee",
    "caller",
    "assertedIdentity",
    "privacy",
    "sessionTimer",
    "reliableProvisional",
    "udpLargeInvites",
    "inbound",
    "inboundScript",
    "keepAlive",
    "qualify",
    "publicAddress"
  };

  private final String name;
  private final YamlMapping root;
  private final Path file;

  TrunkFile(String name, YamlMapping root, Path file) {
    this.name = name;
    this.root = root;
    this.file = file;
  }

  TrunkConfig read() {
    root.only(KEYS);
    root.integer("version", 1, 1);
    if (!name.matches("[a-z0-9][a-z0-9-]{0,31}")) {
      throw root.error("version", "the file must be named with a-z, 0-9 and -: " + name);
    }
    Transport transport = root.choice("transport", Transport.class);
    Optional<Login> login = login();
    String domain = domain();
    return new TrunkConfig(
        name,
        targets(),
        transport,
        tls(transport),
        srtp(transport),
        networks("signalling"),
        networks("media"),
        domain,
        login,
        root.has("register")
            ? Optional.of(root.mapping("register", node -> registration(node, login, domain)))
            : Optional.empty(),
        root.has("region") ? Optional.of(AssentConfig.region(root, "region")) : Optional.empty(),
        root.integer("callsPerSecond", 1, 1000),
        root.integer("channels", 1, 10_000),
        root.has("calleeCaps") ? calleeCaps() : Map.of(),
        root.has("refused") ? refused() : Set.of(),
        NumberFormat.read(root, "callee"),
        root.has("caller") ? NumberFormat.read(root, "caller") : NumberWriting.asFiled(),
        identity(),
        sessionTimer(),
        root.has("reliableProvisional")
            ? root.choice("reliableProvisional", ReliableProvisional.class)
            : ReliableProvisional.OFF,
        root.has("udpLargeInvites") && root.bool("udpLargeInvites"),
        inbound(),
        Duration.ofSeconds(root.has("keepAlive") ? root.integer("keepAlive", 5, 3600) : 30),
        qualify(),
        ownAddress());
  }

  private OwnAddress ownAddress() {
    if (!root.has("publicAddress")) {
      return new OwnAddress.Bound();
    }
    return root.text("publicAddress").equals("learn")
        ? new OwnAddress.Learned()
        : new OwnAddress.Fixed(Addresses.ofOneMachine(root, "publicAddress"));
  }

  private List<TargetName> targets() {
    List<TargetName> targets =
        root.texts("targets").stream().map(text -> TargetName.read(root, "targets", text)).toList();
    if (targets.isEmpty()) {
      throw root.error("targets", "needs at least one HOST or HOST:PORT");
    }
    return targets;
  }

  private String domain() {
    String domain = root.text("domain");
    if (!domain.matches("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?")) {
      throw root.error("domain", "must be a host name or address, without sip: and user");
    }
    return domain;
  }

  private Optional<Tls> tls(Transport transport) {
    if (transport != Transport.TLS) {
      if (root.has("tls")) {
        throw root.error("tls", "belongs to transport: tls");
      }
      return Optional.empty();
    }
    return Optional.of(
        root.has("tls")
            ? root.mapping("tls", this::tls)
            : new Tls(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), "TLSv1.3"));
  }

  private Tls tls(YamlMapping node) {
    node.only("ca", "pin", "name", "certificate", "key", "minimum");
    List<String> pins = node.has("pin") ? node.texts("pin") : List.of();
    if (!pins.stream().allMatch(pin -> pin.matches("sha256/[A-Za-z0-9+/]{43}="))) {
      throw node.error("pin", "must be sha256/ and 44 characters, as `trunk check` prints it");
    }
    if (node.has("certificate") != node.has("key")) {
      throw node.error(
          node.has("certificate") ? "certificate" : "key", "certificate and key belong together");
    }
    String minimum = node.has("minimum") ? node.text("minimum") : "1.3";
    if (!minimum.equals("1.3") && !minimum.equals("1.2")) {
      throw node.error("minimum", "must be \"1.3\" or \"1.2\", not '" + minimum + "'");
    }
    return new Tls(
        node.optionalText("ca").map(file::resolveSibling),
        pins,
        node.optionalText("name"),
        node.has("certificate")
            ? Optional.of(
                new OwnCertificate(
                    file.resolveSibling(node.text("certificate")),
                    file.resolveSibling(node.text("key"))))
            : Optional.empty(),
        "TLSv" + minimum);
  }

  private SrtpPolicy srtp(Transport transport) {
    SrtpPolicy srtp = root.has("srtp") ? root.choice("srtp", SrtpPolicy.class) : SrtpPolicy.OFF;
    if (srtp != SrtpPolicy.OFF && transport != Transport.TLS) {
      throw root.error(
          "srtp", "needs transport: tls, or the keys would travel in the clear (RFC 4568)");
    }
    return srtp;
  }

  private List<Network> networks(String key) {
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

  private Optional<Login> login() {
    Optional<String> user = root.optionalText("user");
    Optional<String> password = root.optionalText("passwordFile");
    if (user.isPresent() != password.isPresent()) {
      throw root.error(
          user.isPresent() ? "user" : "passwordFile", "user and passwordFile belong together");
    }
    return user.map(who -> new Login(who, file.resolveSibling(password.orElseThrow())));
  }

  private static Registration registration(YamlMapping node, Optional<Login> login, String domain) {
    node.only("aor", "registrar", "expires", "nodes");
    if (!node.has("aor") && login.isEmpty()) {
      throw node.error("aor", "is missing; add it, such as sip:1001@" + domain + ", or user");
    }
    String aor =
        node.optionalText("aor")
            .orElseGet(() -> "sip:" + login.orElseThrow().user() + "@" + domain);
    if (!aor.matches("sips?:[-A-Za-z0-9_.!~*'()&=+$,;?/%]{1,64}@[A-Za-z0-9.:\\[\\]-]{1,255}")) {
      throw node.error("aor", "must read sip:USER@DOMAIN");
    }
    return new Registration(
        aor,
        node.optionalText("registrar").map(text -> TargetName.read(node, "registrar", text)),
        Duration.ofSeconds(node.has("expires") ? node.integer("expires", 60, 86_400) : 3600),
        node.has("nodes")
            ? node.choice("nodes", Registration.Nodes.class)
            : Registration.Nodes.EACH);
  }

  private Map<Integer, Integer> calleeCaps() {
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

  private Set<String> refused() {
    List<String> prefixes = root.texts("refused");
    if (!prefixes.stream().allMatch(prefix -> prefix.matches("\\+[1-9][0-9]{0,14}"))) {
      throw root.error("refused", "must be beginnings of E.164 numbers such as \"+86991\"");
    }
    return new TreeSet<>(prefixes);
  }

  private Identity identity() {
    boolean said = root.has("privacy");
    if (said && !root.text("privacy").equals("none")) {
      throw root.error("privacy", "can only be none: the caller number is never hidden");
    }
    return new Identity(
        root.has("assertedIdentity")
            ? root.choice("assertedIdentity", Identity.Asserted.class)
            : Identity.Asserted.NONE,
        said);
  }

  private Optional<SessionTimer> sessionTimer() {
    if (root.isMapping("sessionTimer")) {
      return Optional.of(
          root.mapping(
              "sessionTimer",
              node -> {
                node.only("expires", "minimum");
                int minimum = node.has("minimum") ? node.integer("minimum", 90, 86_400) : 90;
                return new SessionTimer(
                    Duration.ofSeconds(node.integer("expires", minimum, 86_400)),
                    Duration.ofSeconds(minimum));
              }));
    }
    if (root.has("sessionTimer") && !isOff(root.text("sessionTimer"))) {
      throw root.error("sessionTimer", "must be off, or {expires: SECONDS, minimum: SECONDS}");
    }
    return Optional.empty();
  }

  private Inbound inbound() {
    if (root.isMapping("inbound")) {
      if (root.has("inboundScript")) {
        throw root.error("inboundScript", "belongs to inbound: announce");
      }
      return root.mapping("inbound", TrunkFile::redirect);
    }
    String inbound = root.text("inbound");
    if (inbound.equals("announce") && !root.has("inboundScript")) {
      throw root.error("inbound", "announce needs inboundScript: the id of an approved script");
    }
    if (!inbound.equals("announce") && root.has("inboundScript")) {
      throw root.error("inboundScript", "belongs to inbound: announce");
    }
    return switch (inbound) {
      case "announce" -> new Inbound.Announce(root.text("inboundScript"));
      case "unavailable" -> new Inbound.Unavailable();
      default ->
          throw root.error(
              "inbound",
              "must say what a person gets who rings back: announce, unavailable,"
                  + " or {redirect: URI}; not '"
                  + inbound
                  + "'");
    };
  }

  private static Inbound redirect(YamlMapping node) {
    node.only("redirect");
    String uri = node.text("redirect");
    if (!uri.matches(
        "tel:\\+?[0-9-]{3,24}|sips?:[-A-Za-z0-9_.+]{1,64}@[A-Za-z0-9.:\\[\\]-]{1,255}")) {
      throw node.error("redirect", "must be tel:NUMBER or sip:USER@HOST");
    }
    return new Inbound.Redirect(uri);
  }

  private Duration qualify() {
    if (!root.has("qualify")) {
      return Duration.ofSeconds(60);
    }
    if (!root.isMapping("qualify")) {
      if (isOff(root.text("qualify"))) {
        return Duration.ZERO;
      }
      throw root.error("qualify", "must be off, or {every: SECONDS}");
    }
    return root.mapping(
        "qualify",
        node -> {
          node.only("every");
          return Duration.ofSeconds(node.integer("every", 5, 3600));
        });
  }

  /** YAML 1.1 reads a bare off as false. */
  private static boolean isOff(String text) {
    return text.equals("off") || text.equals("false");
  }
}
