package dev.assent.compliance.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ahocorasick.trie.Emit;
import org.ahocorasick.trie.Trie;

/**
 * The lists of words that may not be said: those of this release and those of the home. A home may
 * add lists and phrases, never take away. Immutable; any thread.
 */
public final class PhraseLists {
  /** For every call, whatever its packs say. */
  public static final String GENERAL = "general";

  private static final List<String> OF_THIS_RELEASE =
      List.of(GENERAL, "finance", "insurance", "education", "medical");

  private record Entry(PhraseList list, String phrase) {}

  private final List<PhraseList> lists;
  private final Map<String, List<Entry>> written = new HashMap<>();
  private final Map<String, List<Entry>> sounds = new HashMap<>();
  private final Trie writtenTrie;
  private final Trie soundTrie;

  private PhraseLists(List<PhraseList> lists) {
    this.lists = List.copyOf(lists);
    for (PhraseList list : lists) {
      for (String phrase : list.phrases()) {
        SpokenForm form = SpokenForm.written(phrase);
        if (form.text().isEmpty()) {
          continue; // nothing of it is ever said
        }
        Entry entry = new Entry(list, phrase);
        written.computeIfAbsent(form.text(), _ -> new ArrayList<>()).add(entry);
        if (form.tellsBySound()) {
          sounds.computeIfAbsent(form.sound().text(), _ -> new ArrayList<>()).add(entry);
        }
      }
    }
    this.writtenTrie = Trie.builder().addKeywords(written.keySet()).build();
    this.soundTrie = Trie.builder().addKeywords(sounds.keySet()).build();
  }

  /**
   * The lists of this release and those in a folder of the home.
   *
   * @param folder may be missing
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key of a bad list
   */
  public static PhraseLists load(Path folder) throws IOException {
    List<PhraseList> lists = new ArrayList<>();
    for (String name : OF_THIS_RELEASE) {
      String resource = "/phrases/" + name + ".yaml";
      try (InputStream in =
          Objects.requireNonNull(PhraseLists.class.getResourceAsStream(resource), resource)) {
        lists.add(PhraseList.read(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file :
            files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList()) {
          lists.add(PhraseList.read(file));
        }
      }
    }
    return new PhraseLists(lists);
  }

  /**
   * Makes ahead what comparing Chinese takes, once in a process: half a second of CPU, for which
   * whoever compares first would wait.
   */
  public static void prepare() {
    SpokenForm.prepare();
  }

  /** These alone, such as the phrases that a pack states itself. */
  public static PhraseLists of(List<PhraseList> lists) {
    return new PhraseLists(lists);
  }

  public Set<String> names() {
    return lists.stream().map(PhraseList::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Which lists of which version there are: written down with each check. */
  public String versions() {
    return lists.stream().map(PhraseList::label).collect(Collectors.joining(", "));
  }

  /** Everything any list has against a script, by segment and position. */
  public List<PhraseHit> hits(Script script) {
    List<PhraseHit> hits = new ArrayList<>();
    for (Segment segment : script.segments()) {
      String name = script.nameOf(segment);
      SpokenForm text = SpokenForm.written(segment.text());
      Set<List<Object>> found = new HashSet<>();
      search(writtenTrie, written, text, name, false, found, hits);
      search(soundTrie, sounds, text.sound(), name, true, found, hits);
    }
    return hits;
  }

  private static void search(
      Trie trie,
      Map<String, List<Entry>> phrases,
      SpokenForm text,
      String segment,
      boolean soundsLike,
      Set<List<Object>> found,
      List<PhraseHit> hits) {
    Collection<Emit> emits = trie.parseText(text.text());
    for (Emit emit : emits) {
      int position = text.positions()[emit.getStart()];
      for (Entry entry : phrases.getOrDefault(emit.getKeyword(), List.of())) {
        // What is written out needs no word about its sound.
        if (found.add(List.of(entry, position))) {
          hits.add(
              new PhraseHit(
                  segment,
                  entry.phrase(),
                  position,
                  entry.list().name(),
                  entry.list().source(),
                  soundsLike));
        }
      }
    }
  }
}
