package dev.assent.dialer.cli.home;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.review.Reviews;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.TargetName;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.Carriers;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.trunk.TrunkStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code doctor} looks at of the machine and of how calls go, beside the home itself. */
final class MachineLooks {
  private static final long MIB = 1 << 20;

  /** Sockets and files that an engine has open before the first call. */
  private static final long OPEN_ANYHOW = 512;

  /** Two media sockets a call, and what its recording and its dialog hold open. */
  private static final int PER_CALL = 4;

  private static final double LEAST_FREE = 0.1;
  private static final int HEADROOMS = 4;

  /** Rules of summer time change once or twice a year, somewhere. */
  private static final int OLD_ZONES_YEARS = 2;

  private static final Duration LATELY = Duration.ofDays(30);
  private static final double ONE_WAY_AT_MOST = 0.02;
  private static final Pattern ZONES = Pattern.compile("(20[0-9]{2})[a-z]?.*");

  private static final String CARRIERS = "carriers";

  private final Engine engine;
  private final Home home;
  private final Checkup findings;

  MachineLooks(Engine engine, Checkup findings) {
    this.engine = engine;
    this.home = engine.home();
    this.findings = findings;
  }

  private void ok(String check, String code, Object... arguments) {
    findings.ok(check, code, arguments);
  }

  private void warn(
      String check, String code, String consequence, String next, Object... arguments) {
    findings.warn(check, code, consequence, next, arguments);
  }

  private boolean unlocked() {
    return engine.keyring().opened().isPresent();
  }

