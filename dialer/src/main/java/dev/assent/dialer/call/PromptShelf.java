package dev.assent.dialer.call;

import dev.assent.media.prompt.Prompt;
import dev.assent.media.prompt.PromptException;
import dev.assent.media.prompt.PromptPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All prompts of a home, by {@code language/id}, in memory: what is hashed is what is played, even
 * if the file changes meanwhile (R05). Immutable; any thread.
 */
public final class PromptShelf {
  private final Map<String, Prompt> prompts = new TreeMap<>();
  private final Map<String, String> hashes = new TreeMap<>();

  /**
   * Loads every pack below a folder.
   *
   * @throws PromptException for the first file with a mistake
   */
  public static PromptShelf load(Path folder) throws IOException, PromptException {
    PromptShelf shelf = new PromptShelf();
    if (!Files.isDirectory(folder)) {
      return shelf;
    }
    List<Path> packs;
    try (Stream<Path> entries = Files.list(folder)) {
      packs = entries.filter(Files::isDirectory).sorted().toList();
    }
    for (Path directory : packs) {
      PromptPack pack = PromptPack.load(directory);
      pack.prompts().forEach((id, prompt) -> shelf.put(pack.language() + "/" + id, prompt));
    }
    return shelf;
  }

  private void put(String id, Prompt prompt) {
    prompts.put(id, prompt);
    hashes.put(id, prompt.wavSha256());
  }

  /** The prompt of an id such as {@code zh-CN/identity}. */
  public Optional<Prompt> find(String id) {
    return Optional.ofNullable(prompts.get(id));
  }

  /** SHA-256 of each prompt's file as it was loaded, lower hex, by id. */
  public Map<String, String> hashes() {
    return hashes;
  }
}
