package dev.assent.dialer.keys;

import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RoleKeyPair;
import java.util.Arrays;
import java.util.List;

/**
 * The QA role's keys, opened: the one new recordings are sealed to, and those older ones were.
 * {@link #close} wipes them. Any thread until then.
 */
public final class QaKeys implements AutoCloseable {
  private final List<byte[]> seeds;
  private final List<RoleKeyPair> roles;

  QaKeys(List<byte[]> seeds) {
    this.seeds = seeds.stream().map(byte[]::clone).toList();
    this.roles = this.seeds.stream().map(RoleKeyPair::fromSeed).toList();
  }

  /** Newest first; at least one. */
  public List<RoleKeyPair> roles() {
    return roles;
  }

  /** The key a recording is sealed to; the newest, which will not open it, when there is none. */
  public RoleKeyPair roleFor(RecordingHeader header) {
    return roles.stream()
        .filter(role -> header.isSealedTo(role.publicKey()))
        .findFirst()
        .orElse(roles.getFirst());
  }

  List<byte[]> seeds() {
    return seeds;
  }

  @Override
  public void close() {
    seeds.forEach(seed -> Arrays.fill(seed, (byte) 0));
    roles.forEach(RoleKeyPair::close);
  }
}
