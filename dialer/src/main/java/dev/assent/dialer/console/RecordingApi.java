package dev.assent.dialer.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.recorder.AccessReceipt;
import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.replay.Replay;
import dev.assent.recorder.replay.VirtualWav;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recordings for the page that plays them: opened for a purpose after the engine wrote the access
 * down (R52), pictured, marked, and given out a few seconds at a time. There is no file to be had.
 * Any thread.
 *
 * <pre>
 * POST /api/recordings/ID/open      {purpose, caseId}: length, watermark
 * GET  /api/recordings/ID/verdict   after every second was opened once
 * GET  /api/recordings/ID/marks     marks and gaps; keys stay masked
 * GET  /api/recordings/ID/waveform  ?from=&amp;to=&amp;buckets=: leg after leg, (min, max) a bucket, a byte each
 * GET  /api/recordings/ID/audio.wav one range of at most {@value #MOST_SECONDS} seconds
 * POST /api/recordings/ID/close
 * </pre>
 */
public final class RecordingApi {
  /** Seconds of sound that one request may have. */
  static final int MOST_SECONDS = 4;

  private static final Pattern PATH =
      Pattern.compile(
          "/api/recordings/([0-9a-f-]{36})/(open|verdict|marks|waveform|audio\\.wav|close)");

  /** Answers of the engine after which nobody listens on. */
  private static final Set<String> ENDS_IT =
      Set.of("RECORDING_ERASED", "RECORDING_RESTRICTED", "RECORDING_UNKNOWN", "ROLE", "FROZEN");

  private static final Logger LOG = LoggerFactory.getLogger(RecordingApi.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RecordingFiles recordings;
  private final Files files;
  private final RecordingReader reader;
  private final InstantSource clock;
  private final Map<UUID, Listening> sessions = new ConcurrentHashMap<>();

  private record Receipt(UUID recordingId, String actor, String reason, long journalPosition)
      implements AccessReceipt {}

  /**
   * @param recordings where they lie
   * @param reader that trusts this home's recorder
   * @param clock the home's
   */
  public RecordingApi(Path recordings, Files files, RecordingReader reader, InstantSource clock) {
    this.recordings = new RecordingFiles(recordings, files, reader);
    this.files = files;
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * Answers whatever is asked; every refusal has a code that the pages know.
   *
   * @throws ActRefused when the engine says no, or cannot be asked
   */
  public WebAnswer answer(WebRequest request, ListeningPerson person) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return WebAnswer.refused(404, "NOT_FOUND", null);
    }
    try {
      UUID recording = UUID.fromString(path.group(1));
      String method =
          path.group(2).equals("open") || path.group(2).equals("close") ? "POST" : "GET";
      if (!request.method().equals(method)) {
        return WebAnswer.refused(405, "METHOD", null).with("Allow", method);
      }
      return switch (path.group(2)) {
        case "open" -> open(recording, request, person);
        case "close" -> close(recording, person);
        case "verdict" -> verdict(recording, person);
        case "marks" -> opened(recording, person, ReplayPictures::marks);
        case "waveform" ->
            opened(recording, person, open -> ReplayPictures.waveform(open, request));
        default -> opened(recording, person, open -> audio(recording, open, request, person));
      };
    } catch (IllegalArgumentException | IOException e) {
      return WebAnswer.refused(400, "BAD_REQUEST", null);
    }
  }

  /** Writes down what was heard, closes what lies idle. To be called every few seconds. */
  public void sweep() {
    Instant now = clock.instant();
    sessions.values().forEach(listening -> listening.sweep(now));
  }

  private Listening of(ListeningPerson person) {
    return sessions.computeIfAbsent(
        person.session(),
        session -> {
          Listening listening = new Listening(person, clock.instant());
          person.onEnd(
              () -> {
                sessions.remove(session);
                listening.closeAll();
              });
          return listening;
        });
  }

  private WebAnswer open(UUID recording, WebRequest request, ListeningPerson person)
      throws IOException {
    List<Path> call = recordings.call(recording);
    if (call.isEmpty()) {
      return WebAnswer.refused(404, "NO_RECORDING", null);
    }
    JsonNode asked = JSON.readTree(request.body());
    var access =
        new OpenReplay.Access(
            call.stream().map(RecordingFiles::id).toList(),
            asked.path("purpose").asText(),
            asked.path("caseId").asText());
    try {
      List<RoleKeyPair> keys = new ArrayList<>();
      for (Path file : call) {
        person.qaKey(reader.header(file)).ifPresent(keys::add);
      }
      return keys.size() < call.size()
          ? WebAnswer.refused(403, "NO_QA_KEY", null)
          : open(access, call, keys, person);
    } catch (MalformedRecording | CannotUnseal e) {
      access.askAgain(person); // what is being erased is written over first, and reads as damaged
      return damaged("DAMAGED", e);
    } catch (UncheckedIOException e) {
      if (call.stream().allMatch(files::exists)) {
        throw e;
      }
      return erased(); // since it was found
    }
  }

  /** All files of the call; each access is written down by itself. */
  private WebAnswer open(
      OpenReplay.Access access, List<Path> call, List<RoleKeyPair> keys, ListeningPerson person)
      throws MalformedRecording, CannotUnseal {
    List<byte[]> shares = new ArrayList<>();
    List<Replay> parts = new ArrayList<>();
    boolean opened = false;
    try {
      for (int i = 0; i < call.size(); i++) {
        UUID recording = access.files().get(i);
        ShareGrant grant = person.share(recording, access.purpose(), access.caseId());
        shares.add(grant.shareB());
        var receipt =
            new Receipt(recording, person.user(), access.purpose(), grant.journalPosition());
        parts.add(Replay.open(receipt, reader, call.get(i), keys.get(i), grant.shareB()));
      }
      opened = true;
    } finally {
      if (!opened) {
        parts.forEach(Replay::close);
        shares.forEach(share -> Arrays.fill(share, (byte) 0));
      }
    }
    Replay replay;
    try {
      replay = Replay.joined(parts);
    } catch (MalformedRecording e) {
      shares.forEach(share -> Arrays.fill(share, (byte) 0));
      throw e;
    }
    var verdict = verdict(call, keys, shares);
    OpenReplay open = new OpenReplay(access, call, replay, verdict, clock.instant());
    of(person).add(access.recording(), open);
    return WebAnswer.json(200, ReplayPictures.opened(open, person.user(), clock.instant()));
  }

  /** Reads the whole files beside the replay: of an hour that takes a second. */
  private CompletableFuture<Verdict> verdict(
      List<Path> call, List<RoleKeyPair> keys, List<byte[]> shares) {
    var verdict = new CompletableFuture<Verdict>();
    Thread.ofVirtual()
        .name("pages-verify")
        .start(
            () -> {
              try {
                List<Verdict> each = new ArrayList<>();
                for (int i = 0; i < call.size(); i++) {
                  each.add(reader.verify(call.get(i), keys.get(i), shares.get(i)).verdict());
                }
                verdict.complete(ofCall(each, recordings.isWhole(call)));
              } catch (RuntimeException e) {
                // The session ended and took its key along, or the disk failed.
                verdict.completeExceptionally(e);
              } finally {
                shares.forEach(share -> Arrays.fill(share, (byte) 0));
              }
            });
    return verdict;
  }

  /** The worst of its files'; cut short if it goes on in a file that is not there. */
  private static Verdict ofCall(List<Verdict> files, boolean whole) {
    int seconds = 0;
    boolean complete = whole;
    for (Verdict file : files) {
      switch (file) {
        case Verdict.Complete(int more) -> seconds += more;
        case Verdict.Incomplete(int more) -> {
          seconds += more;
          complete = false;
        }
        case Verdict.Damaged damaged -> {
          return damaged;
        }
      }
    }
    return complete ? new Verdict.Complete(seconds) : new Verdict.Incomplete(seconds);
  }

  private WebAnswer verdict(UUID recording, ListeningPerson person) {
    OpenReplay open = of(person).find(recording).orElse(null);
    if (open == null) {
      return WebAnswer.refused(409, "NOT_OPEN", null);
    }
    Verdict verdict;
    try {
      verdict = open.verdict.join();
    } catch (CompletionException e) {
      return WebAnswer.refused(409, "NOT_OPEN", null);
    }
    return opened(recording, person, known -> ReplayPictures.verdict(known, verdict));
  }

  private WebAnswer close(UUID recording, ListeningPerson person) {
    of(person).remove(recording);
    return WebAnswer.json(200, JsonNodeFactory.instance.objectNode());
  }

  @FunctionalInterface
  private interface Look {
    WebAnswer at(OpenReplay open) throws MalformedRecording;
  }

  private WebAnswer opened(UUID recording, ListeningPerson person, Look look) {
    Listening listening = of(person);
    OpenReplay open = listening.find(recording).orElse(null);
    if (open == null) {
      return WebAnswer.refused(409, "NOT_OPEN", null);
    }
    open.lock.lock();
    try {
      if (open.isClosed()) {
        return WebAnswer.refused(409, "NOT_OPEN", null);
      }
      open.touch(clock.instant());
      if (!open.files.stream().allMatch(files::exists)) {
        listening.remove(recording);
        return erased();
      }
      return look.at(open);
    } catch (MalformedRecording e) {
      // What is being erased is written over first, and reads as damaged.
      requireGranted(recording, listening, () -> open.access.askAgain(person));
      return damaged("SECOND_DAMAGED", e);
    } finally {
      open.lock.unlock();
    }
  }

  private WebAnswer audio(
      UUID recording, OpenReplay open, WebRequest request, ListeningPerson person)
      throws MalformedRecording {
    long length = open.wav.length();
    int most = MOST_SECONDS * open.wav.secondBytes() + VirtualWav.HEADER_BYTES;
    return switch (AudioRange.parse(request.header("range"), length)) {
      case AudioRange.Unreadable _ -> WebAnswer.refused(400, "BAD_REQUEST", null);
      case AudioRange.Beyond _ ->
          WebAnswer.refused(416, "RANGE_UNSATISFIABLE", null)
              .with("Content-Range", "bytes */" + length);
      case AudioRange.Whole _ -> bulk(recording, person, length);
      case AudioRange.Bytes range when range.count() > most ->
          bulk(recording, person, range.count());
      case AudioRange.Bytes range -> sound(open, range, person);
    };
  }

  private WebAnswer sound(OpenReplay open, AudioRange.Bytes range, ListeningPerson person)
      throws MalformedRecording {
    Instant now = clock.instant();
    double seconds = (double) range.count() / open.wav.secondBytes();
    Duration wait = of(person).take(seconds, now);
    if (!wait.isZero()) {
      return WebAnswer.refused(429, "PACE", null)
          .with("Retry-After", Long.toString(wait.plusMillis(999).toSeconds()));
    }
    requireGranted(
        open.access.recording(),
        of(person),
        () -> {
          open.stillGranted(person, now);
          if (open.heard.isDue(now)) {
            open.heard.write(person); // refused: no more sound before what was given stands there
          }
        });
    byte[] sound = open.wav.read(range.first(), range.count());
    open.heard.given(open.wav.secondOf(range.first()), open.wav.secondOf(range.last()), now);
    return WebAnswer.of(206, "audio/wav", sound)
        .with(
            "Content-Range",
            "bytes %d-%d/%d".formatted(range.first(), range.last(), open.wav.length()))
        .with("Accept-Ranges", "bytes");
  }

  /**
   * Closes what somebody may not hear any more, keys and all, at once.
   *
   * @throws ActRefused as the engine answered
   */
  private static void requireGranted(UUID recording, Listening listening, Runnable asked) {
    try {
      asked.run();
    } catch (ActRefused refused) {
      if (ENDS_IT.contains(refused.code())) {
        listening.remove(recording);
      }
      throw refused;
    }
  }

  private static WebAnswer erased() {
    return WebAnswer.refused(410, "ERASED", null);
  }

  /** Nobody listens like that: the engine counts it towards a freeze of the account (R54). */
  private static WebAnswer bulk(UUID recording, ListeningPerson person, long bytes) {
    try {
      person.ask(
          "session.anomaly",
          JsonNodeFactory.instance
              .objectNode()
              .put("kind", "BULK_FETCH")
              .put("recording", recording.toString())
              .put("asked", bytes));
    } catch (ActRefused refused) {
      if (refused.code().equals("FROZEN")) {
        throw refused; // once too often: the session is over
      }
      LOG.warn("a bulk fetch was refused and not counted: {}", refused.code());
    }
    return WebAnswer.refused(403, "BULK_REFUSED", null);
  }

  private static WebAnswer damaged(String code, Exception why) {
    String said = String.valueOf(why.getMessage());
    return WebAnswer.refused(422, code, new WebAnswer.Said(said, "文件与封存时不符：" + said));
  }
}
