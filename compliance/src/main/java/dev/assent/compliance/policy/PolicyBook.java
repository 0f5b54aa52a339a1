package dev.assent.compliance.policy;

import dev.assent.compliance.Found;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The law in force: policy packs by name, and calendars. Immutable; any thread. */
public final class PolicyBook {

  /** What a release brings as candidates; only what lies in a home is in force. */
  private static final List<String> CANDIDATES =
      List.of(
          "packs/cn-callcentre.yaml",
          "packs/cn-own-customer.yaml",
          "packs/cn-vendor.yaml",
          "packs/cn-min30.yaml",
          "packs/cn-statutory13.yaml",
          "packs/cn-no-weekend.yaml",
          "packs/cn-lunch.yaml",
          "packs/cn-west.yaml",
          "packs/finance.yaml",
          "packs/insurance.yaml",
          "packs/education.yaml",
          "packs/medical.yaml",
          "packs/us-tcpa.yaml",
          "calendars/cn-2025.yaml",
          "calendars/cn-2026.yaml");

  private final Map<String, PolicyPack> packs = new TreeMap<>();
  private final Calendars calendars;
  private final Map<Set<String>, Found<Policy>> combined = new ConcurrentHashMap<>();

  public PolicyBook(Collection<PolicyPack> packs, Calendars calendars) {
    for (PolicyPack pack : packs) {
      if (this.packs.put(pack.pack(), pack) != null) {
        throw new IllegalArgumentException("two packs named " + pack.pack());
      }
    }
    this.calendars = calendars;
  }

  /**
   * Reads {@code packs/*.yaml} and {@code calendars/*.yaml} below a folder. A folder that is not
   * there holds nothing, and nothing permits nothing.
   *
   * @throws YamlError for the first file with a mistake
   */
  public static PolicyBook load(Path folder) throws IOException {
    List<PolicyPack> packs = new ArrayList<>();
    for (Path file : yamlFiles(folder.resolve("packs"))) {
      PolicyPack pack = PolicyPackFile.read(file);
      if (!file.endsWith(pack.pack() + ".yaml")) {
        throw new YamlError(
            file.toString(), 1, "pack", "file must be named " + pack.pack() + ".yaml");
      }
      packs.add(pack);
    }
    Map<String, HolidayCalendar> byId = new LinkedHashMap<>();
    for (Path file : yamlFiles(folder.resolve("calendars"))) {
      HolidayCalendar calendar = CalendarFile.read(file);
      if (byId.put(calendar.id(), calendar) != null) {
        throw new YamlError(file.toString(), 1, "year", calendar.id() + " is in another file too");
      }
    }
    return new PolicyBook(packs, new Calendars(byId.values()));
  }

  /**
   * The files this release brings, by path below the folder {@link #load} reads: to be copied into
   * a new home, or offered to an old one.
   */
  public static Map<String, String> candidates() {
    Map<String, String> files = new LinkedHashMap<>();
    for (String path : CANDIDATES) {
      try (InputStream in = PolicyBook.class.getResourceAsStream("/" + path)) {
        if (in == null) {
          throw new IllegalStateException("not in the jar: " + path);
        }
        files.put(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new IllegalStateException("the jar cannot be read: " + path, e);
      }
    }
    return files;
  }

  /** The candidates as a book, for a look before there is a home. */
  public static PolicyBook ofCandidates() {
    List<PolicyPack> packs = new ArrayList<>();
    List<HolidayCalendar> calendars = new ArrayList<>();
    candidates()
        .forEach(
            (path, text) -> {
              if (path.startsWith("packs/")) {
                packs.add(PolicyPackFile.read(path, text));
              } else {
                calendars.add(CalendarFile.read(path, text));
              }
            });
    return new PolicyBook(packs, new Calendars(calendars));
  }

  /**
   * The named packs combined, strictest wins. A name without a pack makes all of them absent:
   * leaving a pack out would be looser.
   */
  public Found<Policy> policy(List<String> names) {
    return combined.computeIfAbsent(Set.copyOf(names), this::combine);
  }

  private Found<Policy> combine(Set<String> names) {
    List<PolicyPack> named =
        packs.values().stream().filter(pack -> names.contains(pack.pack())).toList();
    if (named.isEmpty() || named.size() < names.size()) {
      return Found.absent();
    }
    try {
      return Found.present(Policy.combine(named));
    } catch (IllegalArgumentException e) {
      return Found.unreadable("packs " + names + " do not go together: " + e.getMessage());
    }
  }

  public Collection<PolicyPack> packs() {
    return packs.values();
  }

  public Calendars calendars() {
    return calendars;
  }

  private static List<Path> yamlFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
