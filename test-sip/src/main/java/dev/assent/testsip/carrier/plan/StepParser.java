package dev.assent.testsip.carrier.plan;

import dev.assent.testsip.carrier.plan.Step.Change;
import dev.assent.testsip.carrier.plan.Step.KeyFlaw;
import dev.assent.testsip.carrier.plan.Step.LawChoice;
import dev.assent.testsip.carrier.plan.Step.SoundKind;
import dev.assent.testsip.carrier.plan.Step.SrtpChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One step from its words. */
final class StepParser {
  private static final Set<String> STEPS =
      Set.of(
          "no-trying",
          "ring",
          "wait",
          "at",
          "forever",
          "speech",
          "prompt",
          "await",
          "answer",
          "challenge",
          "silent",
          "key",
          "tone",
          "bye",
          "hold",
          "resume",
          "move",
          "rekey",
          "network",
          "noise",
          "quiet",
          "mute",
          "play");
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|min)");
  private static final Pattern STATUS = Pattern.compile("[1-6]\\d\\d");
  private static final Duration KEY_LENGTH = Duration.ofMillis(100);
  private static final String NO_TAG = "A";

  private final Deque<String> words;
  private final Path directory;

  private StepParser(List<String> words, Path directory) {
    this.words = new ArrayDeque<>(words);
    this.directory = directory;
  }

  static boolean isStep(String word) {
    return STEPS.contains(word) || STATUS.matcher(word).matches();
  }

  /** {@code names}: the behaviours that might have been meant, for the error. */
  static List<Step> parse(List<String> words, Path directory, Collection<String> names) {
    StepParser parser = new StepParser(words, directory);
    List<Step> steps = parser.steps(names);
    if (!parser.words.isEmpty()) {
      throw new PlanError(
          "'%s': do not know what '%s' means here"
              .formatted(String.join(" ", words), parser.words.getFirst()));
    }
    return steps;
  }

  private List<Step> steps(Collection<String> names) {
    String first = next("a step");
    if (STATUS.matcher(first).matches()) {
      return List.of(status(Integer.parseInt(first)));
    }
    return switch (first) {
      case "ring" ->
          List.of(
              new Step.Progress(180, NO_TAG, false),
              words.isEmpty() ? new Step.Forever() : new Step.Wait(duration()));
      case "no-trying" -> List.of(new Step.NoTrying());
      case "wait" -> List.of(new Step.Wait(duration()));
      case "at" -> List.of(new Step.At(duration()));
      case "forever" -> List.of(new Step.Forever());
      case "speech" -> List.of(new Step.SpeechBegin(count()));
      case "prompt" -> List.of(new Step.SpeechEnd(count()));
      case "await" -> List.of(await());
      case "answer" -> List.of(answer());
      case "challenge" -> List.of(challenge());
      case "silent" -> List.of(new Step.Silent());
      case "key" -> List.of(keys());
      case "tone" -> List.of(new Step.Tones(digits(), words.isEmpty() ? KEY_LENGTH : duration()));
      case "bye" -> List.of(new Step.Bye(tag(), copies(), fromSecond()));
      case "hold" -> List.of(new Step.Reinvite(Change.HOLD, copies(), fromSecond()));
      case "resume" -> List.of(new Step.Reinvite(Change.RESUME, copies(), fromSecond()));
      case "rekey" -> List.of(new Step.Reinvite(Change.REKEY, copies(), fromSecond()));
      case "move" -> List.of(new Step.Reinvite(Change.MOVE, copies(), fromSecond()));
      case "network" -> List.of(network());
      case "noise" -> List.of(new Step.Sound(SoundKind.NOISE));
      case "quiet" -> List.of(new Step.Sound(SoundKind.QUIET));
      case "mute" -> List.of(new Step.Sound(SoundKind.MUTE));
      case "play" -> List.of(new Step.Play(directory.resolve(next("a WAV file"))));
      default -> throw unknown(first, names);
    };
  }

  private static PlanError unknown(String word, Collection<String> names) {
    Set<String> all = new TreeSet<>(STEPS);
    all.addAll(names);
    String nearest =
        all.stream()
            .min((a, b) -> Integer.compare(Distance.between(a, word), Distance.between(b, word)))
            .orElse("");
    return new PlanError("no step '%s'; nearest: '%s'".formatted(word, nearest));
  }

  private Step status(int status) {
    if (status < 200) {
      return new Step.Progress(status, tag(), taken("sdp"));
    }
    if (status < 300) {
      throw new PlanError("write 'answer' for a 2xx");
    }
    String phrase = "";
    List<String> headers = new ArrayList<>();
    while (!words.isEmpty()) {
      switch (words.removeFirst()) {
        case "phrase" -> phrase = next("the phrase in quotes");
        case "retry-after" -> headers.add("Retry-After: " + count());
        case "header" -> headers.add(header());
        default -> throw new PlanError("after a status come phrase, retry-after or header");
      }
    }
    return new Step.Refuse(status, phrase, headers);
  }

  private String header() {
    String line = next("a header line in quotes");
    if (!line.matches("[A-Za-z0-9-]+: .*")) {
      throw new PlanError("header \"%s\": write \"Name: value\"".formatted(line));
    }
    return line;
  }

  private Step await() {
    String what = next("cancel or ack");
    return switch (what) {
      case "cancel" -> new Step.AwaitCancel();
      case "ack" -> new Step.AwaitAck();
      default -> throw new PlanError("can await cancel or ack, not '%s'".formatted(what));
    };
  }

  private Step answer() {
    String tag = tag();
    LawChoice law = LawChoice.FIRST_OFFERED;
    boolean telephoneEvent = true;
    SrtpChoice srtp = SrtpChoice.FIRST_OFFERED;
    int ignoredAcks = 0;
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      switch (word) {
        case "ulaw" -> law = LawChoice.ULAW;
        case "alaw" -> law = LawChoice.ALAW;
        case "no-telephone-event" -> telephoneEvent = false;
        case "gcm" -> srtp = SrtpChoice.GCM;
        case "aes-80" -> srtp = SrtpChoice.AES_80;
        case "aes-32" -> srtp = SrtpChoice.AES_32;
        case "plain" -> srtp = SrtpChoice.PLAIN;
        case "ignore-ack" -> ignoredAcks = count();
        default ->
            throw new PlanError(
                "after answer come tag, ulaw, alaw, gcm, aes-80, aes-32, plain, no-telephone-event"
                    + " or ignore-ack, not '%s'".formatted(word));
      }
    }
    return new Step.Answer(tag, law, telephoneEvent, srtp, ignoredAcks);
  }

  private Step challenge() {
    int status = count();
    if (status != 401 && status != 407) {
      throw new PlanError("challenge 401 or 407, not " + status);
    }
    List<String> algorithms = new ArrayList<>();
    if (taken("sha-256")) {
      algorithms.add("SHA-256");
    }
    if (taken("md5") || algorithms.isEmpty()) {
      algorithms.add("MD5");
    }
    return new Step.Challenge(status, algorithms, taken("stale"));
  }

  private Step keys() {
    String digits = digits();
    Duration length = KEY_LENGTH;
    Set<KeyFlaw> flaws = EnumSet.noneOf(KeyFlaw.class);
    boolean withBye = false;
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      switch (word) {
        case "for" -> length = duration();
        case "lose-start" -> flaws.add(KeyFlaw.LOSE_START);
        case "lose-end" -> flaws.add(KeyFlaw.LOSE_END);
        case "twice" -> flaws.add(KeyFlaw.TWICE);
        case "shuffled" -> flaws.add(KeyFlaw.SHUFFLED);
        case "no-marker" -> flaws.add(KeyFlaw.NO_MARKER);
        case "with-bye" -> withBye = true;
        default ->
            throw new PlanError(
                "after a key come for, lose-start, lose-end, twice, shuffled, no-marker or"
                    + " with-bye, not '"
                    + word
                    + "'");
      }
    }
    return new Step.Keys(digits, length, flaws, withBye);
  }

  private Step network() {
    int loss = 0;
    int duplicate = 0;
    int reorder = 0;
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      switch (word) {
        case "loss" -> loss = percent();
        case "duplicate" -> duplicate = percent();
        case "reorder" -> reorder = percent();
        default ->
            throw new PlanError(
                "the network can have loss, duplicate, reorder, not '%s'".formatted(word));
      }
    }
    return new Step.Network(loss, duplicate, reorder);
  }

  private String digits() {
    String digits = next("the keys");
    if (!digits.matches("[0-9*#A-D]+")) {
      throw new PlanError("'%s' are no keys: 0-9, *, #, A-D".formatted(digits));
    }
    return digits;
  }

  private String tag() {
    return taken("tag") ? next("a tag") : NO_TAG;
  }

  private int copies() {
    return taken("twice") ? 2 : 1;
  }

  private boolean fromSecond() {
    return taken("from-second");
  }

  private boolean taken(String word) {
    boolean there = word.equals(words.peekFirst());
    if (there) {
      words.removeFirst();
    }
    return there;
  }

  private Duration duration() {
    String word = next("a duration such as 300ms or 2s");
    Matcher matcher = DURATION.matcher(word);
    if (!matcher.matches()) {
      throw new PlanError("'%s' is no duration; write 300ms, 2s or 1min".formatted(word));
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private int count() {
    String word = next("a number");
    if (!word.matches("\\d{1,6}")) {
      throw new PlanError("'%s' is no number".formatted(word));
    }
    return Integer.parseInt(word);
  }

  private int percent() {
    String word = next("a share such as 5%");
    if (!word.matches("\\d{1,2}%")) {
      throw new PlanError("'%s' is no share; write 0%% to 99%%".formatted(word));
    }
    return Integer.parseInt(word.substring(0, word.length() - 1));
  }

  private String next(String expected) {
    if (words.isEmpty()) {
      throw new PlanError("the line ends where %s should come".formatted(expected));
    }
    return words.removeFirst();
  }
}
