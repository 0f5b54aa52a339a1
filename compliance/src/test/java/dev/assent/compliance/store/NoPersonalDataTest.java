package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.sql.StoreSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever holds the files without the keys finds no number and no name in them. */
@Timeout(60)
class NoPersonalDataTest {
  private static final int PLANTED = 87_654_321;

  @Test
  void neitherTheDatabaseNorTheJournalShowsNumbersOrNames(@TempDir Path directory)
      throws Exception {
    TestHome home =
        new TestHome(
            StoreSettings.h2(
                directory.resolve("assent"),
                directory.resolve("quarantine"),
                TestDatabase.CONTROLLER,
                false));
    Store store = home.open();
    store.registers().addSource(TestHome.sourceProof(), "anna");
    store.registers().putCallerNumber(TestHome.callerNumber(), "anna");
    UUID batchId;
    try (ImportBatch batch = store.imports().begin(TestHome.SOURCE, TestHome.FILE, "anna")) {
      batch.add(TestHome.row(PLANTED));
      batchId = batch.switchOver().batchId();
    }
    store.registers().addCampaign(TestHome.campaign(TestHome.CAMPAIGN), List.of(batchId), "anna");
    Reserved reserved = home.redeem(home.contact(PLANTED));
    store
        .consents()
        .agreed(reserved.attemptId(), Evidence.agreed(reserved.attemptId(), home.now.get()));
    store.refusals().optOut(reserved.attemptId(), TestHome.optOut(home.now.get()));
    store.attempts().ended(reserved.attemptId(), Outcome.OPTED_OUT, Map.of());
    home.close();

    List<byte[]> files = new ArrayList<>();
    files.add(Files.readAllBytes(directory.resolve("assent.mv.db")));
    for (String name : home.files.list(TestHome.JOURNAL)) {
      files.add(home.files.bytes(TestHome.JOURNAL.resolve(name)));
    }
    // The search itself finds what is there.
    assertThat(files).anyMatch(bytes -> contains(bytes, "Fictional Ltd", StandardCharsets.UTF_8));
    String number = TestHome.number(PLANTED).e164();
    Stream.of(number, number.substring(3), number.substring(6), "Person " + PLANTED, mask())
        .flatMap(
            secret ->
                Stream.of(
                    secret,
                    Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(secret.getBytes(StandardCharsets.UTF_8))))
        .forEach(
            secret -> {
              for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
                assertThat(files).noneMatch(bytes -> contains(bytes, secret, charset));
              }
            });
  }

  private static String mask() {
    return TestHome.number(PLANTED).toString();
  }

  private static boolean contains(byte[] bytes, String text, Charset charset) {
    // Latin-1 maps each byte to one character, so that strings can be searched for bytes.
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1));
  }

  @Test
  void exceptionsNameNoNumber() throws Exception {
    try (TestHome home = TestHome.on(TestDatabase.H2)) {
      home.open();
      home.register(1);
      assertThatThrownBy(() -> home.facts(new UUID(1, 2))).hasMessage("no such contact");
      home.keys.destroyAll();
      assertThatThrownBy(() -> home.contact(0)).hasMessage("the contact was erased");
    }
  }
}
