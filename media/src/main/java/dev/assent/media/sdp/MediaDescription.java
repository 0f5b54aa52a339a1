package dev.assent.media.sdp;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code m=} section, as far as we understand it.
 *
 * @param line the value of the m-line, to be echoed when the stream is rejected
 * @param port 0: the stream is refused or ended
 * @param formats payload types in order of preference
 * @param encodings {@code a=rtpmap}: payload type to encoding name and clock, as written
 * @param address its own {@code c=}, else the session's; empty if neither has one
 * @param cryptos values of {@code a=crypto}, unread; never to be shown
 */
record MediaDescription(
    String line,
    String media,
    int port,
    String protocol,
    List<Integer> formats,
    Map<Integer, String> encodings,
    Optional<InetAddress> address,
    Direction direction,
    Optional<Integer> rtcpPort,
    Optional<InetAddress> rtcpAddress,
    List<String> cryptos) {

  /** RTP audio on a live port, protected or not. */
  boolean isLiveAudio() {
    return media.equals("audio") && (protocol.equals("RTP/AVP") || isSecured()) && port != 0;
  }

  /**
   * A profile that demands keys. Of the feedback that SAVPF adds (RFC 5124) we send none, which it
   * allows.
   */
  boolean isSecured() {
    return protocol.equals("RTP/SAVP") || protocol.equals("RTP/SAVPF");
  }

  /** The payload type that carries telephone-event at 8 kHz, −1 if none is listed. */
  int telephoneEventType() {
    for (int format : formats) {
      String encoding = encodings.getOrDefault(format, "");
      if (encoding.equalsIgnoreCase("telephone-event/8000")
          || encoding.equalsIgnoreCase("telephone-event/8000/1")) {
        return format;
      }
    }
    return -1;
  }
}
