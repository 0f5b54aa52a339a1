package dev.assent.testsip.carrier.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's session description says of its first audio stream (RFC 8866, RFC 3264). A value.
 *
 * @param media where it wants to receive
 * @param payloadTypes in its order of preference
 * @param encodings by payload type, in upper case and with the clock rate: {@code PCMU/8000}
 * @param direction sendrecv, sendonly, recvonly or inactive
 * @param profile RTP/AVP or RTP/SAVP
 * @param cryptos values of a=crypto
 * @param otherStreams the m lines besides, to be answered with port 0
 */
public record SessionOffer(
    InetSocketAddress media,
    List<Integer> payloadTypes,
    Map<Integer, String> encodings,
    String direction,
    String profile,
    List<String> cryptos,
    List<String> otherStreams) {

  /** Null if there is no audio stream with an address to send to. */
  public static @Nullable SessionOffer parse(String sdp) {
    String session = "";
    String own = "";
    int port = 0;
    boolean inAudio = false;
    List<Integer> types = new ArrayList<>();
    List<String> others = new ArrayList<>();
    Map<Integer, String> encodings = new HashMap<>(Map.of(0, "PCMU/8000", 8, "PCMA/8000"));
    List<String> cryptos = new ArrayList<>();
    String profile = "RTP/AVP";
    String direction = "sendrecv";
    for (String line : sdp.split("\r?\n")) {
      if (line.startsWith("m=")) {
        inAudio = types.isEmpty() && line.matches("m=audio \\d{1,5} RTP/S?AVP( \\d{1,3})+");
        if (inAudio) {
          String[] words = line.split(" ");
          port = Integer.parseInt(words[1]);
          profile = words[2];
          for (int i = 3; i < words.length; i++) {
            types.add(Integer.parseInt(words[i]));
          }
        } else {
          others.add(line);
        }
      } else if (line.startsWith("c=IN IP") && (inAudio || types.isEmpty())) {
        String address = line.substring("c=IN IP4 ".length()).strip();
        session = inAudio ? session : address;
        own = inAudio ? address : own;
      } else if (line.matches("a=rtpmap:\\d{1,3} \\S+") && inAudio) {
        String[] words = line.substring("a=rtpmap:".length()).split(" ");
        encodings.put(Integer.parseInt(words[0]), words[1].toUpperCase(Locale.ROOT));
      } else if (line.startsWith("a=crypto:") && inAudio) {
        cryptos.add(line.substring("a=crypto:".length()));
      } else if (line.matches("a=(sendrecv|sendonly|recvonly|inactive)")
          && (inAudio || types.isEmpty())) {
        direction = line.substring(2);
      }
    }
    String host = own.isEmpty() ? session : own;
    InetAddress address = SipUri.literal(host);
    if (types.isEmpty() || port == 0 || port > 65_535 || address == null) {
      return null;
    }
    InetSocketAddress media = new InetSocketAddress(address, port);
    return new SessionOffer(
        media,
        List.copyOf(types),
        Map.copyOf(encodings),
        direction,
        profile,
        List.copyOf(cryptos),
        List.copyOf(others));
  }

  /** The first payload type of that encoding, or -1. */
  public int typeOf(String encoding) {
    return payloadTypes.stream()
        .filter(type -> encoding.equals(encodings.getOrDefault(type, "")))
        .findFirst()
        .orElse(-1);
  }
}
