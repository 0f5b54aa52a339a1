package dev.assent.dialer.config;

import dev.assent.compliance.numbering.NumberWriting;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.media.sdp.SrtpPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code conf/trunks/NAME.yaml}: one carrier.
 *
 * @param name of the file, without its ending
 * @param targets where calls go, tried in order
 * @param transport how SIP travels
 * @param tls whom to trust; there exactly when the transport is TLS
 * @param srtp whether sound is encrypted; other than OFF only over TLS, which protects the keys
 * @param signalling networks SIP is accepted from and sent to
 * @param media networks RTP is accepted from and sent to
 * @param domain host part of From, To and the request URI
 * @param login when the carrier challenges
 * @param registration when the carrier wants to be told where we are
 * @param region ISO 3166 country of the carrier's side; without one nobody is called over it where
 *     data must stay in a country (R26)
 * @param callsPerSecond new INVITEs a second, at most, over all targets
 * @param channels calls at once, at most, over all targets
 * @param calleeCaps attempts the carrier takes to one callee, by minutes of the rolling period
 *     (R32)
 * @param refused beginnings of E.164 numbers the carrier does not connect (R32)
 * @param callee how the called number is written
 * @param caller how the caller number is written
 * @param identity what else tells who calls
 * @param sessionTimer RFC 4028; empty: a far end may ask for one, we do not
 * @param reliableProvisional RFC 3262
 * @param udpLargeInvites INVITEs over 1300 bytes may go over UDP
 * @param inbound what a person hears who rings back
 * @param keepAlive between CRLFs on a connection, or to keep a NAT's way open
 * @param qualifyEvery between OPTIONS to each target; zero: none while calls are answered
 * @param ownAddress what the carrier is shown as ours
 */
public record TrunkConfig(
    String name,
    List<TargetName> targets,
    Transport transport,
    Optional<Tls> tls,
    SrtpPolicy srtp,
    List<Network> signalling,
    List<Network> media,
    String domain,
    Optional<Login> login,
    Optional<Registration> registration,
    Optional<String> region,
    int callsPerSecond,
    int channels,
    Map<Integer, Integer> calleeCaps,
    Set<String> refused,
    NumberWriting callee,
    NumberWriting caller,
    Identity identity,
    Optional<SessionTimer> sessionTimer,
    ReliableProvisional reliableProvisional,
    boolean udpLargeInvites,
    Inbound inbound,
    Duration keepAlive,
    Duration qualifyEvery,
    OwnAddress ownAddress) {
  private static final String ENDING = ".yaml";

  /** What a carrier is shown as our address in Via, Contact and session descriptions. */
  public sealed interface OwnAddress {
    /** Where we are bound; the Contact alone follows what the carrier's answers say they see. */
    record Bound() implements OwnAddress {}

    /** What the carrier's answers say they see; the bound one until it has said so. */
    record Learned() implements OwnAddress {}

    record Fixed(InetAddress address) implements OwnAddress {}
  }

  /** How SIP travels to the carrier. */
  public enum Transport {
    UDP,
    TCP,
    TLS
  }

  /** RFC 3262. */
  public enum ReliableProvisional {
    OFF,
    SUPPORTED,
    REQUIRED
  }

  /**
   * @param ca PEM file of those who may sign the carrier's certificate; empty and no pins: the
   *     public ones of this Java
   * @param pins {@code sha256/BASE64} of public keys (SubjectPublicKeyInfo), one of which the
   *     carrier's certificate must have
   * @param name what the certificate must carry (RFC 5922); empty: the target's name, or the domain
   * @param own our certificate, for carriers that ask for one
   * @param minimum {@code TLSv1.3}, or {@code TLSv1.2} by configuration
   */
  public record Tls(
      Optional<Path> ca,
      List<String> pins,
      Optional<String> name,
      Optional<OwnCertificate> own,
      String minimum) {}

  /**
   * @param certificate PEM, with what stands between it and its root
   * @param key PEM, PKCS#8, 0600
   */
  public record OwnCertificate(Path certificate, Path key) {}

  /**
   * @param aor address of record: {@code sip:USER@DOMAIN}
   * @param registrar where REGISTER goes; empty: the targets, in their order
   * @param expires asked for; the carrier may shorten it
   * @param nodes which of the engines that share a database
   */
  public record Registration(
      String aor, Optional<TargetName> registrar, Duration expires, Nodes nodes) {
    /** Which nodes tell the carrier where they are. */
    public enum Nodes {
      EACH,
      /** One for all, whoever lives: the carrier takes one registration only. */
      ONE
    }
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

  /**
   * The caller number, always a filed one, in more places than From.
   *
   * @param privacyNone says in so many words that the number may be shown (RFC 3323); it is never
   *     hidden
   */
  public record Identity(Asserted asserted, boolean privacyNone) {
    /** RFC 3325. */
    public enum Asserted {
      NONE,
      /** P-Asserted-Identity. */
      PAI,
      /** P-Preferred-Identity. */
      PPI
    }
  }

  /**
   * @param expires 90 s or more (RFC 4028)
   * @param minimum shortest we take, 90 s or more
   */
  public record SessionTimer(Duration expires, Duration minimum) {}

  /** What a person hears who rings the presented number back. */
  public sealed interface Inbound {
    /**
     * Who called, why, how to complain, and 9 against further calls.
     *
     * @param script id of an approved script
     */
    record Announce(String script) implements Inbound {}

    /** 480. */
    record Unavailable() implements Inbound {}

    /**
     * 302 to the company's hotline.
     *
     * @param uri {@code sip:} or {@code tel:}
     */
    record Redirect(String uri) implements Inbound {}
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
    return YamlDocument.read(file, root -> new TrunkFile(name, root, file).read());
  }
}
