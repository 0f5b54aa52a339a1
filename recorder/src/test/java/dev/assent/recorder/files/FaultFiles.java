package dev.assent.recorder.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that keeps apart what programs see and what is on the platter, and loses power
 * on demand: after the n-th effect it throws {@link PowerCut}, and {@link #afterPowerCut} is what
 * the next process finds: all that was forced, and of the rest whatever the seed leaves. A rename
 * is there whole or not at all, as journalling file systems have it: one that forgot the new name
 * and kept that the old one is gone would lose every file that anybody ever renamed across
 * directories.
 *
 * <p>Not thread-safe: for agents turned by hand.
 */
public final class FaultFiles implements Files {
  private static final int SECTOR = 512;

  /** The power is gone; nothing may catch this. */
  public static final class PowerCut extends Error {
    PowerCut() {
      super("power cut");
    }
  }

  /** A file's bytes, as seen and as on the platter. */
  private static final class Inode {
    byte[] seen = new byte[0];
    byte[] platter = new byte[0];

    Inode copy() {
      Inode copy = new Inode();
      copy.seen = seen.clone();
      copy.platter = platter.clone();
      return copy;
    }
  }

  private final TreeMap<Path, Inode> seen = new TreeMap<>();
  private final TreeMap<Path, Inode> platter = new TreeMap<>();

  /** The first name of each that was renamed, where no directory was forced since. */
  private final Map<Path, Path> renamed = new HashMap<>();

  private final TreeSet<Path> seenDirectories = new TreeSet<>();
  private final TreeSet<Path> platterDirectories = new TreeSet<>();
  private final Set<String> forcesSeen = new HashSet<>();
  private String ignoredForce = "";
  private long effects;
  private long effectsLeft = Long.MAX_VALUE;
  private boolean failing;
  private long usable = Long.MAX_VALUE;
  private final Map<Path, String> faults = new HashMap<>();
  private Runnable whileForcing = () -> {};

  /** With these directories on the platter. */
  public FaultFiles(Path... directories) {
    for (Path directory : directories) {
      seenDirectories.add(directory);
      platterDirectories.add(directory);
    }
  }

  // ---- for tests

  /** Writes, forces and names so far. */
  public long effects() {
    return effects;
  }

  /** Cuts the power instead of the effect after the next {@code count}. */
  public void cutPowerAfter(long count) {
    effectsLeft = count;
  }

  /** Every effect from now on fails as a broken disk does. */
  public void breakDisk() {
    failing = true;
  }

  /** Every effect in this directory or below fails so from now on, until {@link #mend}. */
  public void fail(Path directory, String how) {
    faults.put(directory, how);
  }

  public void mend(Path directory) {
    faults.remove(directory);
  }

  /** Somebody deletes a directory with all that it holds; open files live on without a name. */
  public void remove(Path directory) {
    seen.keySet().removeIf(name -> name.startsWith(directory));
    seenDirectories.removeIf(name -> name.startsWith(directory));
  }

  /** Called within each force of contents: what a slow disk does to time. */
  public void whileForcing(Runnable event) {
    whileForcing = event;
  }

  public void usable(long bytes) {
    usable = bytes;
  }

  /** The places in the program that have forced something, as {@code Class.method:line}. */
  public Set<String> forces() {
    return Set.copyOf(forcesSeen);
  }

  /** From now on forces from this place do nothing: as if their line were deleted. */
  public void ignoreForcesFrom(String place) {
    ignoredForce = place;
  }

  /** Changes bytes as a broken disk or an intruder does. */
  public void overwrite(Path file, byte[] bytes) {
    Inode inode = inode(file);
    inode.seen = bytes.clone();
    inode.platter = bytes.clone();
  }

  public byte[] bytes(Path file) {
    return inode(file).seen.clone();
  }

  /** A process was killed: the system lives on, and so does all that it was given. */
  public FaultFiles afterKill() {
    FaultFiles next = heir();
    IdentityHashMap<Inode, Inode> copies = new IdentityHashMap<>();
    seen.forEach((name, inode) -> next.seen.put(name, copies.computeIfAbsent(inode, Inode::copy)));
    platter.forEach(
        (name, inode) -> next.platter.put(name, copies.computeIfAbsent(inode, Inode::copy)));
    next.renamed.putAll(renamed);
    next.seenDirectories.addAll(seenDirectories);
    next.platterDirectories.addAll(platterDirectories);
    return next;
  }

  /**
   * The power came back. What was forced is there; of the rest each name and each file's end may be
   * there or not, as the seed says, torn.
   *
   * @param seed 0 loses all that was not forced
   */
  public FaultFiles afterPowerCut(long seed) {
    FaultFiles next = heir();
    // Not Random: the first bits of its neighbouring seeds are alike.
    SplittableRandom random = new SplittableRandom(seed);
    for (Path directory : seenDirectories) {
      if (platterDirectories.contains(directory) || (seed != 0 && random.nextBoolean())) {
        next.seenDirectories.add(directory);
        next.platterDirectories.add(directory);
      }
    }
    Set<Path> names = new TreeSet<>(platter.keySet());
    names.addAll(seen.keySet());
    Map<Path, Boolean> chances = new HashMap<>();
    for (Path name : names) {
      boolean newer =
          chances.computeIfAbsent(
              renamed.getOrDefault(name, name), _ -> seed != 0 && random.nextBoolean());
      Inode inode = (newer ? seen : platter).get(name);
      if (inode != null && next.seenDirectories.contains(name.getParent())) {
        Inode survivor = new Inode();
        survivor.seen = seed == 0 ? inode.platter.clone() : survived(inode, random);
        survivor.platter = survivor.seen.clone();
        next.seen.put(name, survivor);
        next.platter.put(name, survivor);
      }
    }
    return next;
  }

  private FaultFiles heir() {
    FaultFiles next = new FaultFiles();
    next.ignoredForce = ignoredForce;
    next.usable = usable;
    return next;
  }

  /**
   * What was forced, and perhaps some of the rest: of what was written over, any sectors; of what
   * the file grew by, its beginning, some sectors of it zero.
   */
  private static byte[] survived(Inode inode, SplittableRandom random) {
    int forced = inode.platter.length;
    if (Arrays.equals(inode.platter, inode.seen) || random.nextInt(3) == 0) {
      return inode.platter.clone();
    }
    int grown = Math.max(0, inode.seen.length - forced);
    byte[] bytes = Arrays.copyOf(inode.platter, forced + random.nextInt(grown + 1));
    for (int at = 0; at < bytes.length; at += SECTOR) {
      int end = Math.min(bytes.length, at + SECTOR);
      boolean isNew = at >= forced ? random.nextInt(3) > 0 : random.nextBoolean();
      if (isNew && end <= inode.seen.length) {
        System.arraycopy(inode.seen, at, bytes, at, end - at);
      }
    }
    return bytes;
  }

  // ---- the port

  private void effect(Path file) {
    for (Map.Entry<Path, String> fault : faults.entrySet()) {
      if (file.startsWith(fault.getKey())) {
        throw new UncheckedIOException(new IOException(fault.getValue()));
      }
    }
    if (failing) {
      throw new UncheckedIOException(new IOException("disk broken by the test"));
    }
    if (effectsLeft-- <= 0) {
      throw new PowerCut();
    }
    effects++;
  }

  private boolean isForceIgnored() {
    String place =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(
                            frame -> !frame.getClassName().startsWith(FaultFiles.class.getName()))
                        .findFirst()
                        .map(
                            f ->
                                "%s.%s:%d"
                                    .formatted(simple(f), f.getMethodName(), f.getLineNumber()))
                        .orElse(""));
    forcesSeen.add(place);
    return place.equals(ignoredForce);
  }

  private static String simple(StackWalker.StackFrame frame) {
    return frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
  }

  private Inode inode(Path file) {
    Inode inode = seen.get(file);
    if (inode == null) {
      throw gone(file);
    }
    return inode;
  }

  private void requireDirectory(Path file) {
    if (!seenDirectories.contains(file.getParent())) {
      throw gone(file);
    }
  }

  private static UncheckedIOException gone(Path file) {
    return new UncheckedIOException(new NoSuchFileException(file.toString()));
  }

  @Override
  public boolean createDirectory(Path directory) {
    if (seenDirectories.contains(directory)) {
      return false;
    }
    requireDirectory(directory);
    effect(directory);
    return seenDirectories.add(directory);
  }

  @Override
  public List<Path> list(Path directory) {
    List<Path> entries = new ArrayList<>();
    for (Path name : seen.keySet()) {
      if (directory.equals(name.getParent())) {
        entries.add(name);
      }
    }
    for (Path name : seenDirectories) {
      if (directory.equals(name.getParent())) {
        entries.add(name);
      }
    }
    entries.sort(null);
    return entries;
  }

  @Override
  public boolean exists(Path file) {
    return seen.containsKey(file) || seenDirectories.contains(file);
  }

  @Override
  public long size(Path file) {
    return inode(file).seen.length;
  }

  @Override
  public AppendFile create(Path file) {
    requireDirectory(file);
    effect(file);
    if (seen.containsKey(file)) {
      throw new UncheckedIOException(new IOException("exists: " + file.getFileName()));
    }
    Inode inode = new Inode();
    seen.put(file, inode);
    return new Append(file, inode, 0);
  }

  @Override
  public AppendFile append(Path file, long keep) {
    Inode inode = inode(file);
    if (keep < inode.seen.length) {
      effect(file);
      inode.seen = Arrays.copyOf(inode.seen, (int) keep);
    }
    return new Append(file, inode, (int) keep);
  }

  @Override
  public AppendFile overwrite(Path file) {
    return new Append(file, inode(file), 0);
  }

  @Override
  public ReadFile open(Path file) {
    Inode inode = inode(file);
    return new ReadFile() {
      @Override
      public long size() {
        return inode.seen.length;
      }

      @Override
      public int read(long at, byte[] into, int offset, int length) {
        int n = (int) Math.max(0, Math.min(length, inode.seen.length - at));
        System.arraycopy(inode.seen, (int) Math.min(at, inode.seen.length), into, offset, n);
        return n;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void rename(Path from, Path to) {
    requireDirectory(to);
    effect(to);
    Inode inode = inode(from);
    seen.remove(from);
    seen.put(to, inode);
    renamed.put(to, renamed.getOrDefault(from, from));
  }

  @Override
  public void delete(Path file) {
    effect(file);
    inode(file);
    seen.remove(file);
  }

  @Override
  public void forceDirectory(Path directory) {
    effect(directory);
    if (!seenDirectories.contains(directory)) {
      throw gone(directory);
    }
    if (isForceIgnored()) {
      return;
    }
    platter
        .keySet()
        .removeIf(name -> directory.equals(name.getParent()) && !seen.containsKey(name));
    for (Map.Entry<Path, Inode> entry : seen.entrySet()) {
      if (directory.equals(entry.getKey().getParent())) {
        platter.put(entry.getKey(), entry.getValue());
      }
    }
    renamed.entrySet().stream()
        .filter(
            rename ->
                directory.equals(rename.getKey().getParent())
                    || directory.equals(rename.getValue().getParent()))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::forceRename);
    for (Path name : seenDirectories) {
      if (directory.equals(name.getParent())) {
        platterDirectories.add(name);
      }
    }
  }

  private void forceRename(Path to) {
    Path from = renamed.remove(to);
    if (from != null && !seen.containsKey(from)) {
      platter.remove(from);
    }
    Inode inode = seen.get(to);
    if (inode != null) {
      platter.put(to, inode);
    }
  }

  @Override
  public long usableBytes(Path directory) {
    return seenDirectories.contains(directory) ? usable : 0;
  }

  private final class Append implements AppendFile {
    private final Path file;
    private final Inode inode;
    private int at;

    Append(Path file, Inode inode, int at) {
      this.at = at;
      this.file = file;
      this.inode = inode;
    }

    @Override
    public long position() {
      return at;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      effect(file);
      inode.seen = Arrays.copyOf(inode.seen, Math.max(inode.seen.length, at + length));
      System.arraycopy(bytes, offset, inode.seen, at, length);
      at += length;
    }

    @Override
    public void force() {
      effect(file);
      whileForcing.run();
      if (!isForceIgnored()) {
        inode.platter = inode.seen.clone();
      }
    }

    @Override
    public void close() {}
  }
}
