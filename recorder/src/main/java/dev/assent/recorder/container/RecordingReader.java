package dev.assent.recorder.container;

import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks recordings, and opens them with both shares. Any thread.
 *
 * <p>Trusted signers are the public keys of the recorders whose files are believed.
 */
public final class RecordingReader {
  private final Files files;
  private final Collection<byte[]> trustedSigners;

  public RecordingReader(Files files, Collection<byte[]> trustedSigners) {
    this.files = files;
    this.trustedSigners = trustedSigners.stream().map(byte[]::clone).toList();
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
      FileKeys keys = key == null ? null : key.unseal(file.header());
      try {
        return new Verification(check(path, file, keys), keys != null, header);
      } finally {
        if (keys != null) {
          keys.destroy();
        }
      }
    } catch (MalformedRecording | CannotUnseal e) {
      return new Verification(new Verdict.Damaged(String.valueOf(e.getMessage())), false, header);
    }
  }

  private Verdict check(Path path, RecordingFile file, @Nullable FileKeys keys)
      throws MalformedRecording {
    RecordingHeader header = file.header();
    FrameOpener opener = keys == null ? null : new FrameOpener(header, keys);
    if (keys != null) {
      header.metadata(keys);
    }
    MessageDigest digest = Sha256.digest();
    digest.update(header.bytes());
    byte[] frame = new byte[FrameFormat.FRAME_BYTES];
    int seconds = 0;
    boolean indexed = false;
    for (int seq = 0; seq < file.frames(); seq++) {
      file.read(seq, frame);
      FrameFormat.Head head = FrameFormat.head(frame, seq);
      boolean inOrder = head.type() != FrameFormat.AUDIO || !indexed;
      if (!inOrder || head.second() != seconds) {
        throw new MalformedRecording("frame %d is out of order".formatted(seq));
      }
      if (opener != null) {
        opener.check(frame, head);
      }
      switch (head.type()) {
        case FrameFormat.AUDIO -> seconds++;
        case FrameFormat.INDEX -> indexed = true;
        default -> {
          return checkFinal(file, frame, seq, seconds, digest.digest());
        }
      }
      digest.update(frame);
    }
    SalvageNote.check(files, path, header, trustedSigners, seconds);
    return new Verdict.Incomplete(seconds);
  }

  private Verdict checkFinal(RecordingFile file, byte[] frame, int seq, int seconds, byte[] digest)
      throws MalformedRecording {
    RecordingHeader header = file.header();
    FinalFrame last = FinalFrame.parse(frame);
    require(seq == file.frames() - 1 && file.tornBytes() == 0, "something follows its last frame");
    require(last.frames() == seq && last.seconds() == seconds, "its counts are not what is there");
    require(Arrays.equals(last.digest(), digest), "its digest is not that of its bytes");
    require(Arrays.equals(last.signer(), header.signer()), "its signer is not its writer");
    require(FinalFrame.signatureHolds(header, frame), "its signature does not hold");
    require(isTrusted(last.signer()), "it is signed by a key that is not trusted here");
    return new Verdict.Complete(seconds);
  }

  private boolean isTrusted(byte[] signer) {
    return trustedSigners.stream().anyMatch(trusted -> Arrays.equals(trusted, signer));
  }

  private static void require(boolean holds, String otherwise) throws MalformedRecording {
    if (!holds) {
      throw new MalformedRecording(otherwise);
    }
  }

  private interface RoleKey {
    FileKeys unseal(RecordingHeader header) throws CannotUnseal;
  }
}
