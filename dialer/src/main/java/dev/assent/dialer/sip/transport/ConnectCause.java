package dev.assent.dialer.sip.transport;

import dev.assent.dialer.sip.address.Target;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why there is no connection, in words an operator can act on. */
final class ConnectCause {
  private static final Pattern ALERT =
      Pattern.compile("(?:Received fatal alert: |\\()([a-z_]+)\\)?");

  private ConnectCause() {}

  static ConnectProblem of(Target target, Throwable thrown) {
    PeerCertificate shown = null;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectProblem known) {
        return known;
      }
      if (cause instanceof PeerTrust.Distrusted distrusted) {
        shown = distrusted.shown();
        return new ConnectProblem(target + ": TLS: " + distrusted.getMessage(), shown);
      }
    }
    return new ConnectProblem(target + ": " + words(thrown), shown);
  }

  private static String words(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause instanceof SSLException)) {
      cause = cause.getCause();
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    if (cause instanceof NotSslRecordException) {
      return "the far end does not speak TLS on this port";
    }
    if (cause instanceof SSLException) {
      return tls(message);
    }
    if (cause instanceof NoRouteToHostException || message.contains("unreachable")) {
      return "there is no way to this address";
    }
    if (cause instanceof ConnectException && message.toLowerCase(Locale.ROOT).contains("refused")) {
      return "connection refused; is the port right, and does the carrier let this machine in?";
    }
    return message;
  }

  private static String tls(String message) {
    String alert = alert(message);
    return switch (alert == null ? "" : alert) {
      case "protocol_version" ->
          "the far end has no TLS 1.3; tls.minimum: \"1.2\" would allow the older one";
      case "certificate_required", "bad_certificate", "unknown_ca", "certificate_unknown" ->
          "the far end refused our certificate ("
              + alert
              + "); tls.certificate and tls.key must be those the carrier knows";
      case "certificate_expired" -> "the far end says that our certificate has expired";
      case "unrecognized_name" -> "the far end does not know the name of tls.name";
      default -> "TLS: " + message;
    };
  }

  private static @Nullable String alert(String message) {
    Matcher matcher = ALERT.matcher(message);
    return matcher.find() ? matcher.group(1) : null;
  }
}
