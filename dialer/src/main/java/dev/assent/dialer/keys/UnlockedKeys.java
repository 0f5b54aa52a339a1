package dev.assent.dialer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What {@code unlock} leaves in memory until {@code lock} or reboot, so that a killed engine starts
 * again without a person while a stolen disk yields nothing.
 */
public final class UnlockedKeys {
  private final OpenedFile file;

  public UnlockedKeys(TmpfsDirectory directory, UUID home) {
    this.file = new OpenedFile(directory, "unlocked", home);
  }

  public void keep(OperatorKeys keys, String by) {
    byte[] kek = keys.kek();
    file.write(OpenedFile.node().put("by", by).put("key", kek));
    Arrays.fill(kek, (byte) 0);
  }

  /** The opened keyset; empty while locked. */
  public Optional<OperatorKeys> open(OperatorKeyset keyset) {
    return file.read().map(root -> keyset.open(key(root)));
  }

  /** Who unlocked; empty while locked. */
  public Optional<String> by() {
    return file.read().map(root -> root.path("by").asText());
  }

  /** True when there was something to forget. */
  public boolean forget() {
    return file.delete();
  }

  private static byte[] key(JsonNode root) {
    try {
      return root.path("key").binaryValue();
    } catch (IOException e) {
      throw new UncheckedIOException("the opened key is damaged", e);
    }
  }
}
