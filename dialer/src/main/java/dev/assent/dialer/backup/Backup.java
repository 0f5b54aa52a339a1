package dev.assent.dialer.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.journal.Acknowledged;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.BackupSeal;
import dev.assent.dialer.keys.OperatorKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a backup of a home whose engine runs on. The database is copied first and the journal after
 * it, so the journal says whatever the copy does not know. The ledger stays out: it has copies of
 * its own, which run out after a week.
 */
public final class Backup {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WORK = "backup-";

  /** What is in every backup besides database and journal. */
  private static final List<String> TREES = List.of("conf", "keys", "inbox", "evidence", "reports");

  private final EngineContext context;
  private final Home home;
  private final SecureRandom random;

  public Backup(EngineContext context) {
    this.context = context;
    this.home = context.home();
    this.random = context.engine().machine().clocks().random();
  }

  /**
   * What was made.
   *
   * @param bytes before they were packed and sealed
   * @param size of the file
   */
  public record Made(Path file, Manifest manifest, long files, long bytes, long size) {}

  /**
   * Killed at any moment, there is a whole backup or none.
   *
   * @param target absolute; not there yet, outside the home
   * @param recordings whether sealed recordings come too
   */
  public Made create(Path target, boolean recordings) throws IOException {
    Made made = make(target, recordings, false);
    journal(made);
    return made;
  }

  /**
   * The same of a home whose database nobody has open, as before it is changed; {@link #journal} is
   * the caller's, afterwards.
   */
  public Made createAtRest(Path target) throws IOException {
    return make(target, false, true);
  }

  private Made make(Path target, boolean recordings, boolean atRest) throws IOException {
    requireFree(home, target);
    sweep();
    Path work = Files.createDirectory(home.data().resolve(WORK + tag()), directoryMode());
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp-" + tag());
    boolean done = false;
    try {
      Made made = write(temporary, target, work, recordings, atRest);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      force(Objects.requireNonNull(target.getParent()));
      done = true;
      return made;
    } finally {
      delete(work);
      if (!done) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /**
   * @throws UserError when no backup can be made there, or none of a home that shares its database
   */
  public static void requireFree(Home home, Path target) throws IOException {
    if (AssentConfig.read(home.conf()).database().isPresent()) {
      throw new UserError(
          Exit.CONFIG,
          Message.of("backup.shared", home.root()),
          "docs/backup.md: Backups of several nodes");
    }
    if (target.startsWith(home.root())) {
      throw new UserError(Exit.USAGE, Message.of("backup.inside", target), null);
    }
    if (Files.exists(target)) {
      throw new UserError(Exit.CONFIG, Message.of("backup.there", target), null);
    }
    Path folder = Objects.requireNonNull(target.getParent(), "an absolute path");
    if (!Files.isDirectory(folder)) {
      throw new UserError(Exit.USAGE, Message.of("input.no_folder", folder), null);
    }
  }

  private Made write(Path temporary, Path target, Path work, boolean recordings, boolean atRest)
      throws IOException {
    OperatorKeys keys = context.keys();
    Instant at = context.clock().instant();
    byte[] content = new byte[32];
    random.nextBytes(content);
    BackupHeader header =
        new BackupHeader(
            home.marker().id(),
            at,
            BackupSeal.toRecovery(keys, home.marker().id(), content),
            BackupSeal.toHome(keys, content, random));
    PieceCipher cipher = new PieceCipher(content, header.encode());
    Arrays.fill(content, (byte) 0);
    try (FileChannel channel =
            FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        OutputStream out = Channels.newOutputStream(channel);
        BackupWriter writer = new BackupWriter(out, cipher, work.resolve("manifest"))) {
      out.write(header.encode());
      Manifest manifest = fill(writer, work, at, recordings, atRest);
      writer.finish(manifest);
      channel.force(true);
      return new Made(target, manifest, writer.files(), writer.bytes(), channel.size());
    }
  }

  private Manifest fill(
      BackupWriter writer, Path work, Instant at, boolean recordings, boolean atRest)
      throws IOException {
    Journal journal = context.law().journal();
    writer.file("home.json", home.root().resolve("home.json"));
    long before = journal.size();
    if (atRest) {
      writer.file("data/assent.mv.db", home.data().resolve("assent.mv.db"));
      before = 0; // what its outbox and the journal have for each other nobody has compared
    } else {
      Path copy = work.resolve("database.zip");
      context.law().store().copyTo(copy);
      writer.unzipped("data/assent.mv.db", copy);
      Files.delete(copy);
    }
    Acknowledged end = journal(writer, journal);
    for (String tree : TREES) {
      writer.tree(tree, home.root().resolve(tree), home.evidencePacks());
    }
    writer.tree("data/lists", home.data().resolve("lists"));
    writer.file("data/holds.jsonl", home.data().resolve("holds.jsonl"));
    if (recordings) {
      writer.tree("recordings", home.recordings());
    }
    return new Manifest(
        home.marker().id(),
        at,
        end.entries(),
        HexFormat.of().formatHex(end.chain().toByteArray()),
        before,
        recordings);
  }

  /** Up to what was acknowledged when this began; more is written meanwhile. */
  private Acknowledged journal(BackupWriter writer, Journal journal) throws IOException {
    byte[] head = Files.readAllBytes(home.journal().resolve("head"));
    Acknowledged end = journal.acknowledged();
    for (int number = 0; number <= end.segment(); number++) {
      String name = "%08d.journal".formatted(number);
      Path file = home.journal().resolve(name);
      if (number < end.segment()) {
        writer.file("journal/" + name, file);
      } else {
        writer.beginning("journal/" + name, file, end.bytes());
      }
    }
    writer.content("journal/head", head);
    return end;
  }

  /** Says in the journal that it was taken. */
  public void journal(Made made) {
    ObjectNode said = JSON.createObjectNode();
    said.put("at", made.manifest().at().toString()).put("entries", made.manifest().entries());
    said.put("files", made.files()).put("bytes", made.size());
    said.put("recordings", made.manifest().recordings());
    context
        .law()
        .journal()
        .append(
            List.of(
                JournalEntry.operational(
                    context.law().newId(),
                    EntryType.BACKUP_TAKEN,
                    context.clock().instant(),
                    context.actor().name(),
                    JournalEntry.NO_ID,
                    said.toString())));
  }

  /** What killed backups left. */
  private void sweep() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(home.data(), WORK + "*")) {
      for (Path each : left) {
        delete(each);
      }
    }
  }

  private String tag() {
    byte[] tag = new byte[4];
    random.nextBytes(tag);
    return HexFormat.of().formatHex(tag);
  }

  private static java.nio.file.attribute.FileAttribute<?> directoryMode() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A tree and what is in it. */
  static void delete(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
