package dev.assent.dialer.console;

import java.util.Map;
import java.util.Optional;

/**
 * A request as the pages' code sees it, whichever server took it.
 *
 * @param path decoded, begins with {@code /}
 * @param query decoded; of a name that occurs twice, the last
 * @param headers names in lower case
 * @param body whole; its size was bounded by the server
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record WebRequest(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }
}
