package dev.assent.dialer.call;

import dev.assent.media.prompt.Prompt;
import dev.assent.media.rtp.Key;
import dev.assent.media.rtp.SegmentReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one call sent and heard, kept as evidence (spec §4.5, A-16): every segment with what really
 * left, every key with its time. Choice digits only; nothing of the person's voice.
 *
 * <p>Owned by the call's thread.
 */
public final class CallLog {
  /** A segment that was put on the wire, whole or not. */
  public record Played(Prompt prompt, SegmentReport report) {}

  /** A key with what the call made of it. */
  public record Pressed(Key key, Use use) {}

  /** What a key was good for. */
  public enum Use {
    /** It answered the question. */
    ANSWER,
    /** A 1 before the whole disclosure was sent: noted, without effect. */
    TOO_EARLY,
    /** A key without meaning here. */
    WITHOUT_MEANING
  }

  /** Told of everything as it is noted, on the call's thread. */
  public interface Follower {
    void played(Played segment);

    void pressed(Pressed key);
  }

  // A long call cannot grow this without end: the question's own limits bound it well below.
  private static final int MAX_KEYS = 256;

  private final List<Played> played = new ArrayList<>();
  private final List<Pressed> pressed = new ArrayList<>();
  private long uncountedKeys;
  private List<String> endReasons = List.of();
  private Optional<Follower> follower = Optional.empty();

  /** Tells this one, and no other before it, of what is noted from now on; empty: nobody. */
  public void follow(Optional<Follower> by) {
    follower = by;
  }

  /** Notes a segment that ended or was cut. */
  public void played(Played segment) {
    played.add(segment);
    follower.ifPresent(f -> f.played(segment));
  }

  /** Notes a key; beyond a bound they are only counted. */
  public void pressed(Key key, Use use) {
    if (pressed.size() < MAX_KEYS) {
      Pressed noted = new Pressed(key, use);
      pressed.add(noted);
      follower.ifPresent(f -> f.pressed(noted));
    } else {
      uncountedKeys++;
    }
  }

  /** Notes why the far end says it hung up: Reason headers as received (RFC 3326). */
  public void ended(List<String> reasons) {
    endReasons = List.copyOf(reasons);
  }

  /** Why the far end said it hung up; empty if it did not, or did not say. */
  public List<String> endReasons() {
    return endReasons;
  }

  /** Every segment so far, in the order of sending. */
  public List<Played> segments() {
    return List.copyOf(played);
  }

  /** Every key so far, in the order of hearing. */
  public List<Pressed> keys() {
    return List.copyOf(pressed);
  }

  /** Keys beyond the bound. */
  public long uncountedKeys() {
    return uncountedKeys;
  }

  /** The key that answered last, if any. */
  public Optional<Key> answer() {
    for (int i = pressed.size() - 1; i >= 0; i--) {
      if (pressed.get(i).use() == Use.ANSWER) {
        return Optional.of(pressed.get(i).key());
      }
    }
    return Optional.empty();
  }
}
