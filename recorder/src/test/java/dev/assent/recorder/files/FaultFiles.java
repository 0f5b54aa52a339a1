package dev.assent.recorder.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
 * the next process finds: all that was forced, and of the rest whatever the seed leaves.
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
  private final TreeSet<Path> seenDirectories = new TreeSet<>();
  private final TreeSet<Path> platterDirectories = new TreeSet<>();
  private final Set<String> forcesSeen = new HashSet<>();
  private String ignoredForce = "";
  private long effects;
  private long effectsLeft = Long.MAX_VALUE;
  private boolean failing;
  private long usable = Long.MAX_VALUE;

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
    for (Path name : names) {
      boolean newer = seed != 0 && random.nextBoolean();
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

  /** What was forced, and perhaps the beginning of the rest, some of its sectors zero. */
  private static byte[] survived(Inode inode, SplittableRandom random) {
    int forced = inode.platter.length;
    int common = 0;
    while (common < Math.min(forced, inode.seen.length)
        && inode.platter[common] == inode.seen[common]) {
      common++;
    }
    if (common < forced || inode.seen.length <= forced || random.nextInt(3) == 0) {
      return inode.platter.clone();
    }
    int kept = forced + random.nextInt(inode.seen.length - forced + 1);
    byte[] bytes = Arrays.copyOf(inode.seen, kept);
    for (int sector = (forced + SECTOR - 1) / SECTOR; sector * SECTOR < kept; sector++) {
      if (random.nextInt(3) == 0) {
        Arrays.fill(bytes, sector * SECTOR, Math.min(kept, (sector + 1) * SECTOR), (byte) 0);
      }
    }
    return bytes;
  }

  // ---- the port

  private void effect() {
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
      throw new UncheckedIOException(new IOException("no such file: " + file.getFileName()));
    }
    return inode;
  }

  @Override
  public boolean createDirectory(Path directory) {
    if (seenDirectories.contains(directory)) {
      return false;
    }
    effect();
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
    effect();
    if (seen.containsKey(file)) {
      throw new UncheckedIOException(new IOException("exists: " + file.getFileName()));
    }
    Inode inode = new Inode();
    seen.put(file, inode);
    return new Append(inode);
  }

  @Override
  public AppendFile append(Path file, long keep) {
    Inode inode = inode(file);
    if (keep < inode.seen.length) {
      effect();
      inode.seen = Arrays.copyOf(inode.seen, (int) keep);
    }
    return new Append(inode);
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
    effect();
    Inode inode = inode(from);
    seen.remove(from);
    seen.put(to, inode);
  }

  @Override
  public void delete(Path file) {
    effect();
    inode(file);
    seen.remove(file);
  }

  @Override
  public void forceDirectory(Path directory) {
    effect();
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
    for (Path name : seenDirectories) {
      if (directory.equals(name.getParent())) {
        platterDirectories.add(name);
      }
    }
  }

  @Override
  public long usableBytes(Path directory) {
    return usable;
  }

  private final class Append implements AppendFile {
    private final Inode inode;

    Append(Inode inode) {
      this.inode = inode;
    }

    @Override
    public long position() {
      return inode.seen.length;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      effect();
      int at = inode.seen.length;
      inode.seen = Arrays.copyOf(inode.seen, at + length);
      System.arraycopy(bytes, offset, inode.seen, at, length);
    }

    @Override
    public void force() {
      effect();
      if (!isForceIgnored()) {
        inode.platter = inode.seen.clone();
      }
    }

    @Override
    public void close() {}
  }
}
