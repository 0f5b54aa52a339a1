package dev.assent.dialer.engine;

import dev.assent.compliance.RecorderState;
import dev.assent.compliance.store.attempt.CutOffCalls;
import dev.assent.compliance.store.attempt.RecordingHistory;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.recordings.RecordingsCheck;
import dev.assent.dialer.engine.recordings.SealedSounds;
import dev.assent.dialer.engine.recordings.Seals;
import dev.assent.dialer.engine.recordings.UsableRecipient;
import dev.assent.dialer.keys.PublicRecipients;
import dev.assent.dialer.keys.PublicSigner;
import dev.assent.dialer.keys.SecretName;
import dev.assent.dialer.trunk.TapFeed;
import dev.assent.recorder.Readiness;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.RecorderSettings;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.container.Recipients;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RolePublicKey;
import dev.assent.recorder.container.SigningKey;
import dev.assent.recorder.files.DiskFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What records, and what looks at the recordings of calls that are over: recorder, reviews, the
 * check whether agreed calls can be heard. Any thread.
 */
public final class RecordingParts {
  private final Engine engine;
  private final LawParts law;
  private final CallParts calls;
  private final Part<CallReview> review;
  private final Part<Recorder> recorder;
  private final Seals seals = new Seals();
  private volatile Optional<Recorder> openRecorder = Optional.empty();
  private volatile Optional<CallReview> openReview = Optional.empty();

  RecordingParts(Engine engine, PartStack stack, LawParts law, CallParts calls) {
    this.engine = engine;
    this.law = law;
    this.calls = calls;
    this.review = stack.part("review", this::openReview);
    this.recorder = stack.part("recorder", this::openRecorder);
  }

  /** What seals recordings; opened when first asked for. */
  Recorder recorder() {
    return recorder.get();
  }

  /**
   * Opens the recorder, if it is not open: that gives what a crash left in the spool files of their
   * own.
   *
   * @return recordings that are being made now
   */
  public int openForSalvage() {
    return recorder.get().stats().recording();
  }

  /** Whether calls could be recorded now, if the recorder is open. */
  public Optional<Readiness> readiness() {
    return openRecorder.map(Recorder::readiness);
  }

  /** Slots that calls have, of {@link RecorderSettings#slots}. */
  int slotsInUse() {
    int slots = RecorderSettings.in(engine.home().root()).slots();
    return openRecorder.map(open -> slots - open.stats().slots()).orElse(0);
  }

  /** R08: what the recorder says, or what it would need if it were opened now. */
  RecorderState state() {
    Optional<Recorder> open = openRecorder;
    if (open.isPresent()) {
      return switch (open.get().readiness()) {
        case Readiness.Ready _ -> new RecorderState.Ready();
        case Readiness.NotReady(String why, _) -> new RecorderState.NotReady(why);
      };
    }
    try {
      UsableRecipient.require(engine.home(), engine.parts().keys());
      return new RecorderState.Ready();
    } catch (UserError nobodyListens) {
      return new RecorderState.NotReady(
          Messages.in(Language.EN).say(nobodyListens.said()) + "; " + nobodyListens.next());
    }
  }

  /** Recordings that are being sealed. */
  Seals seals() {
    return seals;
  }

  /** What tells whether agreed calls can be heard. */
  RecordingsCheck check() {
    return new RecordingsCheck(
        engine.home().recordings(),
        new DiskFiles(),
        law.ledger(),
        readiness(),
        this::readerAgainstJournal,
        this::excused);
  }

  private Set<UUID> excused(Set<UUID> attempts) {
    RecordingHistory history = new RecordingHistory(_ -> true);
    CutOffCalls cutOff = new CutOffCalls();
    law.journal().forEach(history.andThen(cutOff));
    Stream<UUID> erased =
        history.recordings().values().stream()
            .filter(RecordingHistory.Told::erased)
            .map(RecordingHistory.Told::attemptId);
    Set<UUID> unopened = cutOff.beforeRecording();
    unopened.retainAll(attempts);
    // Another node's journal would have that it was opened, not this one's.
    return Stream.concat(erased, law.store().attempts().ofThisNode(unopened).stream())
        .filter(attempts::contains)
        .collect(Collectors.toSet());
  }

  /** Holds these recordings against what the journal says of them, which it reads now. */
  private RecordingReader readerAgainstJournal(Set<UUID> recordings) {
    RecordingHistory history = new RecordingHistory(recordings::contains);
    law.journal().forEach(history);
    return reader().against(JournalledFiles.facts(history.recordings()));
  }

  private RecordingReader reader() {
    return new RecordingReader(new DiskFiles(), List.of(PublicSigner.read(engine.home().conf())));
  }

  /** Returns when every call that is over, with its recording in a file, has been looked at. */
  public void settleReviews() {
    openReview.ifPresent(CallReview::settle);
  }

  /** Looks at calls that an earlier process left, if there are any. */
  void reviewLeftOver() {
    if (!law.store().reviews().unchecked(1).isEmpty()
        && engine.parts().recipients().qa().isPresent()) {
      recorder.get();
    }
  }

  private Recorder openRecorder() throws IOException {
    UsableRecipient.require(engine.home(), engine.parts().keys());
    PublicRecipients recipients = engine.parts().recipients();
    byte[] qa = recipients.qa().orElseThrow();
    byte[] seed = engine.keyring().require().secret(SecretName.RECORDER_SIGNING);
    SigningKey signer = SigningKey.fromSeed(seed);
    PublicSigner.keep(engine.home().conf(), signer.publicKey());
    RecorderSettings settings = RecorderSettings.in(engine.home().root());
    try {
      Recorder opened =
          Recorder.open(
              settings,
              new DiskFiles(),
              law.ledger(),
              new Recipients(new RolePublicKey(qa), new RolePublicKey(recipients.recovery())),
              signer,
              new JournalledRecordings(law.store().attempts(), review.get()),
              engine.clock(),
              engine.machine().clocks().random());
      opened.feed(new TapFeed(calls.media().taps()));
      openRecorder = Optional.of(opened);
      review.get().catchUp(law.journal(), new Catalog(engine.home().recordings(), new DiskFiles()));
      return opened;
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private CallReview openReview() throws IOException {
    SealedSounds sounds = new SealedSounds(reader());
    CallReview opened =
        new CallReview(
            new CallReviewer(law, sounds, () -> calls.config().quality().samplePercent()),
            sounds,
            law.store().reviews(),
            engine.clock(),
            calls.timers());
    law.store().attempts().onAnsweredEnded(opened::ended);
    openReview = Optional.of(opened);
    return opened;
  }
}
