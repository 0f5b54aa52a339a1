package dev.assent.recorder.container;

import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks recordings, and opens them with both shares. Any thread.
 *
 * <p>Trusted signers are the public keys of the recorders whose files are believed. Whatever the
 * bytes of a file are, the answer is a verdict; only a disk that cannot be read throws.
 */
public final class RecordingReader {
  private final Files files;
  private final Collection<byte[]> trustedSigners;
  private final @Nullable Function<UUID, Optional<JournalledFacts>> journal;

  public RecordingReader(Files files, Collection<byte[]> trustedSigners) {
    this(files, trustedSigners, null);
  }

  private RecordingReader(
      Files files,
      Collection<byte[]> trustedSigners,
      @Nullable Function<UUID, Optional<JournalledFacts>> journal) {
    this.files = files;
    this.trustedSigners = trustedSigners.stream().map(byte[]::clone).toList();
    this.journal = journal;
  }

  /**
   * The same, which also holds each file against what the journal says of it: a file that is not
   * the one that was sealed, or is shorter than it was once, is damaged, and so is one of which the
   * journal knows nothing.
   */
  public RecordingReader against(Function<UUID, Optional<JournalledFacts>> told) {
    return new RecordingReader(files, trustedSigners, told);
  }

  /**
   * What the beginning of a file says of it, nothing else read or checked.
   *
   * @throws MalformedRecording if this is no recording
   */
  public RecordingHeader header(Path path) throws MalformedRecording {
    try (RecordingFile file = RecordingFile.open(files, path)) {
      return file.header();
    }
  }

  /** Checks without any key: structure, digest, counts, signature, salvage sidecar. */
  public Verification verify(Path path) {
    return verify(path, (RoleKey) null);
  }

  /**
   * Checks as {@link #verify(Path)}, and opens every frame.
   *
   * @param shareB 32 bytes, from the key ledger
   */
  public Verification verify(Path path, RoleKeyPair role, byte[] shareB) {
    return verify(path, header -> header.unseal(role, shareB));
  }

  /**
   * Checks as {@link #verify(Path)}, and opens every frame with what opens no other recording: as
   * whoever was given it does.
   */
  public Verification verify(Path path, RecordingKey own) {
    return verify(path, header -> header.unseal(own));
  }

  /**
   * What opens this recording and no other.
   *
   * @param shareB 32 bytes, from the key ledger
   * @throws CannotUnseal if these keys are not the ones
   * @throws MalformedRecording if this is no recording
   */
  public RecordingKey key(Path path, RoleKeyPair role, byte[] shareB)
      throws CannotUnseal, MalformedRecording {
    return header(path).key(role, shareB);
  }

  /**
   * Opens a recording for replay.
   *
   * @param shareB 32 bytes, from the key ledger
   * @throws CannotUnseal if these keys are not the ones
   * @throws MalformedRecording if this is no recording
   */
  public UnsealedRecording unseal(Path path, RoleKeyPair role, byte[] shareB)
      throws CannotUnseal, MalformedRecording {
    RecordingFile file = RecordingFile.open(files, path);
    try {
      return UnsealedRecording.of(file, file.header().unseal(role, shareB));
    } catch (CannotUnseal | MalformedRecording | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private Verification verify(Path path, @Nullable RoleKey key) {
    Optional<RecordingHeader> header = Optional.empty();
    try (RecordingFile file = RecordingFile.open(files, path)) {
      header = Optional.of(file.header());
      JournalledFacts told = told(file.header());
      if (key == null) {
        return new Verification(
            check(path, file, told, null), false, Optional.empty(), journal != null, header);
      }
      return opened(path, file, told, key);
    } catch (MalformedRecording e) {
      Verdict verdict = new Verdict.Damaged(String.valueOf(e.getMessage()));
      return new Verification(verdict, false, Optional.empty(), journal != null, header);
    }
  }

  private Verification opened(
      Path path, RecordingFile file, @Nullable JournalledFacts told, RoleKey key)
      throws MalformedRecording {
    Optional<RecordingHeader> header = Optional.of(file.header());
    FileKeys keys;
    try {
      keys = key.unseal(file.header());
    } catch (CannotUnseal e) {
      // Whether the file or the key is the wrong one, a signature tells; else only a key can.
      Verdict sealed = check(path, file, told, null);
      boolean keyIsWrong = sealed instanceof Verdict.Complete || e.isForeign();
      String why = String.valueOf(e.getMessage());
      Verdict verdict =
          keyIsWrong || sealed instanceof Verdict.Damaged ? sealed : new Verdict.Damaged(why);
      Optional<String> unopened = keyIsWrong ? Optional.of(why) : Optional.empty();
      return new Verification(verdict, false, unopened, journal != null, header);
    }
    try {
      return new Verification(
          check(path, file, told, keys), true, Optional.empty(), journal != null, header);
    } finally {
      keys.destroy();
    }
  }

  private Verdict check(
      Path path, RecordingFile file, @Nullable JournalledFacts told, @Nullable FileKeys keys)
      throws MalformedRecording {
    return new FileCheck(files, path, file, trustedSigners, told, keys).verdict();
  }

  private @Nullable JournalledFacts told(RecordingHeader header) throws MalformedRecording {
    if (journal == null) {
      return null;
    }
    return journal
        .apply(header.recordingId())
        .orElseThrow(
            () ->
                new MalformedRecording("the journal knows nothing of it: it is not of this home"));
  }

  private interface RoleKey {
    FileKeys unseal(RecordingHeader header) throws CannotUnseal;
  }
}
