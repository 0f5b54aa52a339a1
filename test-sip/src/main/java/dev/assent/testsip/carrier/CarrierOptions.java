package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.plan.Step;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line of {@link CarrierMain}. A value. */
record CarrierOptions(CarrierSettings settings, Path plan, Duration stopAfterIdle) {
  private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s)");
  private static final Pattern PORTS = Pattern.compile("(\\d{4,5})-(\\d{4,5})");

  /**
   * @throws IllegalArgumentException naming the option that is wrong
   */
  static CarrierOptions parse(String[] args) {
    CarrierSettings settings = CarrierSettings.loopback();
    boolean listening = false;
    Path plan = null;
    Duration stopAfterIdle = Duration.ZERO;
    for (int i = 0; i < args.length; i += 2) {
      String option = args[i];
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(option + ": a value is missing");
      }
      String value = args[i + 1];
      switch (option) {
        case "--listen" -> {
          settings = settings.withListen(address(option, value));
          listening = true;
        }
        case "--plan" -> plan = Path.of(value);
        case "--out" -> settings = settings.withOut(Path.of(value));
        case "--digest" -> settings = withDigest(settings, value);
        case "--from-second-address" -> settings = settings.withSecond(address(option, value));
        case "--media-ports" -> settings = withPorts(settings, value);
        case "--no-sound-limit" ->
            settings =
                settings.withTimes(settings.t1(), time(option, value), settings.speechPause());
        case "--speech-pause" ->
            settings =
                settings.withTimes(settings.t1(), settings.noSoundLimit(), time(option, value));
        case "--seed" -> settings = settings.withSeed(number(option, value));
        case "--stop-after-idle" -> stopAfterIdle = time(option, value);
        default -> throw new IllegalArgumentException("no option " + option);
      }
    }
    if (!listening || plan == null) {
      throw new IllegalArgumentException("--listen and --plan are needed");
    }
    return new CarrierOptions(settings, plan, stopAfterIdle);
  }

  private static CarrierSettings withDigest(CarrierSettings settings, String value) {
    String[] parts = value.split(":");
    if (parts.length < 2 || parts.length > 3 || (parts.length == 3 && !parts[2].equals("sha256"))) {
      throw new IllegalArgumentException("--digest: write USER:PASSWORD or USER:PASSWORD:sha256");
    }
    String algorithm = parts.length == 3 ? "SHA-256" : "MD5";
    return settings
        .withCredentials(parts[0], parts[1])
        .withChallenge(new Step.Challenge(407, List.of(algorithm), false));
  }

  private static CarrierSettings withPorts(CarrierSettings settings, String value) {
    Matcher matcher = PORTS.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("--media-ports: write 42000-59998");
    }
    return settings.withMediaPorts(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  private static InetSocketAddress address(String option, String value) {
    Matcher matcher = ADDRESS.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(option + ": write ADDRESS:PORT, such as 127.0.0.1:5070");
    }
    String host = matcher.group(1).replaceAll("[\\[\\]]", "");
    return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(matcher.group(2)));
  }

  private static Duration time(String option, String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(option + ": write a time such as 500ms or 30s");
    }
    long amount = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }

  private static long number(String option, String value) {
    if (!value.matches("\\d{1,18}")) {
      throw new IllegalArgumentException(option + ": write a number");
    }
    return Long.parseLong(value);
  }
}
