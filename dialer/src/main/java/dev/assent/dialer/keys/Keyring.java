package dev.assent.dialer.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one engine: locked, or opened until it is locked or ends. Guarded by itself; any
 * thread.
 */
public final class Keyring implements AutoCloseable {
  private final Path keys;
  private final UUID home;
  private final InstantSource clock;
  private final Map<String, String> environment;
  private @Nullable OperatorKeys opened;

  /**
   * @param clock of the home: sessions end by it
   * @param environment says where memory lies, see {@link TmpfsDirectory#of}
   */
  public Keyring(Path keys, UUID home, InstantSource clock, Map<String, String> environment) {
    this.keys = keys;
    this.home = home;
    this.clock = clock;
    this.environment = Map.copyOf(environment);
  }

  /** The keyset as it lies on disk now. */
  public OperatorKeyset keyset() {
    return OperatorKeyset.read(keys, home);
  }

  /** Empty while locked. */
  public synchronized Optional<OperatorKeys> opened() {
    return Optional.ofNullable(opened);
  }

  /** Opens with what an earlier {@code unlock} left in memory; false when there is nothing. */
  public synchronized boolean openKept() {
    Optional<UnlockedKeys> kept = kept();
    if (opened == null && kept.isPresent()) {
      opened = kept.get().open(keyset()).orElse(null);
    }
    return opened != null;
  }

  /** Opens for as long as this engine runs. */
  public synchronized OperatorKeys open(Person person) {
    OperatorKeys now = opened == null ? keyset().open(person) : opened;
    opened = now;
    return now;
  }

  /**
   * Opens, and keeps the opened key in memory until {@link #lock} or reboot.
   *
   * @throws UserError exit 4 when this machine has no tmpfs of ours
   */
  public synchronized void unlock(Person person) {
    var file = new UnlockedKeys(TmpfsDirectory.of(home, environment), home);
    file.keep(open(person), person.user().name());
  }

  /** Forgets the opened keys here and in memory; false when nothing was open. */
  public synchronized boolean lock() {
    boolean kept = kept().map(UnlockedKeys::forget).orElse(false);
    boolean wasOpen = opened != null;
    close();
    return kept || wasOpen;
  }

  /** Who unlocked, while the opened key is kept in memory. */
  public Optional<String> unlockedBy() {
    return kept().flatMap(UnlockedKeys::by);
  }

  /** Takes over a keyset that was just changed, so that users named since are known. */
  public synchronized void reopen(OperatorKeyset changed) {
    if (opened != null) {
      byte[] kek = opened.kek();
      OperatorKeys before = opened;
      opened = changed.open(kek);
      before.close();
      java.util.Arrays.fill(kek, (byte) 0);
    }
  }

  /** Takes over a keyset under a new key; the kept key, if any, is replaced by that. */
  public synchronized void take(OperatorKeyset.Rekeyed changed) {
    if (opened != null) {
      opened.close();
    }
    opened = changed.keys();
    kept()
        .filter(file -> file.by().isPresent())
        .ifPresent(file -> file.keep(changed.keys(), file.by().orElseThrow()));
  }

  /**
   * @throws UserError exit 4 when this machine has no tmpfs of ours
   */
  public Sessions sessions() {
    return new Sessions(TmpfsDirectory.of(home, environment), home, clock);
  }

  /** People with an open or ended session; none where there is no tmpfs. */
  public List<String> peopleWithSessions() {
    return memory()
        .map(directory -> new Sessions(directory, home, clock).people())
        .orElse(List.of());
  }

  /** The person of an open session. */
  public Optional<Person> resume(String user) {
    return memory()
        .flatMap(directory -> new Sessions(directory, home, clock).resume(user, keyset()));
  }

  private Optional<UnlockedKeys> kept() {
    return memory().map(directory -> new UnlockedKeys(directory, home));
  }

  private Optional<TmpfsDirectory> memory() {
    try {
      return Optional.of(TmpfsDirectory.of(home, environment));
    } catch (UserError noTmpfs) {
      return Optional.empty();
    }
  }

  /** For parts that cannot work without keys. */
  public OperatorKeys require() {
    return opened()
        .orElseThrow(
            () -> new UserError(Exit.NOT_PERMITTED, Message.of("engine.locked"), "assent unlock"));
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
