package dev.assent.recorder;

import dev.assent.recorder.container.SigningKey;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.spool.OwnFile;
import dev.assent.recorder.spool.RecordingPaths;
import dev.assent.recorder.spool.SpareSegment;
import dev.assent.recorder.spool.Splitter;
import dev.assent.recorder.spool.Spool;
import dev.assent.recorder.spool.SpooledCall;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A spool from its opening until its disk fails, and the agents that work on it. After a failed
 * write or force nobody knows what is on disk: there is no going on with it, but another may be
 * opened when the disk is well, and saves what the last one left as every opening does.
 */
final class SpoolLife {
  private static final int SALVAGE_BATCH = 64;

  private final StopReason stop = new StopReason();
  private final SealingAgent sealing;
  private final SplittingAgent splitting;
  private final HeartbeatAgent heartbeats;
  private final SpareSegment spare;

  /** Salvages what an earlier life left; the journal is told of each before this returns. */
  SpoolLife(
      RecorderSettings settings,
      Files files,
      SigningKey signer,
      RecordingJournal journal,
      InstantSource clock,
      Turns turns,
      SlotPool slots) {
    RecordingPaths paths = new RecordingPaths(settings.recordings(), files);
    Spool spool = Spool.open(settings.spool(), files, settings.segmentBytes());
    paths.prepare(
        spool.leftovers().stream()
            .filter(SpooledCall::isBegun)
            .map(SpooledCall::recordingId)
            .collect(Collectors.toSet()));
    Splitter splitter = new Splitter(settings.spool(), paths, files, signer, clock);
    salvage(spool, splitter, journal);
    this.splitting =
        new SplittingAgent(splitter, settings.recordings(), journal, turns, stop, new WhenSplit());
    this.heartbeats = new HeartbeatAgent(journal);
    this.spare = spool.spare();
    this.sealing =
        new SealingAgent(
            spool, settings, journal, turns, stop, splitting, heartbeats, slots, signer);
  }

  StopReason stop() {
    return stop;
  }

  SealingAgent sealing() {
    return sealing;
  }

  SplittingAgent splitting() {
    return splitting;
  }

  HeartbeatAgent heartbeats() {
    return heartbeats;
  }

  SpareSegment spare() {
    return spare;
  }

  /** Whether its disk failed, and its agents touch it no more. */
  boolean isOver() {
    return stop.isSet() && sealing.hasGivenUp() && splitting.hasGivenUp();
  }

  private static void salvage(Spool spool, Splitter splitter, RecordingJournal journal) {
    List<SpooledCall> leftovers = spool.leftovers();
    for (int from = 0; from < leftovers.size(); from += SALVAGE_BATCH) {
      List<SpooledCall> batch =
          leftovers.subList(from, Math.min(from + SALVAGE_BATCH, leftovers.size()));
      List<Optional<OwnFile>> files =
          splitter.split(batch.stream().map(SpooledCall::part).toList());
      for (int i = 0; i < batch.size(); i++) {
        SpooledCall call = batch.get(i);
        files
            .get(i)
            .ifPresentOrElse(
                file -> salvaged(file, call, spool, journal), () -> lost(call, spool, journal));
      }
    }
    spool.force();
  }

  private static void salvaged(
      OwnFile file, SpooledCall call, Spool spool, RecordingJournal journal) {
    journal.opened(file.recordingId(), file.attemptId(), file.headerSha256());
    journal.sealed(List.of(SplittingAgent.sealed(file, 0, List.of())));
    spool.end(call, Spool.OWN_FILE);
  }

  private static void lost(SpooledCall call, Spool spool, RecordingJournal journal) {
    journal.stopped(
        List.of(new StoppedRecording(call.recordingId(), call.frames())), SplittingAgent.NO_HEADER);
    spool.end(call, Spool.LOST);
  }

  private final class WhenSplit implements SplittingAgent.Ends {
    @Override
    public void split(ActiveRecording active, SealedRecording result) {
      sealing.split(active, result);
    }

    @Override
    public void grown(ActiveRecording active, Optional<Splitter.Grown> grown) {
      sealing.grown(active, grown);
    }

    @Override
    public void lost(ActiveRecording active, RecorderStopped why) {
      sealing.lost(active, why);
    }
  }
}
