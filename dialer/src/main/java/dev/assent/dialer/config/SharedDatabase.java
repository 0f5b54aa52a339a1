package dev.assent.dialer.config;

import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code database:} of {@code conf/assent.yaml}: the PostgreSQL that several engines share.
 *
 * @param node this engine's name among them
 * @param data where everything stands but keys
 * @param ledger where the key ledger stands: a database of its own, with a role of its own
 * @param ca PEM file of who signs the server's certificate; the JVM's own authorities when empty
 */
public record SharedDatabase(String node, Login data, Login ledger, Optional<Path> ca) {
  private static final int PORT = 5432;

  /**
   * One database and who logs in to it.
   *
   * @param passwordFile relative to {@code conf}
   */
  public record Login(String host, int port, String name, String user, Path passwordFile) {

    /** As the driver wants it, without parameters. */
    public String url() {
      String literal = host.contains(":") ? "[" + host + "]" : host;
      return "jdbc:postgresql://" + literal + ":" + port + "/" + name;
    }

    /**
     * @throws IOException when it cannot be read
     */
    public String password(Path conf) throws IOException {
      return Files.readString(conf.resolve(passwordFile)).strip();
    }

    /** Loopback by name or address: nobody can listen there. */
    boolean local() {
      if (host.equals("localhost")) {
        return true;
      }
      try {
        return InetAddress.ofLiteral(host).isLoopbackAddress();
      } catch (IllegalArgumentException name) {
        return false;
      }
    }

    /** The server must prove its name, unless it is this machine. */
    String tls(Path conf, Optional<Path> ca) {
      if (local()) {
        return "";
      }
      String root =
          ca.map(file -> conf.resolve(file).toString())
              .map(file -> "&sslrootcert=" + URLEncoder.encode(file, StandardCharsets.UTF_8))
              .orElse("&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
      return "sslmode=verify-full" + root;
    }
  }

  /** What the driver must be told of the connection to the data. */
  public String parameters(Path conf) {
    return data.tls(conf, ca);
  }

  /** The same of the connection to the ledger. */
  public String ledgerParameters(Path conf) {
    return ledger.tls(conf, ca);
  }

  /** The same database at another address. */
  public SharedDatabase at(URI uri) {
    return new SharedDatabase(node, login(uri, data.user(), data.passwordFile()), ledger, ca);
  }

  static SharedDatabase of(YamlMapping root) {
    root.only("node", "url", "user", "passwordFile", "ledger", "ca");
    Login data = login(root);
    Login ledger = root.mapping("ledger", SharedDatabase::ledger);
    String node = root.text("node");
    if (!node.matches("[a-z0-9][a-z0-9-]{0,39}")) {
      throw root.error("node", "must be a short name such as beijing-1");
    }
    if (ledger.url().equals(data.url())) {
      throw root.error("ledger", "must be another database: its backups must not live as long");
    }
    if (ledger.user().equals(data.user())) {
      throw root.error("ledger", "must have a user of its own: who reads the data reads no key");
    }
    return new SharedDatabase(node, data, ledger, root.optionalText("ca").map(Path::of));
  }

  private static Login ledger(YamlMapping node) {
    node.only("url", "user", "passwordFile");
    return login(node);
  }

  private static Login login(YamlMapping node) {
    try {
      return login(
          URI.create(node.text("url")), node.text("user"), Path.of(node.text("passwordFile")));
    } catch (IllegalArgumentException e) {
      throw node.error("url", "write postgresql://HOST[:PORT]/DATABASE, without a password");
    }
  }

  /**
   * @throws IllegalArgumentException when it is no such address, or carries a password
   */
  private static Login login(URI uri, String user, Path passwordFile) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    if (!"postgresql".equals(uri.getScheme())
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || !path.matches("/[A-Za-z0-9_]{1,63}")) {
      throw new IllegalArgumentException("postgresql://HOST[:PORT]/DATABASE");
    }
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    return new Login(
        host, uri.getPort() < 0 ? PORT : uri.getPort(), path.substring(1), user, passwordFile);
  }
}