  void descriptors() throws IOException {
    int calls =
        Math.min(
            AssentConfig.read(home.conf()).media().pairs(),
            engine.parts().trunks().stream().mapToInt(TrunkConfig::channels).sum());
    long wanted = OPEN_ANYHOW + (long) PER_CALL * calls;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long most = unix.getMaxFileDescriptorCount();
      if (most < wanted) {
        warn(
            "descriptors",
            "doctor.descriptors_few",
            "doctor.descriptors_end",
            "ulimit -n " + wanted,
            most,
            wanted,
            calls);
      } else {
        ok("descriptors", "doctor.descriptors", most, wanted);
      }
    }
  }

  /** Each disk that something of the home lies on, once. */
  void space() throws IOException {
    AssentConfig config = AssentConfig.read(home.conf());
    Map<String, Path> places = new LinkedHashMap<>();
    places.put("journal", home.journal());
    places.put("data", home.data());
    places.put("spool", home.spool());
    places.put("recordings", home.recordings());
    places.put("ledger", home.ledger());
    config.mirrors().journal().ifPresent(path -> places.put("mirror of the journal", path));
    config.mirrors().ledger().ifPresent(path -> places.put("mirror of the ledger", path));
    Map<String, String> byDisk = new LinkedHashMap<>();
    Map<String, FileStore> disks = new LinkedHashMap<>();
    for (var place : places.entrySet()) {
      Path path = home.root().resolve(place.getValue());
      if (Files.exists(path)) {
        FileStore disk = Files.getFileStore(path);
        disks.put(disk.toString(), disk);
        byDisk.merge(disk.toString(), place.getKey(), (before, more) -> before + ", " + more);
      }
    }
    for (var disk : disks.entrySet()) {
      long free = disk.getValue().getUsableSpace();
      long soon =
          Math.min(
              MIB * HEADROOMS * config.recording().headroomMiB(),
              (long) (disk.getValue().getTotalSpace() * LEAST_FREE));
      String of = String.valueOf(byDisk.get(disk.getKey()));
      if (free < soon) {
        warn(
            "space",
            "doctor.space_low",
            "doctor.space_ends",
            "assent retention plan",
            of,
            free / MIB,
            soon / MIB);
      } else {
        ok("space", "doctor.space", of, free / MIB);
      }
    }
  }

  /** A private address that a carrier elsewhere is shown: sound would come from one side only. */
  void nat() throws IOException {
    InetAddress ours = AssentConfig.read(home.conf()).media().bind();
    for (TrunkConfig trunk : engine.parts().trunks()) {
      boolean shown = trunk.ownAddress() instanceof TrunkConfig.OwnAddress.Bound;
      if (shown
          && isPrivate(ours)
          && trunk.targets().stream().anyMatch(MachineLooks::isElsewhere)) {
        warn(
            "nat",
            "doctor.nat",
            "doctor.nat_one_way",
            "assent trunk check " + trunk.name(),
            trunk.name(),
            ours.getHostAddress());
      }
    }
  }

  private static boolean isPrivate(InetAddress address) {
    boolean unique = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || address.isLoopbackAddress() || unique;
  }

  /** A name may be anywhere: it is asked of no name server here. */
  private static boolean isElsewhere(TargetName target) {
    return target.isAddress() && !isPrivate(InetAddress.ofLiteral(target.host()));
  }

  void timeZones() {
    String version = engine.parts().clockState().tzdata();
    Matcher year = ZONES.matcher(version);
    int now = engine.clock().instant().atZone(ZoneOffset.UTC).getYear();
    if (year.matches() && now - Integer.parseInt(year.group(1)) >= OLD_ZONES_YEARS) {
      warn(
          "timezones",
          "doctor.zones_old",
          "doctor.zones_wrong_hour",
          "apt-get install --only-upgrade tzdata temurin-25-jre",
          version);
    } else {
      ok("timezones", "doctor.zones", version);
    }
  }

  /** As the engine sees them now; nothing is asked of a carrier here. */
  void carriers() throws IOException {
    Optional<Carriers> carriers =
        unlocked() ? engine.parts().calls().sip().openCarriers() : Optional.empty();
    if (carriers.isEmpty()) {
      return;
    }
    for (TrunkConfig trunk : engine.parts().trunks()) {
      TrunkStatus status = carriers.get().health(trunk.name()).status();
      String next = "assent trunk check " + trunk.name();
      switch (status.state()) {
        case UP, UNKNOWN ->
            ok("carriers", "doctor.carrier", trunk.name(), status.state(), status.since());
        case DEGRADED ->
            warn(
                "carriers",
                "doctor.carrier_bad",
                "doctor.fewer_calls",
                next,
                trunk.name(),
                status.state(),
                status.reason());
        case DOWN ->
            findings.fail(
                CARRIERS,
                "doctor.carrier_bad",
                "doctor.no_calls_there",
                next,
                trunk.name(),
                status.state(),
                status.reason());
      }
    }
  }

  /** Of the campaigns of the last days: how many answered calls had sound one way only. */
  void sound() {
    if (!unlocked()) {
      return;
    }
    Store store = engine.parts().law().store();
    Instant since = engine.clock().instant().minus(LATELY);
    long checked = 0;
    long oneWay = 0;
    List<Campaign> lately =
        store.registers().campaigns().stream().filter(c -> c.to().isAfter(since)).toList();
    for (Campaign campaign : lately) {
      Reviews.Counts counts = store.reviews().counts(campaign.id());
      checked += counts.checked();
      oneWay += counts.flags().getOrDefault(Flag.ONE_WAY_SOUND, 0L);
    }
    if (oneWay > checked * ONE_WAY_AT_MOST) {
      warn(
          "sound",
          "doctor.one_way",
          "doctor.one_way_means",
          "assent recordings queue --flag ONE_WAY_SOUND",
          oneWay,
          checked);
    } else {
      ok("sound", "doctor.both_ways", checked, oneWay);
    }
  }

  void outcomes() {
    engine
        .parts()
        .openOutcomes()
        .ifPresent(
            webhook -> {
              if (webhook.failures() > 0) {
                warn(
                    "outcomes",
                    "doctor.outcomes_wait",
                    "doctor.outcomes_kept",
                    "assent campaign outcomes --from N -o json",
                    webhook.failures());
              } else {
                ok("outcomes", "doctor.outcomes", webhook.told());
              }
            });
  }
}
