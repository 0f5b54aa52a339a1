package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.plan.Step;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How a carrier is set up. A value.
 *
 * @param listen address of SIP; port 0 takes a free one
 * @param second another address for requests {@code from-second}, or null
 * @param firstMediaPort even; pairs are taken from here on
 * @param lastMediaPort last port of the range
 * @param out directory for sound and reports, or null for memory
 * @param credentials that challenges ask for
 * @param challenge every call meets first, or null
 * @param t1 first wait before a retransmission (RFC 3261 T1); an answer without ACK is given up
 *     after 64 × T1
 * @param noSoundLimit after which an answered call without a packet of the caller is ended
 * @param speechPause silence that ends a prompt
 * @param seed of tags and branches
 * @param clock wall time for reports
 */
public record CarrierSettings(
    InetSocketAddress listen,
    @Nullable InetSocketAddress second,
    int firstMediaPort,
    int lastMediaPort,
    @Nullable Path out,
    Credentials credentials,
    Step.@Nullable Challenge challenge,
    Duration t1,
    Duration noSoundLimit,
    Duration speechPause,
    long seed,
    InstantSource clock) {

  /** On a free port of the loopback: everything in memory, the times of RFC 3261. */
  public static CarrierSettings loopback() {
    InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new CarrierSettings(
        listen,
        null,
        42_000,
        59_998,
        null,
        new Credentials("assent", "secret"),
        null,
        Duration.ofMillis(500),
        Duration.ofSeconds(20),
        Duration.ofMillis(800),
        1,
        InstantSource.system());
  }

  public CarrierSettings withListen(InetSocketAddress address) {
    return new CarrierSettings(
        address,
        second,
        firstMediaPort,
        lastMediaPort,
        out,
        credentials,
        challenge,
        t1,
        noSoundLimit,
        speechPause,
        seed,
        clock);
  }

  public CarrierSettings withSecond(InetSocketAddress address) {
    return new CarrierSettings(
        listen,
        address,
        firstMediaPort,
        lastMediaPort,
        out,
        credentials,
        challenge,
        t1,
        noSoundLimit,
        speechPause,
        seed,
        clock);
  }

  public CarrierSettings withMediaPorts(int first, int last) {
    return new CarrierSettings(
        listen,
        second,
        first,
        last,
        out,
        credentials,
        challenge,
        t1,
        noSoundLimit,
        speechPause,
        seed,
        clock);
  }

  public CarrierSettings withOut(Path directory) {
    return new CarrierSettings(
        listen,
        second,
        firstMediaPort,
        lastMediaPort,
        directory,
        credentials,
        challenge,
        t1,
        noSoundLimit,
        speechPause,
        seed,
        clock);
  }

  /** What {@code challenge} steps of a plan ask for. */
  public CarrierSettings withCredentials(String user, String password) {
    return new CarrierSettings(
        listen,
        second,
        firstMediaPort,
        lastMediaPort,
        out,
        new Credentials(user, password),
        challenge,
        t1,
        noSoundLimit,
        speechPause,
        seed,
        clock);
  }

  /** Challenges every call. */
  public CarrierSettings withChallenge(Step.Challenge everyCall) {
    return new CarrierSettings(
        listen,
        second,
        firstMediaPort,
        lastMediaPort,
        out,
        credentials,
        everyCall,
        t1,
        noSoundLimit,
        speechPause,
        seed,
        clock);
  }

  /** Shorter times make tests of retransmission and orphans short. */
  public CarrierSettings withTimes(Duration t1, Duration noSoundLimit, Duration speechPause) {
    return new CarrierSettings(
        listen,
        second,
        firstMediaPort,
        lastMediaPort,
        out,
        credentials,
        challenge,
        t1,
        noSoundLimit,
        speechPause,
        seed,
        clock);
  }

  public CarrierSettings withSeed(long seed) {
    return new CarrierSettings(
        listen,
        second,
        firstMediaPort,
        lastMediaPort,
        out,
        credentials,
        challenge,
        t1,
        noSoundLimit,
        speechPause,
        seed,
        clock);
  }
}
