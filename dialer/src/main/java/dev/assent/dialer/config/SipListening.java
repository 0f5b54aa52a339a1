package dev.assent.dialer.config;

import dev.assent.compliance.policy.YamlMapping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where carriers may connect to us over TCP and TLS, at the address SIP is bound to. Without it
 * connections are only made by us, and a carrier that has lost one must wait for the next.
 *
 * @param tcp port; empty for none
 * @param tls port; empty for none
 * @param certificate PEM, ours and its chain; there exactly when {@code tls} is
 * @param key PEM (PKCS #8) of its key
 * @param clientCa PEM, who must have signed the certificate of whoever connects over TLS; empty:
 *     none is demanded
 */
public record SipListening(
    Optional<Integer> tcp,
    Optional<Integer> tls,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> clientCa) {

  static final SipListening NOWHERE =
      new SipListening(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  static SipListening of(YamlMapping node) {
    node.only("tcp", "tls", "certificate", "key", "clientCa");
    Optional<Integer> tls = port(node, "tls");
    for (String file : new String[] {"certificate", "key"}) {
      if (node.has(file) != tls.isPresent()) {
        throw node.error(node.has(file) ? file : "tls", "tls, certificate and key belong together");
      }
    }
    if (node.has("clientCa") && tls.isEmpty()) {
      throw node.error("clientCa", "belongs to tls: nobody shows a certificate without it");
    }
    return new SipListening(
        port(node, "tcp"),
        tls,
        node.optionalText("certificate").map(Path::of),
        node.optionalText("key").map(Path::of),
        node.optionalText("clientCa").map(Path::of));
  }

  private static Optional<Integer> port(YamlMapping node, String key) {
    return node.has(key) ? Optional.of(node.integer(key, 1, 65535)) : Optional.empty();
  }
}
