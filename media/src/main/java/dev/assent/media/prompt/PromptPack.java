package dev.assent.media.prompt;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The prompts of one language: a folder with {@code pack.yaml} and the WAV files it lists, each
 * pinned by its SHA-256. Immutable once loaded.
 *
 * @param voice who speaks: a person, or the program and voice
 * @param synthetic the voice is made by a machine, which must be said in the call (R05)
 * @param prompts by id, in the order of the file
 */
public record PromptPack(
    String language, String voice, boolean synthetic, String licence, Map<String, Prompt> prompts) {
  private static final String FILE = "pack.yaml";
  private static final int MAX_YAML = 1 << 20;
  private static final int MAX_WAV = 16 << 20;

  private static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder()
                  .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** The prompt of this id. */
  public Optional<Prompt> find(String id) {
    return Optional.ofNullable(prompts.get(id));
  }

  /**
   * The prompt of this id.
   *
   * @throws NoSuchElementException if the pack has none
   */
  public Prompt get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "no prompt " + id + " in " + language + " " + prompts.keySet()));
  }

  /**
   * Reads a pack; every prompt is checked and encoded.
   *
   * @throws PromptException the first thing wrong, with file and field
   */
  public static PromptPack load(Path dir) throws PromptException {
    Path file = dir.resolve(FILE);
    PackFile pack = parse(file, read(file, MAX_YAML));
    if (pack.version != 1) {
      throw new PromptException(file, "version", "must be 1");
    }
    String language = text(file, "language", pack.language);
    String voice = text(file, "voice", pack.voice);
    String licence = text(file, "licence", pack.licence);
    if (pack.synthetic == null) {
      throw new PromptException(file, "synthetic", "missing; true if a machine speaks, else false");
    }
    if (pack.prompts == null || pack.prompts.isEmpty()) {
      throw new PromptException(
          file, "prompts", "missing; a list of id, text, file, sha256 needed");
    }
    Map<String, Prompt> prompts = new LinkedHashMap<>();
    for (int i = 0; i < pack.prompts.size(); i++) {
      Prompt prompt = load(dir, file, language, i, pack.prompts.get(i));
      if (prompts.putIfAbsent(prompt.id(), prompt) != null) {
        throw new PromptException(file, "prompts[" + i + "].id", "a second " + prompt.id());
      }
    }
    return new PromptPack(
        language, voice, pack.synthetic, licence, Collections.unmodifiableMap(prompts));
  }

  private static Prompt load(
      Path dir, Path file, String language, int index, @Nullable PromptFile entry)
      throws PromptException {
    String field = "prompts[" + index + "]";
    if (entry == null) {
      throw new PromptException(file, field, "empty");
    }
    String id = text(file, field + ".id", entry.id);
    String name = text(file, field + ".file", entry.file);
    Path wav = dir.resolve(name);
    if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
      throw new PromptException(file, field + ".file", "must be a plain file name beside " + FILE);
    }
    String expected = text(file, field + ".sha256", entry.sha256);
    if (!expected.matches("[0-9a-f]{64}")) {
      throw new PromptException(file, field + ".sha256", "must be 64 lower-case hex digits");
    }
    byte[] bytes = read(wav, MAX_WAV);
    String actual = Prompt.sha256(ByteBuffer.wrap(bytes));
    if (!actual.equals(expected)) {
      throw new PromptException(
          wav,
          "sha256",
          "is " + actual + ", " + FILE + " says " + expected + "; another recording?");
    }
    return Prompt.ofWav(id, language, text(file, field + ".text", entry.text), wav, bytes);
  }

  private static byte[] read(Path file, int max) throws PromptException {
    try {
      long size = Files.size(file);
      if (size > max) {
        throw new PromptException(file, "size", size + " bytes, at most " + max);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PromptException(
          file, "file", "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static PackFile parse(Path file, byte[] yaml) throws PromptException {
    try {
      return YAML.readValue(yaml, PackFile.class);
    } catch (UnrecognizedPropertyException e) {
      throw new PromptException(
          file,
          "line " + line(e),
          "unknown key " + e.getPropertyName() + "; known are " + e.getKnownPropertyIds());
    } catch (MismatchedInputException e) {
      throw new PromptException(file, "line " + line(e), "value of the wrong kind");
    } catch (JacksonException e) {
      throw new PromptException(file, "line " + line(e), "not YAML");
    } catch (IOException e) {
      throw new PromptException(file, "file", "cannot be read");
    }
  }

  private static int line(JacksonException e) {
    return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
  }

  private static String text(Path file, String field, @Nullable String value)
      throws PromptException {
    if (value == null || value.isBlank()) {
      throw new PromptException(file, field, "missing");
    }
    return value.strip();
  }

  /** {@code pack.yaml} as written; checked by {@link #load}. */
  private record PackFile(
      int version,
      @Nullable String language,
      @Nullable String voice,
      @Nullable Boolean synthetic,
      @Nullable String licence,
      @Nullable List<@Nullable PromptFile> prompts) {}

  private record PromptFile(
      @Nullable String id, @Nullable String text, @Nullable String file, @Nullable String sha256) {}
}
