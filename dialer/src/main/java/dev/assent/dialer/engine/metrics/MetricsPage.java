package dev.assent.dialer.engine.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** {@code GET /metrics} in Prometheus' text format, and nothing else. */
public final class MetricsPage implements AutoCloseable {
  private static final int WAITING = 16;
  private static final byte[] NOTHING = {};

  private final HttpServer server;

  private MetricsPage(HttpServer server) {
    this.server = server;
  }

  /**
   * @param fill registers what is shown
   * @throws IOException if the address cannot be bound
   */
  public static MetricsPage open(InetSocketAddress at, Consumer<Metrics> fill) throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Metrics metrics = new Metrics(registry);
    fill.accept(metrics);
    HttpServer server = HttpServer.create(at, WAITING);
    server.createContext("/", exchange -> answer(exchange, 404, NOTHING));
    server.createContext(
        "/metrics",
        exchange -> {
          boolean asked =
              exchange.getRequestMethod().equals("GET")
                  && exchange.getRequestURI().getPath().equals("/metrics");
          if (asked) {
            metrics.refresh();
            exchange
                .getResponseHeaders()
                .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
          }
          answer(
              exchange,
              asked ? 200 : 404,
              asked ? registry.scrape().getBytes(StandardCharsets.UTF_8) : NOTHING);
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return new MetricsPage(server);
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
