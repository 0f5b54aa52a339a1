package dev.assent.media.rtp;

import dev.assent.media.prompt.Prompt;
import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.sdp.OfferAnswer;
import dev.assent.media.sdp.Reoffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Speaks to a {@link Leg} on its media thread by commands. Thread-safe. */
final class LegProxy implements MediaLeg {
  private final MediaLoop loop;
  private final Leg leg;
  private final OfferAnswer offerAnswer;
  private MediaTerms terms;
  private boolean tapped;
  private long tapId;

  LegProxy(MediaLoop loop, Leg leg, OfferAnswer offerAnswer, MediaTerms terms) {
    this.loop = loop;
    this.leg = leg;
    this.offerAnswer = offerAnswer;
    this.terms = terms;
  }

  @Override
  public void play(List<Prompt> segments, long playId) {
    List<PlayingSegment> list = new ArrayList<>(segments.size());
    for (Prompt prompt : segments) {
      list.add(new PlayingSegment(playId, list.size(), prompt));
    }
    loop.command(now -> leg.onPlay(list));
  }

  @Override
  public void stop() {
    loop.command(now -> leg.onPlay(List.of()));
  }

  @Override
  public synchronized Reoffer reoffer(byte[] sdp) {
    Reoffer result = offerAnswer.reoffer(sdp, terms);
    if (result instanceof Reoffer.Answered(_, MediaTerms next)) {
      terms = next;
      loop.command(now -> leg.onTerms(next));
    }
    return result;
  }

  @Override
  public synchronized void tap(long id) {
    if (tapped) {
      if (id != tapId) {
        throw new IllegalStateException("tap " + tapId + " runs; untap it before tap " + id);
      }
      return;
    }
    tapped = true;
    tapId = id;
    List<TapSecond> fresh = loop.taps().grant();
    loop.command(now -> leg.onTap(id, fresh, now));
  }

  @Override
  public synchronized CompletableFuture<TapEnd> untap() {
    CompletableFuture<TapEnd> done = new CompletableFuture<>();
    tapped = false;
    long id = tapId;
    if (!loop.command(now -> leg.onUntap(id, done))) {
      done.complete(new TapEnd(id, 0, 0, 0));
    }
    return done;
  }

  @Override
  public void linger() {
    loop.command(leg::onLinger);
  }

  @Override
  public void close() {
    loop.command(leg::onClose);
  }
}
