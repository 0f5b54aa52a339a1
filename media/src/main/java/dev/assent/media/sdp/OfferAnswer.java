package dev.assent.media.sdp;

import dev.assent.media.codec.Codec;
import dev.assent.media.sdp.KeyExchange.Chosen;
import dev.assent.media.sdp.Negotiated.Accepted;
import dev.assent.media.srtp.SrtpKeys;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Our side of offer and answer (RFC 3264) in one call: the offer, the peer's answer, and our
 * answers to later offers. Thread-safe; never on the media thread.
 */
public final class OfferAnswer {
  /** Payload type of telephone-event (RFC 4733) in our offer. */
  public static final int TELEPHONE_EVENT = 101;

  private final InetSocketAddress local;
  private final long sessionId;
  private final KeyExchange keys;
  private final byte[] offer;
  private long version = 1;
  private byte[] lastSent;

  /**
   * @param local address and RTP port the peer shall send to
   * @param sessionId the number of the o= line, positive
   * @param random draws the keys of SRTP: a secure generator in production
   */
  public OfferAnswer(
      InetSocketAddress local, long sessionId, SrtpPolicy srtp, RandomGenerator random) {
    this.local = local;
    this.sessionId = sessionId;
    this.keys = new KeyExchange(srtp, random);
    String stream =
        stream(keys.profile(), "0 8", TELEPHONE_EVENT, keys.lines(), Direction.SENDRECV);
    this.offer = describe(List.of(stream));
    this.lastSent = offer;
  }

  /** PCMU, PCMA and telephone-event at 20 ms, both directions; with keys if SRTP is wanted. */
  public byte[] offer() {
    return offer.clone();
  }

  /**
   * Reads the answer to {@link #offer()}.
   *
   * @param answer the body of the 2xx or of the reliable provisional response
   */
  public Negotiated accept(byte[] answer) {
    try {
      List<MediaDescription> media = SessionDescription.parse(answer).media();
      if (media.size() != 1) {
        return new Negotiated.Refused("one stream was offered, answered: " + media.size());
      }
      MediaDescription theirs = media.getFirst();
      MediaTerms plain = terms(theirs, Optional.empty(), TELEPHONE_EVENT);
      return new Accepted(plain.withSrtp(keys.answered(theirs)));
    } catch (UnusableSdp e) {
      return new Negotiated.Refused(e.why());
    }
  }

  /**
   * Reads the peer's offer in a running call and answers it: hold, resume, another address, another
   * codec. The codec in use stays if it is offered. All streams but the first usable audio are
   * rejected.
   */
  public Reoffer reoffer(byte[] offer, MediaTerms current) {
    return answered(offer, Optional.of(current));
  }

  /** As {@link #reoffer}, where no sound flows yet: a call that comes in, or one that rings. */
  public Reoffer answer(byte[] offer) {
    return answered(offer, Optional.empty());
  }

  private synchronized Reoffer answered(byte[] offer, Optional<MediaTerms> current) {
    Optional<SrtpKeys> before = current.flatMap(MediaTerms::srtp);
    try {
      if (before.filter(SrtpKeys::isErased).isPresent()) {
        return new Reoffer.Refused("the sound of this call has ended");
      }
      List<MediaDescription> media = SessionDescription.parse(offer).media();
      int chosen = choose(media);
      if (chosen < 0) {
        return new Reoffer.Refused("no audio over RTP/AVP on a live port is offered");
      }
      MediaDescription audio = media.get(chosen);
      MediaTerms plain = terms(audio, current.map(MediaTerms::codec), audio.telephoneEventType());
      Optional<Chosen> crypto = keys.offered(audio, before);
      MediaTerms terms = plain.withSrtp(crypto.map(Chosen::keys));
      String line = crypto.map(c -> c.ours().line()).orElse("");
      String[] streams = new String[media.size()];
      for (int i = 0; i < streams.length; i++) {
        streams[i] =
            i == chosen ? answerStream(audio.protocol(), terms, line) : rejected(media.get(i));
      }
      return new Reoffer.Answered(answer(List.of(streams)), terms);
    } catch (UnusableSdp e) {
      return new Reoffer.Refused(e.why());
    }
  }

