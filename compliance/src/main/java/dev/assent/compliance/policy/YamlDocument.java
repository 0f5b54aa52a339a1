package dev.assent.compliance.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads YAML strictly: each key once, none unknown, none of the wrong type, no anchors, one
 * document a file. Every complaint is a {@link YamlError}.
 *
 * <p>The keys a reader states or asks for are the valid ones; all others are unknown.
 */
public final class YamlDocument {

  private static final YAMLFactory YAML = new YAMLFactory();
  private static final int DEEPEST = 32;

  private final String file;
  private final YAMLParser parser;

  private YamlDocument(String file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * @param file in UTF-8
   * @throws YamlError for anything wrong with its content
   */
  public static <T> T read(Path file, Function<YamlMapping, T> reader) throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new YamlError(file.toString(), 1, "", "is not UTF-8; save it as UTF-8");
    }
    return read(file.toString(), text, reader);
  }

  /**
   * @param file how to name it in complaints
   */
  public static <T> T read(String file, String text, Function<YamlMapping, T> reader) {
    String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
    return YamlMapping.apply(new YamlMapping(file, "", mapping(file, withoutMark)), reader);
  }

  private static YamlNode.Mapping mapping(String file, String text) {
    try (YAMLParser parser = YAML.createParser(text)) {
      YamlDocument document = new YamlDocument(file, parser);
      if (parser.nextToken() == null) {
        throw new YamlError(file, 1, "", "is empty");
      }
      if (!(document.node(0) instanceof YamlNode.Mapping mapping)) {
        throw new YamlError(file, 1, "", "must hold keys and values");
      }
      if (parser.nextToken() != null) {
        throw document.error("a second document; keep one document a file");
      }
      return mapping;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new YamlError(file, line, "", "is not YAML: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("text in memory always reads", e);
    }
  }

  private YamlNode node(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw error("nested too deeply");
    }
    if (parser.isCurrentAlias()) {
      throw error("aliases are not used here; write the value out");
    }
    int line = line();
    return switch (parser.currentToken()) {
      case START_OBJECT -> map(line, depth);
      case START_ARRAY -> sequence(line, depth);
      case VALUE_NULL -> new YamlNode.Nothing(line);
      case VALUE_STRING,
          VALUE_NUMBER_INT,
          VALUE_NUMBER_FLOAT,
          VALUE_TRUE,
          VALUE_FALSE,
          VALUE_EMBEDDED_OBJECT ->
          new YamlNode.Scalar(line, parser.getText());
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE -> throw error("is not YAML");
    };
  }

  private YamlNode map(int line, int depth) throws IOException {
    Map<String, YamlNode> values = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (lines.put(key, line()) != null) {
        throw new YamlError(file, line(), key, "stands here a second time; remove one");
      }
      parser.nextToken();
      values.put(key, node(depth + 1));
    }
    return new YamlNode.Mapping(line, values, lines);
  }

  private YamlNode sequence(int line, int depth) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(depth + 1));
    }
    return new YamlNode.Sequence(line, items);
  }

  private int line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private YamlError error(String problem) {
    return new YamlError(file, line(), "", problem);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
