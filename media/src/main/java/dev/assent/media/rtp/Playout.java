package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call plays: a list of segments back to back, then silence. Media thread only. */
final class Playout {
  private final MediaEvents events;
  private List<PlayingSegment> segments = List.of();
  private int index;
  private Codec codec;

  Playout(MediaEvents events, Codec codec) {
    this.events = events;
    this.codec = codec;
  }

  /** The segment the next packet belongs to; null is silence. */
  @Nullable PlayingSegment current() {
    return index < segments.size() ? segments.get(index) : null;
  }

  /** In place of what plays; an empty list is silence. */
  void play(List<PlayingSegment> next) {
    cutOff();
    segments = next;
    index = 0;
    begin();
  }

  void codec(Codec law) {
    if (law != codec) {
      codec = law;
      PlayingSegment playing = current();
      if (playing != null) {
        playing.skipRest();
        slotDone();
      }
    }
  }

  /** After each slot: reports the segment if that was its last packet. */
  void slotDone() {
    PlayingSegment playing = current();
    if (playing != null && playing.over()) {
      index++;
      begin();
      events.segment(playing.report());
    }
  }

  /** Ends what plays and reports it as it stands. */
  void cutOff() {
    PlayingSegment playing = current();
    segments = List.of();
    index = 0;
    if (playing != null) {
      events.segment(playing.report());
    }
  }

  private void begin() {
    PlayingSegment playing = current();
    if (playing != null) {
      playing.begin(codec);
    } else {
      segments = List.of(); // let the prompts of a finished play go
      index = 0;
    }
  }
}
