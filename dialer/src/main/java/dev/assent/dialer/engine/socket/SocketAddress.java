package dev.assent.dialer.engine.socket;

import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.TmpfsDirectory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where an engine's socket lies: {@code engine.sock} in the home, or, because the kernel allows a
 * path only 108 bytes, at a short path that {@code engine.address} in the home records.
 */
public final class SocketAddress {
  private static final String SOCKET = "engine.sock";
  private static final String RECORD = "engine.address";

  /** sun_path has 108 bytes with its final zero; a little is left for namespaces that add some. */
  private static final int LONGEST = 100;

  private SocketAddress() {}

  /** Clears what a killed engine left and tells where to bind. Only the holder of the lock may. */
  public static Path claim(Home home, Map<String, String> environment) throws IOException {
    forget(home);
    Path inside = home.root().resolve(SOCKET);
    if (fits(inside)) {
      return inside;
    }
    Path outside = shortDirectory(home, environment).resolve("s");
    Files.deleteIfExists(outside);
    Files.writeString(home.root().resolve(RECORD), outside.toString());
    return outside;
  }

  /** Where an engine would be listening; empty when none ever left an address. */
  static Optional<UnixDomainSocketAddress> find(Home home) throws IOException {
    Path record = home.root().resolve(RECORD);
    Path socket = home.root().resolve(SOCKET);
    if (Files.exists(record)) {
      socket = Path.of(Files.readString(record));
    }
    return Files.exists(socket)
        ? Optional.of(UnixDomainSocketAddress.of(socket))
        : Optional.empty();
  }

  static void forget(Home home) throws IOException {
    Path record = home.root().resolve(RECORD);
    if (Files.exists(record)) {
      Files.deleteIfExists(Path.of(Files.readString(record)));
      Files.delete(record);
    }
    Files.deleteIfExists(home.root().resolve(SOCKET));
  }

  private static Path shortDirectory(Home home, Map<String, String> environment)
      throws IOException {
    try {
      Path memory = TmpfsDirectory.of(home.marker().id(), environment).path();
      if (fits(memory.resolve("s"))) {
        return memory;
      }
    } catch (UserError noTmpfs) {
      // A socket is no secret: any directory of our own will do.
    }
    return Files.createTempDirectory("assent");
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }
}
