package dev.assent.dialer.config;

import dev.assent.compliance.policy.YamlMapping;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is told when calls stop or should.
 *
 * @param command program and arguments; empty for none
 */
public record Alerting(List<String> command, Optional<Webhook> webhook) {
  static final Alerting NOBODY = new Alerting(List.of(), Optional.empty());

  /**
   * @param url https, or http to this machine
   * @param secretFile shared with the receiver, 16 bytes or more, readable by our user alone
   */
  public record Webhook(URI url, Path secretFile) {}

  public Alerting {
    command = List.copyOf(command);
  }

  static Alerting of(YamlMapping node) {
    node.only("command", "webhook");
    List<String> command = node.has("command") ? node.texts("command") : List.of();
    if (command.isEmpty() ? node.has("command") : !Path.of(command.getFirst()).isAbsolute()) {
      throw node.error("command", "must list a program, with its whole path, and its arguments");
    }
    return new Alerting(
        command,
        node.has("webhook")
            ? Optional.of(node.mapping("webhook", Alerting::webhook))
            : Optional.empty());
  }

  static Webhook webhook(YamlMapping node) {
    node.only("url", "secretFile");
    URI url;
    try {
      url = URI.create(node.text("url"));
    } catch (IllegalArgumentException e) {
      throw node.error("url", "is no URL");
    }
    boolean secure = "https".equals(url.getScheme()) && url.getHost() != null;
    if (!secure && !("http".equals(url.getScheme()) && isHere(url.getHost()))) {
      throw node.error("url", "must be https://…, or http://127.0.0.1… on this machine");
    }
    return new Webhook(url, Path.of(node.text("secretFile")));
  }

  private static boolean isHere(@Nullable String host) {
    try {
      return host != null
          && InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }
}
