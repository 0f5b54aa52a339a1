package dev.assent.compliance.store;

import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.store.sql.StoreSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Two processes race on one PostgreSQL: {@code RaceProcess DIRECTORY PEOPLE THREADS SEED}. Each has
 * its own copy of the home's journal; clocks are set by the referee, who is the first process.
 */
final class RaceProcess {
  private static final String KEYS = "race";
  private static final int SIDES = 2;
  private static final String READY = "READY";

  private RaceProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int people = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    if (arguments.length > 4) {
      side(directory, arguments[4], Integer.parseInt(arguments[5]), threads, seed);
    } else {
      System.out.println(referee(directory, people, arguments));
    }
    System.exit(0);
  }

  private static TestHome home(Path directory, String url, String journal) {
    TestHome home =
        new TestHome(
            new StoreSettings(
                url,
                "postgres",
                "postgres",
                Optional.empty(),
                directory.resolve("quarantine"),
                TestDatabase.CONTROLLER,
                false,
                12),
            KEYS);
    home.journalDirectory = directory.resolve(journal);
    home.journalFiles = new DiskFiles();
    home.around = PausingDataSource::around;
    return home;
  }

  private static String referee(Path directory, int people, String[] arguments) throws Exception {
    String url = TestDatabase.POSTGRES.fresh().url();
    try (LawfulHome home = LawfulHome.on(home(directory, url, "journal"))) {
      home.campaignOf(RaceSide.people(people));
    }
    List<Other> sides = new ArrayList<>();
    for (int side = 0; side < SIDES; side++) {
      copy(directory.resolve("journal"), directory.resolve("journal" + side));
      sides.add(new Other(arguments, url, side));
    }
    for (Other side : sides) {
      side.until(READY);
    }
    RaceReferee referee = new RaceReferee(people);
    for (RacePhase phase : RacePhase.values()) {
      for (Other side : sides) {
        side.tell(phase.name());
      }
      for (Other side : sides) {
        referee.add(side.until(phase.name()));
      }
    }
    for (Other side : sides) {
      side.end();
    }
    String verdict = referee.verdict();
    long attempts = attempts(url);
    long cleared =
        referee.events().stream().filter(e -> e.kind() == RaceEvent.Kind.CLEARED).count();
    if (attempts != cleared) {
      throw new AssertionError(attempts + " reservations for " + cleared + " clearances");
    }
    return verdict;
  }

  private static long attempts(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT COUNT(*) FROM attempt")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(file.getFileName()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /** Runs the phases it is told, tells what it saw. */
  private static void side(Path directory, String url, int side, int threads, long seed)
      throws Exception {
    try (LawfulHome home = LawfulHome.on(home(directory, url, "journal" + side))) {
      RaceSide racing = new RaceSide(home, side, threads);
      System.out.println(READY);
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        RacePhase phase = RacePhase.valueOf(order);
        if (phase == RacePhase.LIST && side == 0) {
          racing.lift();
        }
        racing.run(phase, seed).forEach(event -> System.out.println(event.line()));
        System.out.println(phase.name());
      }
    }
  }

  /** The other end of a side's process. */
  private static final class Other {
    private final Process process;
    private final BufferedReader says;
    private final PrintStream orders;

    Other(String[] arguments, String url, int side) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElse("java"));
      command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
      command.add("-Dassent.test.seed=" + (1000 + side));
      Optional.ofNullable(System.getProperty("logback.configurationFile"))
          .ifPresent(file -> command.add("-Dlogback.configurationFile=" + file));
      command.add(RaceProcess.class.getName());
      command.addAll(List.of(arguments));
      command.addAll(List.of(url, String.valueOf(side)));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      says =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    void tell(String phase) {
      orders.println(phase);
    }

    List<RaceEvent> until(String word) throws IOException {
      List<RaceEvent> events = new ArrayList<>();
      for (String line = says.readLine(); !word.equals(line); line = says.readLine()) {
        if (line == null) {
          throw new IOException("a side ended before " + word);
        }
        if (line.matches("[A-Z]+ [A-Z_]+ .*")) {
          events.add(RaceEvent.of(line));
        }
      }
      return events;
    }

    void end() throws InterruptedException {
      orders.close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
