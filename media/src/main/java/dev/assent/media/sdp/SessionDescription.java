package dev.assent.media.sdp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parts of a session description (RFC 4566) that decide where sound goes; unknown lines and
 * attributes are skipped. Bounded: {@value #MAX_BYTES} bytes, {@value #MAX_LINES} lines, {@value
 * #MAX_MEDIA} streams, {@value #MAX_FORMATS} formats each.
 */
record SessionDescription(List<MediaDescription> media) {
  static final int MAX_BYTES = 8192;
  static final int MAX_LINES = 256;
  static final int MAX_MEDIA = 8;
  static final int MAX_FORMATS = 64;
  static final int MAX_CRYPTOS = 32;

  private static final Pattern DOTTED_QUAD = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  static SessionDescription parse(byte[] sdp) throws UnusableSdp {
    if (sdp.length > MAX_BYTES) {
      throw new UnusableSdp("longer than " + MAX_BYTES + " bytes");
    }
    String[] lines = new String(sdp, StandardCharsets.ISO_8859_1).split("\r\n|\n|\r", -1);
    if (lines.length > MAX_LINES) {
      throw new UnusableSdp("more than " + MAX_LINES + " lines");
    }
    if (!lines[0].equals("v=0")) {
      throw new UnusableSdp(1, "must be v=0");
    }
    List<Section> sections = new ArrayList<>();
    Section session = new Section(Optional.empty(), Direction.SENDRECV);
    Section current = session;
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      if (line.isEmpty()) {
        continue;
      }
      if (line.length() < 2 || line.charAt(1) != '=') {
        throw new UnusableSdp(i + 1, "not of the form x=value");
      }
      String value = line.substring(2).strip();
      switch (line.charAt(0)) {
        case 'm' -> {
          if (sections.size() == MAX_MEDIA) {
            throw new UnusableSdp(i + 1, "more than " + MAX_MEDIA + " streams");
          }
          current = new Section(session.address, session.direction);
          current.mediaLine(i + 1, value);
          sections.add(current);
        }
        case 'c' -> current.address = Optional.of(connection(i + 1, value));
        case 'a' -> current.attribute(i + 1, value);
        default -> {}
      }
    }
    return new SessionDescription(sections.stream().map(Section::build).toList());
  }

  private static InetAddress connection(int line, String value) throws UnusableSdp {
    String[] words = value.split(" +");
    if (words.length != 3 || !words[0].equals("IN")) {
      throw new UnusableSdp(line, "c= must be IN, IP4 or IP6, address");
    }
    return address(line, words[1], words[2]);
  }

  /** Literals only: a host name would mean a DNS query at the peer's wish. */
  private static InetAddress address(int line, String type, String text) throws UnusableSdp {
    boolean four = type.equals("IP4");
    if (!four && !type.equals("IP6")) {
      throw new UnusableSdp(line, "address type must be IP4 or IP6");
    }
    if (four != DOTTED_QUAD.matcher(text).matches()) {
      throw new UnusableSdp(line, "not a unicast " + type + " address literal");
    }
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableSdp(line, "not a unicast " + type + " address literal");
    }
    if (four != address instanceof Inet4Address || address.isMulticastAddress()) {
      throw new UnusableSdp(line, "not a unicast " + type + " address literal");
    }
    return address;
  }

  private static int number(int line, String field, String text, int max) throws UnusableSdp {
    int value = -1;
    if (!text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      value = Integer.parseInt(text);
    }
    if (value < 0 || value > max) {
      throw new UnusableSdp(line, field + " must be a number from 0 to " + max);
    }
    return value;
  }

  /** What has been read of one section so far. */
  private static final class Section {
    private String line = "";
    private String media = "";
    private int port;
    private String protocol = "";
    private final List<Integer> formats = new ArrayList<>();
    private final Map<Integer, String> encodings = new HashMap<>();
    private Optional<InetAddress> address;
    private Direction direction;
    private Optional<Integer> rtcpPort = Optional.empty();
    private Optional<InetAddress> rtcpAddress = Optional.empty();
    private final List<String> cryptos = new ArrayList<>();

    Section(Optional<InetAddress> address, Direction direction) {
      this.address = address;
      this.direction = direction;
    }

    void mediaLine(int number, String value) throws UnusableSdp {
      String[] words = value.split(" +");
      if (words.length < 4) {
        throw new UnusableSdp(number, "m= must be media, port, protocol, formats");
      }
      if (words.length - 3 > MAX_FORMATS) {
        throw new UnusableSdp(number, "more than " + MAX_FORMATS + " formats");
      }
      line = value;
      media = words[0];
      port = number(number, "port", words[1].split("/", 2)[0], 65535);
      protocol = words[2];
      if (protocol.startsWith("RTP/")) {
        for (int i = 3; i < words.length; i++) {
          formats.add(number(number, "format", words[i], 127));
        }
      }
    }

    void attribute(int number, String value) throws UnusableSdp {
      Optional<Direction> said = Direction.ofAttribute(value);
      if (said.isPresent()) {
        direction = said.get();
      } else if (value.startsWith("rtpmap:")) {
        String[] words = value.substring(7).strip().split(" +", 2);
        if (words.length != 2) {
          throw new UnusableSdp(number, "a=rtpmap must be payload type and encoding");
        }
        encodings.put(number(number, "payload type", words[0], 127), words[1].strip());
      } else if (value.startsWith("crypto:")) {
        if (cryptos.size() == MAX_CRYPTOS) {
          throw new UnusableSdp(number, "more than " + MAX_CRYPTOS + " a=crypto");
        }
        cryptos.add(value.substring(7));
      } else if (value.startsWith("rtcp:")) {
        String[] words = value.substring(5).strip().split(" +");
        rtcpPort = Optional.of(number(number, "rtcp port", words[0], 65535)).filter(p -> p > 0);
        if (words.length == 4) {
          rtcpAddress = Optional.of(address(number, words[2], words[3]));
        }
      }
    }

    MediaDescription build() {
      return new MediaDescription(
          line,
          media,
          port,
          protocol,
          List.copyOf(formats),
          Map.copyOf(encodings),
          address,
          direction,
          rtcpPort,
          rtcpAddress,
          List.copyOf(cryptos));
    }
  }
}