  /** The first live audio, protected before plain where SRTP is wanted; −1 if there is none. */
  private int choose(List<MediaDescription> media) {
    int any = -1;
    for (int i = 0; i < media.size(); i++) {
      MediaDescription stream = media.get(i);
      if (stream.isLiveAudio()) {
        if (stream.isSecured() == keys.wanted()) {
          return i;
        }
        any = any < 0 ? i : any;
      }
    }
    return any;
  }

  private MediaTerms terms(MediaDescription theirs, Optional<Codec> preferred, int eventTypeIn)
      throws UnusableSdp {
    if (theirs.port() == 0) {
      throw new UnusableSdp("the stream is refused (port 0)");
    }
    if (!theirs.isLiveAudio()) {
      throw new UnusableSdp(
          theirs.protocol().startsWith("UDP/TLS/")
              ? "the stream is DTLS-SRTP, which is not spoken: SRTP by a=crypto is"
              : "the stream is not audio over RTP/AVP");
    }
    List<Codec> codecs =
        theirs.formats().stream().flatMap(f -> Codec.ofPayloadType(f).stream()).toList();
    if (codecs.isEmpty()) {
      throw new UnusableSdp("neither PCMU nor PCMA");
    }
    Codec codec = preferred.filter(codecs::contains).orElse(codecs.getFirst());
    InetAddress address =
        theirs.address().orElseThrow(() -> new UnusableSdp("no c= line for the stream"));
    InetAddress rtcpAddress = theirs.rtcpAddress().orElse(address);
    if (isFour(address) != isFour(local.getAddress())
        || isFour(rtcpAddress) != isFour(local.getAddress())) {
      throw new UnusableSdp("IPv4 and IPv6 do not meet");
    }
    Direction ours = theirs.direction().mirrored();
    if (address.isAnyLocalAddress()) {
      ours = Direction.of(false, ours.receives()); // hold as before RFC 3264: c=0.0.0.0
    }
    int rtcpPort = theirs.rtcpPort().orElse(Math.min(theirs.port() + 1, 65535));
    int events = theirs.telephoneEventType();
    return new MediaTerms(
        codec,
        new InetSocketAddress(address, theirs.port()),
        new InetSocketAddress(rtcpAddress, rtcpPort),
        events,
        events < 0 ? -1 : eventTypeIn,
        ours,
        Optional.empty());
  }

  private static boolean isFour(InetAddress address) {
    return address instanceof Inet4Address;
  }

  private String answerStream(String profile, MediaTerms terms, String crypto) {
    String codec = Integer.toString(terms.codec().payloadType());
    return stream(profile, codec, terms.eventTypeIn(), crypto, terms.direction());
  }

  private String stream(
      String profile, String codecs, int eventType, String crypto, Direction direction) {
    StringBuilder sdp = new StringBuilder("m=audio ").append(local.getPort());
    sdp.append(' ')
        .append(profile)
        .append(' ')
        .append(codecs)
        .append(eventType < 0 ? "" : " " + eventType)
        .append("\r\n");
    for (String codec : codecs.split(" ")) {
      String name = codec.equals("0") ? "PCMU" : "PCMA";
      sdp.append("a=rtpmap:").append(codec).append(' ').append(name).append("/8000\r\n");
    }
    if (eventType >= 0) {
      sdp.append("a=rtpmap:").append(eventType).append(" telephone-event/8000\r\n");
      sdp.append("a=fmtp:").append(eventType).append(" 0-15\r\n");
    }
    sdp.append(crypto);
    return sdp.append("a=ptime:20\r\na=").append(direction.attribute()).append("\r\n").toString();
  }

  private static String rejected(MediaDescription media) {
    String[] words = media.line().split(" +", 3);
    return "m=" + words[0] + " 0 " + words[2] + "\r\n";
  }

  private byte[] describe(List<String> streams) {
    String type =
        (isFour(local.getAddress()) ? "IP4 " : "IP6 ") + local.getAddress().getHostAddress();
    String sdp =
        "v=0\r\no=- %d %d IN %s\r\ns=-\r\nc=IN %s\r\nt=0 0\r\n"
            .formatted(sessionId, version, type, type);
    return (sdp + String.join("", streams)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** RFC 3264 §8: the version goes up by one exactly when the description changed. */
  private byte[] answer(List<String> streams) {
    byte[] answer = describe(streams);
    if (!Arrays.equals(answer, lastSent)) {
      version++;
      answer = describe(streams);
      lastSent = answer;
    }
    return answer.clone();
  }
}
