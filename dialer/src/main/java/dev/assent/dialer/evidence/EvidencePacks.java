package dev.assent.dialer.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.privacy.GatheredEvidence;
import dev.assent.dialer.Language;
import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packs of a home, a folder each, for their owner alone. They are no part of a backup, since
 * erasing could not reach them there. Any thread.
 */
public final class EvidencePacks implements GatheredEvidence {
  private static final Logger LOG = LoggerFactory.getLogger(EvidencePacks.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DOCUMENT = "pack.json";

  private final Path folder;

  public EvidencePacks(Path folder) {
    this.folder = folder;
  }

  /** An empty folder for a pack. */
  public Path create(UUID id) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(folder, owner);
    return Files.createDirectory(folder.resolve(id.toString()), owner);
  }

  /** As JSON, and as a page in both languages; the folder they lie in. */
  public Path write(EvidencePack pack) throws IOException {
    Path into = create(pack.id());
    PrivateFile.replace(into.resolve(DOCUMENT), pack.json().getBytes(UTF_8));
    Files.writeString(into.resolve("zh.html"), EvidencePage.of(pack, Language.ZH), UTF_8);
    Files.writeString(into.resolve("en.html"), EvidencePage.of(pack, Language.EN), UTF_8);
    return into;
  }

  @Override
  public int remove(Predicate<Pack> which) {
    int removed = 0;
    try {
      for (Path pack : listed(folder)) {
        if (Files.exists(pack.resolve(DOCUMENT)) && goes(pack.resolve(DOCUMENT), which)) {
          delete(pack);
          removed++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return removed;
  }

  /** One that cannot be read goes too: nobody could say that it is not about somebody erased. */
  private static boolean goes(Path file, Predicate<Pack> which) throws IOException {
    Pack about;
    try {
      JsonNode document = JSON.readTree(Files.readAllBytes(file));
      if (!document.hasNonNull("person")) {
        return false; // a pack of a period opens nothing and is about nobody
      }
      about = about(document);
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException unreadable) {
      LOG.warn("the evidence pack {} cannot be read and is removed", file.getParent());
      return true;
    }
    return which.test(about);
  }

  private static Pack about(JsonNode document) {
    return new Pack(
        UUID.fromString(document.path("person").asText()),
        Instant.parse(document.path("madeAt").asText()));
  }

  /** Its document last: until it is gone, the pack is found again. */
  private static void delete(Path pack) throws IOException {
    for (Path file : listed(pack)) {
      if (!file.endsWith(DOCUMENT)) {
        Files.delete(file);
      }
    }
    Files.delete(pack.resolve(DOCUMENT));
    Files.delete(pack);
  }

  private static List<Path> listed(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(directory)) {
      return names.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
