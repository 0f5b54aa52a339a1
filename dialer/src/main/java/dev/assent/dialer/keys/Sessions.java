package dev.assent.dialer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The sessions people opened with {@code login}, one file a person in memory. Whoever shares the
 * operating system's user shares them: people who must be told apart need accounts of their own.
 */
public final class Sessions {
  private static final String PREFIX = "session-";

  private final TmpfsDirectory directory;
  private final UUID home;
  private final InstantSource clock;

  public Sessions(TmpfsDirectory directory, UUID home, InstantSource clock) {
    this.directory = directory;
    this.home = home;
    this.clock = clock;
  }

  /** Opens a session; tells until when it lasts. */
  public Instant open(Person person, Duration lasts) {
    Instant until = clock.instant().plus(lasts);
    byte[] secret = OperatorKeyset.sessionSecret(person);
    file(person.user().name())
        .write(OpenedFile.node().put("until", until.toString()).put("secret", secret));
    Arrays.fill(secret, (byte) 0);
    return until;
  }

  /** The person of a session that is still open; an ended one is removed. */
  public Optional<Person> resume(String user, OperatorKeyset keyset) {
    OpenedFile file = file(user);
    Optional<JsonNode> found = file.read();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!clock.instant().isBefore(Instant.parse(found.get().path("until").asText()))) {
      file.delete();
      return Optional.empty();
    }
    try {
      return Optional.of(keyset.resume(user, found.get().path("secret").binaryValue()));
    } catch (IOException e) {
      throw new UncheckedIOException("the session is damaged", e);
    }
  }

  /** Names of people with a session file, ended ones included. */
  public List<String> people() {
    try (Stream<Path> files = Files.list(directory.path())) {
      List<String> names = new ArrayList<>();
      files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.startsWith(PREFIX) && !name.endsWith(".new"))
          .sorted()
          .forEach(name -> names.add(name.substring(PREFIX.length())));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list sessions", e);
    }
  }

  public boolean close(String user) {
    return file(user).delete();
  }

  private OpenedFile file(String user) {
    if (!User.isName(user)) {
      throw new IllegalArgumentException("not a user name");
    }
    return new OpenedFile(directory, PREFIX + user, home);
  }
}
