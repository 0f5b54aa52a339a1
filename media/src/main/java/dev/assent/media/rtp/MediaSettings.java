package dev.assent.media.rtp;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everything a {@link MediaEngine} is told. Start from {@link #of} and change what differs.
 *
 * @param bind local address of all sockets
 * @param advertised address the peer shall send to, in our SDP; differs from bind behind a NAT
 * @param portFrom first port, even; keep the range outside the system's ephemeral ports
 * @param portTo last port, included; RTP takes the even, RTCP the odd ports
 * @param threads media threads, each good for about 2000 calls
 * @param mediaNetworks sources of media besides the address in the peer's SDP
 * @param tapRing seconds of audio that may wait for the recorder, per thread
 * @param tapBuffersPerCall seconds of audio kept in memory for each tapped call; at least 3
 * @param quarantine how long a used port rests: late packets must not enter another call
 * @param random SSRCs, ports, session ids: a secure generator in production
 */
public record MediaSettings(
    InetAddress bind,
    InetAddress advertised,
    int portFrom,
    int portTo,
    int threads,
    List<IpNetwork> mediaNetworks,
    int tapRing,
    int tapBuffersPerCall,
    Duration quarantine,
    RandomGenerator random,
    InstantSource wallClock,
    MediaClock clock) {

  public MediaSettings {
    if (portFrom < 1024 || portTo > 65535 || portFrom % 2 != 0 || portTo <= portFrom) {
      throw new IllegalArgumentException(
          "media ports " + portFrom + "-" + portTo + ": an even first port from 1024 needed");
    }
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException("media threads " + threads + ": 1 to 64 needed");
    }
    if (tapRing < 16 || tapBuffersPerCall < 3) {
      throw new IllegalArgumentException("tapRing of at least 16, tapBuffersPerCall of at least 3");
    }
    mediaNetworks = List.copyOf(mediaNetworks);
  }

  /** Ports 16384–32767, one thread, 30 s of quarantine, the machine's monotonic clock. */
  public static MediaSettings of(
      InetAddress bind, RandomGenerator random, InstantSource wallClock) {
    return new MediaSettings(
        bind,
        bind,
        16384,
        32767,
        1,
        List.of(),
        16384,
        6,
        Duration.ofSeconds(30),
        random,
        wallClock,
        new SystemMediaClock());
  }

  public MediaSettings withAdvertised(InetAddress address) {
    return new MediaSettings(
        bind,
        address,
        portFrom,
        portTo,
        threads,
        mediaNetworks,
        tapRing,
        tapBuffersPerCall,
        quarantine,
        random,
        wallClock,
        clock);
  }

  public MediaSettings withPorts(int from, int to) {
    return new MediaSettings(
        bind,
        advertised,
        from,
        to,
        threads,
        mediaNetworks,
        tapRing,
        tapBuffersPerCall,
        quarantine,
        random,
        wallClock,
        clock);
  }

  public MediaSettings withThreads(int count) {
    return new MediaSettings(
        bind,
        advertised,
        portFrom,
        portTo,
        count,
        mediaNetworks,
        tapRing,
        tapBuffersPerCall,
        quarantine,
        random,
        wallClock,
        clock);
  }

  public MediaSettings withMediaNetworks(List<IpNetwork> networks) {
    return new MediaSettings(
        bind,
        advertised,
        portFrom,
        portTo,
        threads,
        networks,
        tapRing,
        tapBuffersPerCall,
        quarantine,
        random,
        wallClock,
        clock);
  }

  public MediaSettings withTaps(int ring, int buffersPerCall) {
    return new MediaSettings(
        bind,
        advertised,
        portFrom,
        portTo,
        threads,
        mediaNetworks,
        ring,
        buffersPerCall,
        quarantine,
        random,
        wallClock,
        clock);
  }

  public MediaSettings withQuarantine(Duration rest) {
    return new MediaSettings(
        bind,
        advertised,
        portFrom,
        portTo,
        threads,
        mediaNetworks,
        tapRing,
        tapBuffersPerCall,
        rest,
        random,
        wallClock,
        clock);
  }

  public MediaSettings withClock(MediaClock other) {
    return new MediaSettings(
        bind,
        advertised,
        portFrom,
        portTo,
        threads,
        mediaNetworks,
        tapRing,
        tapBuffersPerCall,
        quarantine,
        random,
        wallClock,
        other);
  }
}
