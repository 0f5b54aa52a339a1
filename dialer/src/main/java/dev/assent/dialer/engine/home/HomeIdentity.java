package dev.assent.dialer.engine.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Which directory a home is, by its lock's place on the disk: no program that copies files gives a
 * copy the inode and the birth time of its original. Whoever copies whole disks does.
 *
 * @param device is kept for people: its number may change when a machine starts, so it alone proves
 *     nothing
 */
public record HomeIdentity(long device, long inode, Instant born) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a home whose lock was taken at least once; the lock is not opened. */
  static HomeIdentity of(Path root) {
    Path lock = root.resolve("lock");
    try {
      return new HomeIdentity(
          ((Number) Files.getAttribute(lock, "unix:dev", LinkOption.NOFOLLOW_LINKS)).longValue(),
          ((Number) Files.getAttribute(lock, "unix:ino", LinkOption.NOFOLLOW_LINKS)).longValue(),
          Files.readAttributes(lock, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .creationTime()
              .toInstant());
    } catch (IOException e) {
      throw new UncheckedIOException("the home's lock cannot be read", e);
    }
  }

  /** Whether both are of one directory. */
  boolean isSameAs(HomeIdentity other) {
    return inode == other.inode && born.equals(other.born);
  }

  String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("device", device).put("inode", inode).put("born", born.toString());
    return node.toString();
  }

  static HomeIdentity parse(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return new HomeIdentity(
          node.path("device").longValue(),
          node.path("inode").longValue(),
          Instant.parse(node.path("born").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException("an entry of the journal cannot be read", e);
    }
  }
}
