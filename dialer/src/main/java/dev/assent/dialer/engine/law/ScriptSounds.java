package dev.assent.dialer.engine.law;

import dev.assent.compliance.script.SoundIntake;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.media.prompt.PreparedSound;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.prompt.PromptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes in the recordings of one script: made ready in memory, kept in {@code conf/sounds} under
 * their hash once the script is right. One thread.
 */
public final class ScriptSounds implements SoundIntake {
  private static final long LARGEST = 64L << 20;

  private final Path base;
  private final Path folder;
  private final PromptShelf shelf;
  private final Map<String, PreparedSound> ready = new LinkedHashMap<>();

  /**
   * @param base where the names of files begin
   * @param folder of the home, may not be there yet
   */
  public ScriptSounds(Path base, Path folder, PromptShelf shelf) {
    this.base = base;
    this.folder = folder;
    this.shelf = shelf;
  }

  @Override
  public Taken take(String file, String locale, String text) {
    Path path = base.resolve(file);
    try {
      if (Files.size(path) > LARGEST) {
        throw new IllegalArgumentException(file + ": more than " + (LARGEST >> 20) + " MiB");
      }
      PreparedSound sound = PreparedSound.of(Path.of(file), Files.readAllBytes(path), locale, text);
      ready.put(sound.sha256(), sound);
      return new Taken(
          PromptShelf.soundId(sound.sha256()),
          sound.sha256(),
          sound.findings().stream()
              .map(finding -> new Remark(finding.kind().name(), finding.detail()))
              .toList());
    } catch (PromptException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /** The prompt ids of what was taken. */
  public Set<String> ids() {
    return ready.keySet().stream().map(PromptShelf::soundId).collect(Collectors.toSet());
  }

  /** Puts what was taken into the home, on disk when this returns, and on the shelf. */
  public void keep() throws IOException {
    if (!ready.isEmpty() && Files.notExists(folder)) {
      Home.createPrivateDirectory(folder);
    }
    for (PreparedSound sound : ready.values()) {
      Path file = folder.resolve(PromptShelf.soundFile(sound.sha256()));
      PrivateFile.replace(file, sound.wav());
      try {
        shelf.add(Prompt.ofWav(PromptShelf.soundId(sound.sha256()), "", "", file, sound.wav()));
      } catch (PromptException e) {
        throw new IllegalStateException("what was made ready is no prompt", e);
      }
    }
  }
}
