package dev.assent.dialer.cli.keys;

import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.keys.RecoveryKey;
import dev.assent.dialer.keys.RecoveryShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Recovery shares from the files their keepers brought: read in this process, and forgotten. */
final class Shares {
  private Shares() {}

  static List<RecoveryShare> read(Request request, List<Path> files) throws IOException {
    List<RecoveryShare> shares = new ArrayList<>();
    for (Path share : files) {
      Path file = request.resolve(share);
      shares.add(RecoveryShare.parse(Files.readString(file), file.toString()));
    }
    return shares;
  }

  static RecoveryKey combine(Request request, List<Path> files) throws IOException {
    return RecoveryKey.combine(read(request, files));
  }
}
