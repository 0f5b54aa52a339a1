package dev.assent.recorder.container;

import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reading of one whole file for its verdict. One thread, once. */
final class FileCheck {
  private final Files files;
  private final Path path;
  private final RecordingFile file;
  private final Collection<byte[]> trustedSigners;
  private final @Nullable JournalledFacts told;
  private final @Nullable FileKeys keys;
  private final RecordingHeader header;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] frame = new byte[FrameFormat.FRAME_BYTES];
  private int seconds;

  /**
   * @param told what the journal says of it, if anybody asked
   * @param keys if every frame is to be opened
   */
  FileCheck(
      Files files,
      Path path,
      RecordingFile file,
      Collection<byte[]> trustedSigners,
      @Nullable JournalledFacts told,
      @Nullable FileKeys keys) {
    this.files = files;
    this.path = path;
    this.file = file;
    this.trustedSigners = trustedSigners;
    this.told = told;
    this.keys = keys;
    this.header = file.header();
  }

  Verdict verdict() throws MalformedRecording {
    require(
        told == null || Arrays.equals(told.headerSha256(), header.sha256()),
        "its header is not the one that the journal knows");
    digest.update(header.bytes());
    boolean finished = readFrames();
    requireAsJournalled();
    if (finished) {
      return new Verdict.Complete(seconds);
    }
    SalvageNote.check(files, path, header, trustedSigners, file.frames(), seconds);
    return new Verdict.Incomplete(seconds);
  }

  /** All frames in order; whether FINAL is the last. */
  private boolean readFrames() throws MalformedRecording {
    FrameOpener opener = keys == null ? null : new FrameOpener(header, keys);
    ContentCheck content = new ContentCheck(header.legs());
    if (keys != null) {
      header.metadata(keys);
    }
    boolean indexed = false;
    for (int seq = 0; seq < file.frames(); seq++) {
      file.read(seq, frame);
      FrameFormat.Head head = FrameFormat.head(frame, seq);
      boolean inOrder = head.type() != FrameFormat.AUDIO || !indexed;
      require(inOrder && head.second() == seconds, "frame %d is out of order".formatted(seq));
      requireAsHeartbeat(seq);
      if (head.type() == FrameFormat.FINAL) {
        checkFinal(seq);
      }
      if (opener != null) {
        content.check(head, frame, opener.open(frame, head));
      }
      digest.update(frame);
      if (head.type() == FrameFormat.FINAL) {
        return true;
      }
      if (head.type() == FrameFormat.AUDIO) {
        seconds++;
      }
      indexed |= head.type() == FrameFormat.INDEX;
    }
    return false;
  }

  private void checkFinal(int seq) throws MalformedRecording {
    FinalFrame last = FinalFrame.parse(frame);
    require(seq == file.frames() - 1 && file.tornBytes() == 0, "something follows its last frame");
    require(last.frames() == seq && last.seconds() == seconds, "its counts are not what is there");
    require(Arrays.equals(last.digest(), soFar()), "its digest is not that of its bytes");
    require(Arrays.equals(last.signer(), header.signer()), "its signer is not its writer");
    require(FinalFrame.signatureHolds(header, frame), "its signature does not hold");
    require(
        trustedSigners.stream().anyMatch(trusted -> Arrays.equals(trusted, last.signer())),
        "it is signed by a key that is not trusted here");
  }

  private void requireAsHeartbeat(int seq) throws MalformedRecording {
    Optional<Heartbeat> beat = told == null ? Optional.empty() : told.lastHeartbeat();
    if (beat.isPresent() && beat.get().seq() == seq) {
      byte[] tag = Arrays.copyOfRange(frame, FrameFormat.TAG_AT, FrameFormat.FRAME_BYTES);
      require(
          Arrays.equals(tag, beat.get().tag()),
          "frame %d is not the one whose heartbeat the journal has".formatted(seq));
    }
  }

  private void requireAsJournalled() throws MalformedRecording {
    if (told == null) {
      return;
    }
    if (told.lastHeartbeat().isPresent()) {
      int seq = told.lastHeartbeat().get().seq();
      require(
          seq < file.frames(),
          "it was cut: it has %d frames, and the journal saw %d on disk"
              .formatted(file.frames(), seq + 1));
    }
    if (told.fileSha256().isPresent()) {
      digest.update(file.torn());
      require(
          Arrays.equals(told.fileSha256().get(), soFar()),
          "it is not the file that the journal knows: its digest is another");
    }
  }

  private byte[] soFar() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The JDK's SHA-256 can be cloned", e);
    }
  }

  private static void require(boolean holds, String otherwise) throws MalformedRecording {
    if (!holds) {
      throw new MalformedRecording(otherwise);
    }
  }
}
