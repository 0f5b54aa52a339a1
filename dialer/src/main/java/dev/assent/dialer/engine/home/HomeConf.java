package dev.assent.dialer.engine.home;

import dev.assent.compliance.policy.PolicyBook;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fills the {@code conf} of a new home: packs and calendars of this release, scripts, prompts and
 * examples of its distribution, and {@code assent.yaml} with the controller's name. From then on
 * the home's files are the law there; a newer release only brings candidates.
 */
final class HomeConf {
  private static final String TEMPLATE = "assent.yaml";

  /** The port of SIP (RFC 3261 §19.1.2). */
  private static final int SIP_PORT = 5060;

  /** Rehearsals run side by side on one machine. */
  private static final int ANY_PORT = 0;

  private final Optional<Path> distribution;

  HomeConf(Optional<Path> distribution) {
    this.distribution = distribution;
  }

  void fill(Path conf, NewHome wish) throws IOException {
    Path source = distribution.map(dist -> dist.resolve("conf")).orElse(conf);
    if (distribution.isPresent() && Files.isDirectory(source)) {
      copy(source, conf);
    }
    for (var candidate : PolicyBook.candidates().entrySet()) {
      Path file = conf.resolve(candidate.getKey());
      if (Files.notExists(file)) {
        ensureDirectory(Objects.requireNonNull(file.getParent()));
        PrivateFile.create(file, candidate.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    ensureDirectory(conf.resolve("trunks"));
    Files.deleteIfExists(conf.resolve(AssentConfig.FILE));
    PrivateFile.create(
        conf.resolve(AssentConfig.FILE),
        template()
            .replace("@controller@", quoted(wish.controller()))
            .replace(
                "@sip-port@", Integer.toString(wish.simulation().isPresent() ? ANY_PORT : SIP_PORT))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void ensureDirectory(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      Home.createPrivateDirectory(directory);
    }
  }

  private static void copy(Path source, Path conf) throws IOException {
    try (Stream<Path> tree = Files.walk(source)) {
      for (Path from : tree.filter(path -> !path.equals(source)).toList()) {
        Path to = conf.resolve(source.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Home.createPrivateDirectory(to);
        } else {
          PrivateFile.create(to, Files.readAllBytes(from));
        }
      }
    }
  }

  private static String template() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HomeConf.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
