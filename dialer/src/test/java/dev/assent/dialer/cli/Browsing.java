package dev.assent.dialer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** One browser: its cookies, and trust in nothing but the pages' own certificate. */
final class Browsing implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client;
  private final String base;
  String agent = "Firefox";
  String csrf = "";

  Browsing(ServedPages pages) throws IOException, GeneralSecurityException {
    this(pages, "TLSv1.3");
  }

  Browsing(ServedPages pages, String tls) throws IOException, GeneralSecurityException {
    base = pages.console.url().replaceAll("/$", "");
    client =
        HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10))
            .sslContext(trusting(pages.home.keys().resolve("pages.pem")))
            .sslParameters(new SSLParameters(null, new String[] {tls}))
            .build();
  }

  private static SSLContext trusting(Path pem) throws IOException, GeneralSecurityException {
    String text = Files.readString(pem);
    byte[] certificate =
        text.substring(text.indexOf("-----BEGIN CERTIFICATE"))
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "pages",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(certificate)));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  record Answer(int status, JsonNode body, String text, java.net.http.HttpHeaders headers) {
    String code() {
      return body.path("code").asText();
    }
  }

  Answer get(String path, String... headers) throws IOException, InterruptedException {
    return send(request(path, headers).GET().build());
  }

  Answer post(String path, Object body, String... headers)
      throws IOException, InterruptedException {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .header("X-Assent-Csrf", csrf)
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .header("User-Agent", agent);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request;
  }

  Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    boolean json =
        answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    JsonNode body = json ? JSON.readTree(answer.body()) : JSON.createObjectNode();
    return new Answer(answer.statusCode(), body, answer.body(), answer.headers());
  }

  Answer signIn(String user, String passphrase, String code)
      throws IOException, InterruptedException {
    Answer answer =
        post("/api/login", Map.of("user", user, "passphrase", passphrase, "code", code));
    csrf = answer.body().path("csrf").asText(csrf);
    return answer;
  }

  @Override
  public void close() {
    client.close();
  }
}
