package dev.assent.dialer.simulate;

import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.dialer.engine.home.PepperedIndexes;
import dev.assent.dialer.simulate.recount.Bounds;
import dev.assent.dialer.simulate.recount.Recount;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** What of a simulated home outlives the death of its machine, and the world around it. */
final class SimulatedHome {
  static final Path JOURNAL = Path.of("/simulated/journal");

  /** Databases of one process have names. */
  private static final AtomicLong NAMES = new AtomicLong();

  private final Scenario scenario;
  private final FilesInMemory files = new FilesInMemory();
  private final ListsInMemory lists = new ListsInMemory();
  private final SeededRandom random;
  private final UUID controllerId;
  private final Protection protection;
  private final People people;
  private final Recount recount;
  private final Conditions conditions;
  private final Tally tally;
  private final SimulatedRecorder.Spool spool = new SimulatedRecorder.Spool();
  private final List<PhoneNumber> numbers = new ArrayList<>();
  private StoreSettings settings;
  private long callIds;

  SimulatedHome(Scenario scenario) {
    this.scenario = scenario;
    this.random = new SeededRandom(scenario.seed());
    KeysInMemory keys = new KeysInMemory(scenario.seed());
    this.controllerId = new UUID(0, scenario.seed());
    this.settings = newDatabase();
    this.protection =
        new Protection(
            keys,
            keys,
            new PepperedIndexes(keys.secret("number"), keys.secret("dnc")),
            (_, _, _) -> true,
            new EvidenceInMemory());
    ZoneId zone = scenario.campaigns().getFirst().bounds().zone();
    this.people = new People(scenario.habits(), scenario.seed(), scenario.from(), zone);
    Map<UUID, Bounds> bounds = new HashMap<>();
    for (Scenario.Planned planned : scenario.campaigns()) {
      bounds.put(planned.campaign().id(), planned.bounds());
    }
    this.recount = new Recount(bounds);
    this.tally = new Tally(zone);
    this.conditions = new Conditions(scenario);
    scenario.contacts().forEach(row -> numbers.add(row.number()));
  }

  private StoreSettings newDatabase() {
    return StoreSettings.inMemory(
        "simulated-" + NAMES.incrementAndGet(), Path.of("/simulated/quarantine"), controllerId);
  }

  ListsInMemory lists() {
    return lists;
  }

  /** The next life finds an empty database beside its journal. */
  void loseDatabase() {
    settings = newDatabase();
  }

  Scenario scenario() {
    return scenario;
  }

  FilesInMemory files() {
    return files;
  }

  SecureRandom random() {
    return random;
  }

  StoreSettings settings() {
    return settings;
  }

  Protection protection() {
    return protection;
  }

  People people() {
    return people;
  }

  Recount recount() {
    return recount;
  }

  Conditions conditions() {
    return conditions;
  }

  Tally tally() {
    return tally;
  }

  SimulatedRecorder.Spool spool() {
    return spool;
  }

  int contacts() {
    return numbers.size();
  }

  PhoneNumber number(int contact) {
    return numbers.get(contact);
  }

  long newSeed() {
    return random.nextLong();
  }

  /** RFC 9562, version 4. */
  UUID newId() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(high, low);
  }

  String newCallId() {
    return "simulated-" + ++callIds;
  }
}
