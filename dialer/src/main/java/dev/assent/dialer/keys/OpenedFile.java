package dev.assent.dialer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** One small 0600 JSON file in a {@link TmpfsDirectory}; another home's counts as absent. */
final class OpenedFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final UUID home;

  OpenedFile(TmpfsDirectory directory, String name, UUID home) {
    this.file = directory.path().resolve(name);
    this.home = home;
  }

  void write(ObjectNode content) {
    try {
      PrivateFile.replace(file, JSON.writeValueAsBytes(content.put("home", home.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep an opened key", e);
    }
  }

  Optional<JsonNode> read() {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      return root.path("home").asText().equals(home.toString())
          ? Optional.of(root)
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read an opened key", e);
    }
  }

  boolean delete() {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove an opened key", e);
    }
  }

  static ObjectNode node() {
    return JSON.createObjectNode().put("version", 1);
  }
}
