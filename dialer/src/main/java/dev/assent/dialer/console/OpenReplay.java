package dev.assent.dialer.console;

import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.replay.Replay;
import dev.assent.recorder.replay.VirtualWav;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** One recording that one person opened. Its lock guards all of it: a replay has one thread. */
final class OpenReplay {
  /** Longer than this nothing stays open that nobody asks for. */
  private static final Duration IDLE = Duration.ofMinutes(15);

  /** So long sound is given out on one word of the engine: an erasure meanwhile must end it. */
  private static final Duration GRANTED = Duration.ofSeconds(60);

  /**
   * Why it was opened.
   *
   * @param files of the call, from the one that was asked for
   */
  record Access(List<UUID> files, String purpose, String caseId) {
    UUID recording() {
      return files.getFirst();
    }

    String why() {
      return (purpose + " " + caseId).strip();
    }

    /**
     * Whether it would be given now; another access, and written down as one.
     *
     * @throws ActRefused when not
     */
    void askAgain(ListeningPerson person) {
      for (UUID file : files) {
        ShareGrant again = person.share(file, purpose, caseId);
        Arrays.fill(again.shareB(), (byte) 0);
      }
    }
  }

  final Access access;
  final ReentrantLock lock = new ReentrantLock();
  final List<Path> files;
  final Replay replay;
  final VirtualWav wav;
  final CompletableFuture<Verdict> verdict;
  final HeardSeconds heard;
  private Instant grantedAt;
  private volatile Instant touched;
  private boolean closed;

  OpenReplay(
      Access access,
      List<Path> files,
      Replay replay,
      CompletableFuture<Verdict> verdict,
      Instant now) {
    this.access = access;
    this.files = files;
    this.replay = replay;
    this.wav = replay.wav();
    this.verdict = verdict;
    this.heard = new HeardSeconds(access.recording());
    this.grantedAt = now;
    this.touched = now;
  }

  void touch(Instant now) {
    touched = now;
  }

  /**
   * Asks the engine again when its last word is old.
   *
   * @throws ActRefused when the answer is no by now: erased, restricted, not theirs any more
   */
  void stillGranted(ListeningPerson person, Instant now) {
    if (Duration.between(grantedAt, now).compareTo(GRANTED) >= 0) {
      access.askAgain(person);
      grantedAt = now;
    }
  }

  boolean isIdle(Instant now) {
    return Duration.between(touched, now).compareTo(IDLE) >= 0;
  }

  boolean isClosed() {
    return closed;
  }

  /** Forgets the keys. */
  void close() {
    if (!closed) {
      closed = true;
      replay.close();
    }
  }
}
