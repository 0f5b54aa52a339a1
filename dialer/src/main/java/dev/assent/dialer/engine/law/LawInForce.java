package dev.assent.dialer.engine.law;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.policy.CalendarFile;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.HolidayCalendar;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.PolicyPackFile;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The law in force in a home: packs and calendars whose text the journal pins, and whose file in
 * {@code conf} says the same. A file that somebody edited is not law, nor is one nobody registered.
 * Any thread.
 */
public final class LawInForce {

  /** How a pack or calendar of this home stands. */
  public enum Standing {
    /** People are called under it. */
    IN_FORCE,
    /** Registered, not approved. */
    WAITING,
    /** Its file is not what was registered; nobody is called under it. */
    EDITED,
    /** A file that was never registered, such as a profile of this release. */
    CANDIDATE,
    RETIRED
  }

  /**
   * @param law as registered; of a candidate, as its file has it
   */
  public record Entry(LawFile law, Standing standing) {}

  private static final String RELEASE = "release";

  private final Path conf;
  private final InstantSource clock;
  private final Registers registers;
  private final AtomicReference<PolicyBook> book;
  private volatile List<Entry> entries = List.of();

  private LawInForce(
      Path conf, InstantSource clock, Registers registers, AtomicReference<PolicyBook> book) {
    this.conf = conf;
    this.clock = clock;
    this.registers = registers;
    this.book = book;
  }

  /**
   * Reads it. A new home takes over what its release brought, but for profiles: whatever is looser
   * than the strict packs needs two people.
   *
   * @param book where decisions look; holds nothing until all is read
   * @throws dev.assent.compliance.policy.YamlError for a file with a mistake
   */
  public static LawInForce open(
      Path conf, InstantSource clock, Registers registers, AtomicReference<PolicyBook> book)
      throws IOException {
    LawInForce law = new LawInForce(conf, clock, registers, book);
    if (registers.laws().isEmpty()) {
      law.takeOver();
    }
    law.refresh();
    return law;
  }

  /** What people are called under. */
  public PolicyBook book() {
    return book.get();
  }

  /** Everything registered or lying in {@code conf}, the newest of each name and state. */
  public List<Entry> entries() {
    return entries;
  }

  private void takeOver() {
    for (LawFile law : candidates(clock.instant())) {
      if (law.kind() == LawFile.Kind.CALENDAR || pack(law).profile() == null) {
        try {
          registers.addLaw(law, RELEASE);
        } catch (NotAllowed e) {
          throw new IllegalStateException("a release brings each pack once", e);
        }
      }
    }
  }

  /** What this release brings, as if registered and applied. */
  public static List<LawFile> candidates(Instant at) {
    List<LawFile> all = new ArrayList<>();
    PolicyBook.candidates()
        .forEach(
            (path, text) ->
                all.add(
                    of(
                        path.startsWith("packs/") ? LawFile.Kind.PACK : LawFile.Kind.CALENDAR,
                        path,
                        text,
                        LawFile.State.APPLIED,
                        RELEASE,
                        "",
                        at)));
    return all;
  }

  /**
   * A file as a register entry.
   *
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key
   */
  public static LawFile of(
      LawFile.Kind kind,
      String file,
      String text,
      LawFile.State state,
      String creator,
      String noticeSha256,
      Instant at) {
    return switch (kind) {
      case PACK -> {
        PolicyPack pack = PolicyPackFile.read(file, text);
        yield new LawFile(
            kind, pack.pack(), pack.hash(), text, "", state, creator, null, false, at);
      }
      case CALENDAR -> {
        HolidayCalendar year = CalendarFile.read(file, text);
        yield new LawFile(
            kind, year.id(), year.hash(), text, noticeSha256, state, creator, null, false, at);
      }
    };
  }

  /**
   * Looks again, after a change. The text that is pinned is written where its file is missing or
   * holds an older or waiting one; a file nobody registered stays as it is and counts for nothing.
   */
  public synchronized void refresh() throws IOException {
    List<LawFile> laws = registers.laws();
    Map<String, Entry> found = new TreeMap<>();
    List<PolicyPack> packs = new ArrayList<>();
    List<HolidayCalendar> calendars = new ArrayList<>();
    for (LawFile.Kind kind : LawFile.Kind.values()) {
      for (LawFile law : LawFile.inForce(laws, kind, clock.instant()).values()) {
        if (standing(law, laws)) {
          switch (kind) {
            case PACK -> packs.add(pack(law));
            case CALENDAR -> calendars.add(CalendarFile.read(law.name(), law.text()));
          }
          found.put(key(law), new Entry(law, Standing.IN_FORCE));
        } else {
          found.put(key(law), new Entry(law, Standing.EDITED));
        }
      }
    }
    laws.stream()
        .filter(law -> law.state() == LawFile.State.WAITING)
        .forEach(law -> found.put(key(law) + " " + law.hash(), new Entry(law, Standing.WAITING)));
    laws.stream()
        .filter(law -> law.state() == LawFile.State.RETIRED)
        .forEach(law -> found.putIfAbsent(key(law), new Entry(law, Standing.RETIRED)));
    candidates(found, laws);
    entries = List.copyOf(found.values());
    book.set(new PolicyBook(packs, new Calendars(calendars)));
  }

  private boolean standing(LawFile law, List<LawFile> laws) throws IOException {
    Path file = file(law);
    if (Files.exists(file)) {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      String hash =
          of(law.kind(), file.toString(), text, law.state(), law.creator(), "", law.since()).hash();
      if (hash.equals(law.hash())) {
        return true;
      }
      if (laws.stream().noneMatch(other -> other.hash().equals(hash))) {
        return false;
      }
    }
    Path folder = Objects.requireNonNull(file.getParent());
    if (Files.notExists(folder)) {
      Home.createPrivateDirectory(folder);
    }
    PrivateFile.replace(file, law.text().getBytes(StandardCharsets.UTF_8));
    return true;
  }

  private void candidates(Map<String, Entry> found, List<LawFile> laws) throws IOException {
    for (Entry file : files(conf, clock.instant())) {
      if (laws.stream().noneMatch(law -> law.hash().equals(file.law().hash()))) {
        found.putIfAbsent(key(file.law()), file);
      }
    }
  }

  /** The files of a home that is locked: nobody can tell which of them are registered. */
  public static List<Entry> files(Path conf, Instant at) throws IOException {
    List<Entry> all = new ArrayList<>();
    PolicyBook files = PolicyBook.load(conf);
    for (PolicyPack pack : files.packs()) {
      all.add(
          candidate(LawFile.Kind.PACK, conf.resolve("packs").resolve(pack.pack() + ".yaml"), at));
    }
    for (HolidayCalendar calendar : files.calendars().all()) {
      Path file = conf.resolve("calendars").resolve(lower(calendar.id()) + ".yaml");
      if (Files.exists(file)) {
        all.add(candidate(LawFile.Kind.CALENDAR, file, at));
      }
    }
    return all;
  }

  private static Entry candidate(LawFile.Kind kind, Path file, Instant at) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return new Entry(
        of(kind, file.toString(), text, LawFile.State.WAITING, "", "", at), Standing.CANDIDATE);
  }

  /** Where its file is. */
  public Path file(LawFile law) {
    return switch (law.kind()) {
      case PACK -> conf.resolve("packs").resolve(law.name() + ".yaml");
      case CALENDAR -> conf.resolve("calendars").resolve(lower(law.name()) + ".yaml");
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static PolicyPack pack(LawFile law) {
    return PolicyPackFile.read(law.name(), law.text());
  }

  private static String key(LawFile law) {
    return law.kind() + " " + law.name();
  }
}
