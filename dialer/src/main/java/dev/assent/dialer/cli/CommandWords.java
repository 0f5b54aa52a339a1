package dev.assent.dialer.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.NavigableSet;
import java.util.ResourceBundle;
import java.util.TreeSet;

/**
 * The part of the catalogue that Picocli may look up for one command. It copies the keys of a
 * bundle for each command: of the whole catalogue two thirds of the 30 MB of a tree, and a tree is
 * made for each parse.
 */
final class CommandWords extends ResourceBundle {
  private final ResourceBundle catalogue;
  private final List<String> keys;

  private CommandWords(ResourceBundle catalogue, List<String> keys) {
    this.catalogue = catalogue;
    this.keys = keys;
  }

  /** Those of all commands of one language. */
  static final class Shelf {
    private final ResourceBundle catalogue;
    private final NavigableSet<String> keys;
    private final List<String> shared;

    Shelf(ResourceBundle catalogue) {
      this.catalogue = catalogue;
      this.keys = new TreeSet<>(catalogue.keySet());
      this.shared =
          keys.stream().filter(key -> key.indexOf('.') < 0 || key.startsWith("usage.")).toList();
    }

    /**
     * @param command its qualified name, {@code assent.campaign.run}
     */
    CommandWords of(String command) {
      List<String> own = new ArrayList<>(shared);
      own.addAll(keys.subSet(command + ".", command + "/")); // what sorts between begins with it
      return new CommandWords(catalogue, own);
    }
  }

  @Override
  protected Object handleGetObject(String key) {
    return catalogue.getObject(key);
  }

  @Override
  public Enumeration<String> getKeys() {
    return Collections.enumeration(keys);
  }
}
