package dev.assent.media.rtp;

import dev.assent.media.prompt.Prompt;
import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.sdp.OfferAnswer;
import dev.assent.media.sdp.Reoffer;
import dev.assent.media.srtp.SrtpKeys;
import dev.assent.media.srtp.SrtpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Speaks to a {@link Leg} on its media thread by commands. Thread-safe. */
final class LegProxy implements MediaLeg {
  private final MediaLoop loop;
  private final Leg leg;
  private final OfferAnswer offerAnswer;
  private MediaTerms terms;
  private @Nullable SrtpSession srtp;
  private boolean tapped;
  private long tapId;

  LegProxy(
      MediaLoop loop,
      Leg leg,
      OfferAnswer offerAnswer,
      MediaTerms terms,
      @Nullable SrtpSession srtp) {
    this.loop = loop;
    this.leg = leg;
    this.offerAnswer = offerAnswer;
    this.terms = terms;
    this.srtp = srtp;
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
      SrtpSession session = renewed(next);
      boolean changed = session != srtp;
      terms = next;
      srtp = session;
      loop.command(now -> leg.onTerms(next, changed ? session : null));
    }
    return result;
  }

  /** Keys are scheduled here: the media thread only takes over. */
  private @Nullable SrtpSession renewed(MediaTerms next) {
    if (next.srtp().isEmpty() || next.srtp().equals(terms.srtp())) {
      return srtp; // what is protected stays so
    }
    SrtpKeys keys = next.srtp().orElseThrow();
    return srtp == null ? SrtpSession.of(keys, loop.scratch()) : srtp.renewed(keys);
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
