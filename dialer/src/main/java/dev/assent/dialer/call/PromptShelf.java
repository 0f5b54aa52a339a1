package dev.assent.dialer.call;

import dev.assent.media.prompt.Prompt;
import dev.assent.media.prompt.PromptException;
import dev.assent.media.prompt.PromptPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All sound of a home in memory: the prompts of its packs by {@code language/id} and the recordings
 * of its scripts by {@code sound/SHA-256}. What is hashed is what is played, even if the file
 * changes meanwhile (R05). Only ever gains; any thread.
 */
public final class PromptShelf {
  private static final String SOUND = "sound/";
  private static final String WAV = ".wav";

  private volatile Map<String, Prompt> prompts = Map.of();
  private volatile Map<String, String> hashes = Map.of();

  /**
   * Loads every pack below a folder, and every recording in another. A recording that is no sound
   * any more is left out: no call plays it, and every script that needs it is refused.
   *
   * @throws PromptException for the first file of a pack with a mistake
   */
  public static PromptShelf load(Path packs, Path sounds) throws IOException, PromptException {
    Map<String, Prompt> all = new HashMap<>();
    for (Path directory : list(packs)) {
      if (Files.isDirectory(directory)) {
        PromptPack pack = PromptPack.load(directory);
        pack.prompts().forEach((id, prompt) -> all.put(pack.language() + "/" + id, prompt));
      }
    }
    for (Path file : list(sounds)) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(WAV)) {
        String id = SOUND + name.substring(0, name.length() - WAV.length());
        try {
          all.put(id, Prompt.ofWav(id, "", "", file, Files.readAllBytes(file)));
        } catch (PromptException _) {
          // R05 says so at every call that would have played it.
        }
      }
    }
    PromptShelf shelf = new PromptShelf();
    shelf.put(all);
    return shelf;
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  /** The id of a script's recording. */
  public static String soundId(String sha256) {
    return SOUND + sha256;
  }

  /** The name of its file. */
  public static String soundFile(String sha256) {
    return sha256 + WAV;
  }

  /** One more recording, as it now stands in the home. */
  public void add(Prompt sound) {
    put(Map.of(sound.id(), sound));
  }

  private synchronized void put(Map<String, Prompt> more) {
    Map<String, Prompt> all = new HashMap<>(prompts);
    all.putAll(more);
    Map<String, String> sha256 = new HashMap<>();
    all.forEach((id, prompt) -> sha256.put(id, prompt.wavSha256()));
    prompts = Map.copyOf(all);
    hashes = Map.copyOf(sha256);
  }

  /** The prompt of an id such as {@code zh-CN/identity}. */
  public Optional<Prompt> find(String id) {
    return Optional.ofNullable(prompts.get(id));
  }

  /** SHA-256 of each file as it was loaded, lower hex, by id. */
  public Map<String, String> hashes() {
    return hashes;
  }
}
