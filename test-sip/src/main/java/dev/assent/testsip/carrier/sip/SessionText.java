package dev.assent.testsip.carrier.sip;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;

/** Writes our session description: one codec, and telephone events where there are such. */
public final class SessionText {
  private SessionText() {}

  /**
   * @param version grows with each description of the same call
   * @param type payload type of the sound, 0 or 8
   * @param eventType payload type of RFC 4733, or -1
   * @param profile RTP/AVP or RTP/SAVP
   * @param crypto the line of our key, or empty
   * @param refused m lines of the offer that are turned down
   */
  public static String of(
      long version,
      InetSocketAddress media,
      int type,
      int eventType,
      String direction,
      String profile,
      String crypto,
      List<String> refused) {
    String family = media.getAddress() instanceof Inet6Address ? "IP6 " : "IP4 ";
    String address = "IN " + family + media.getAddress().getHostAddress();
    StringBuilder text = new StringBuilder(300);
    text.append("v=0\r\no=carrier 1 ").append(version).append(' ').append(address);
    text.append("\r\ns=-\r\nc=").append(address).append("\r\nt=0 0\r\n");
    text.append("m=audio ")
        .append(media.getPort())
        .append(' ')
        .append(profile)
        .append(' ')
        .append(type);
    text.append(eventType < 0 ? "" : " " + eventType).append("\r\n");
    text.append("a=rtpmap:").append(type).append(type == 0 ? " PCMU/8000" : " PCMA/8000");
    text.append("\r\n");
    if (eventType >= 0) {
      text.append("a=rtpmap:").append(eventType).append(" telephone-event/8000\r\n");
      text.append("a=fmtp:").append(eventType).append(" 0-15\r\n");
    }
    text.append(crypto.isEmpty() ? "" : crypto + "\r\n");
    text.append("a=ptime:20\r\na=").append(direction).append("\r\n");
    for (String line : refused) {
      text.append(line.replaceFirst("^(m=\\S+) \\d+(/\\d+)?", "$1 0")).append("\r\n");
    }
    return text.toString();
  }
}
