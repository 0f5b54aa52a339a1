package dev.assent.compliance.store.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.With;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.export.Delivery;
import dev.assent.compliance.export.Export;
import dev.assent.compliance.export.ExportOrder;
import dev.assent.compliance.export.ExportState;
import dev.assent.compliance.export.Span;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.Sha256;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What leaves the house, and whose word that takes. */
@Timeout(60)
@Requirement("R53")
class ExportsTest {
  private static final byte[] MARK = new byte[32];
  private static final User CAROL = new User("carol", Set.of(Role.QA), "cc", true);
  private static final User SAM = new User("sam", Set.of(Role.SECURITY), "dd", true);
  private static final User LEA = new User("lea", Set.of(Role.LEGAL, Role.SECURITY), "ee", true);
  private static final User TOM = new User("tom", Set.of(Role.SECURITY), "ff", false);

  private static TestHome home(TestDatabase database) {
    TestHome home = TestHome.on(database);
    home.protection =
        new Protection(
            home.keys,
            home.keys,
            home.keys,
            (user, message, signature) -> Arrays.equals(signature, keyed(user, message)),
            home.evidence);
    home.open();
    return home;
  }

  private static byte[] sign(User user, String hash) {
    return keyed(user, Approval.message(Approval.Kind.EXPORT, hash, user.name()));
  }

  private static byte[] keyed(User user, byte[] message) {
    return Sha256.of((user.publicKey() + HexFormat.of().formatHex(message)).getBytes(UTF_8))
        .getBytes(UTF_8);
  }

  private static Export asked(TestHome home, String by) throws NotAllowed {
    for (User user : List.of(TestHome.ANNA, TestHome.BOB, CAROL, SAM, LEA)) {
      home.store().registers().putUser(user, "engine");
    }
    return home.store().exports().request(order(home, by), MARK);
  }

  private static ExportOrder order(TestHome home, String by) {
    return new ExportOrder(
        UUID.randomUUID(),
        List.of(new ExportOrder.Piece(new UUID(7, 7), "ab".repeat(32))),
        new UUID(8, 8),
        ExportOrder.Purpose.DISPUTE,
        "C-7",
        "a court",
        null,
        Delivery.passphrase(),
        false,
        false,
        List.of(new Span(12_000, 19_000)),
        by,
        home.now.get(),
        home.now.get().plus(Duration.ofDays(7)),
        home.now.get().plus(Duration.ofDays(30)),
        List.of());
  }

  @ParameterizedTest
  @EnumSource
  @SuppressWarnings("try") // closed and opened again in between
  void twoOthersAgreeItIsMadeOnceAndARebuiltDatabaseKnowsIt(TestDatabase database)
      throws Exception {
    try (TestHome home = home(database)) {
      Export asked = asked(home, "carol");
      Exports exports = home.store().exports();
      UUID id = asked.order().id();
      assertThat(asked.state(home.now.get())).isEqualTo(ExportState.REQUESTED);
      assertThatThrownBy(() -> exports.opened(id, "carol")).hasMessageContaining("REQUESTED");
      exports.approve(id, asked.hash(), TestHome.BOB, sign(TestHome.BOB, asked.hash()));
      assertThatThrownBy(() -> exports.opened(id, "carol")).hasMessageContaining("REQUESTED");
      Export agreed = exports.approve(id, asked.hash(), SAM, sign(SAM, asked.hash()));
      assertThat(agreed.state(home.now.get())).isEqualTo(ExportState.APPROVED);
      assertThatThrownBy(() -> exports.made(id, "carol", made()))
          .hasMessageContaining("not being made");
      assertThat(exports.opened(id, "carol").openings()).isEqualTo(1);
      assertThatThrownBy(() -> exports.made(id, "dave", made()))
          .hasMessageContaining("not being made");
      assertThat(exports.made(id, "carol", made()).state(home.now.get()))
          .isEqualTo(ExportState.MADE);
      assertThatThrownBy(() -> exports.opened(id, "carol")).hasMessageContaining("MADE");
      assertThatThrownBy(() -> exports.made(id, "carol", made()))
          .hasMessageContaining("not being made");

      Export before = exports.find(id).orElseThrow();
      assertThat(before.made()).isNotNull();
      home.close();
      List<String> rows = Tables.facts(home.settings).get("export_order");
      List<String> words = Tables.facts(home.settings).get("export_word");
      home.settings = database.fresh();
      home.open();
      assertThat(home.store().exports().find(id)).contains(before);
      home.close();
      assertThat(Tables.facts(home.settings).get("export_order")).isEqualTo(rows);
      assertThat(Tables.facts(home.settings).get("export_word")).isEqualTo(words);
      home.open();
    }
  }

  private static Export.Made made() {
    return new Export.Made(
        "cd".repeat(32), 10, Map.of("call.wav", "ef".repeat(32)), "", TestHome.START);
  }

  @ParameterizedTest
  @EnumSource
  void nobodyFillsTwoPlacesAndNobodyAgreesToTheirOwnWish(TestDatabase database) throws Exception {
    try (TestHome home = home(database)) {
      Export asked = asked(home, "lea");
      Exports exports = home.store().exports();
      UUID id = asked.order().id();
      assertThatThrownBy(() -> exports.approve(id, asked.hash(), LEA, sign(LEA, asked.hash())))
          .hasMessageContaining("asked for it");
      for (User stranger : List.of(TestHome.ANNA, CAROL, TOM)) {
        assertThatThrownBy(
                () -> exports.approve(id, asked.hash(), stranger, sign(stranger, asked.hash())))
            .as(stranger.name())
            .hasMessageContaining("no role");
      }
      assertThatThrownBy(() -> exports.approve(id, "0".repeat(64), SAM, sign(SAM, "0".repeat(64))))
          .hasMessageContaining("not what was asked");
      assertThatThrownBy(
              () -> exports.approve(id, asked.hash(), SAM, sign(TestHome.BOB, asked.hash())))
          .hasMessageContaining("signature");
      assertThat(exports.find(id).orElseThrow().words()).isEmpty();

      Export other = home.store().exports().request(order(home, "carol"), MARK);
      UUID second = other.order().id();
      exports.approve(
          second, other.hash(), LEA, sign(LEA, other.hash())); // of two places she could fill
      assertThatThrownBy(() -> exports.approve(second, other.hash(), LEA, sign(LEA, other.hash())))
          .hasMessageContaining("already");
      assertThatThrownBy(
              () ->
                  exports.approve(
                      second, other.hash(), TestHome.BOB, sign(TestHome.BOB, other.hash())))
          .hasMessageContaining("no role whose word is missing");
      assertThat(
              exports
                  .approve(second, other.hash(), SAM, sign(SAM, other.hash()))
                  .state(home.now.get()))
          .isEqualTo(ExportState.APPROVED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itEndsToTheSecondAndARefusalEndsIt(TestDatabase database) throws Exception {
    try (TestHome home = home(database)) {
      Export asked = asked(home, "carol");
      Exports exports = home.store().exports();
      UUID id = asked.order().id();
      exports.approve(id, asked.hash(), TestHome.BOB, sign(TestHome.BOB, asked.hash()));
      exports.approve(id, asked.hash(), SAM, sign(SAM, asked.hash()));
      home.tick(Duration.ofDays(7).minusSeconds(1));
      assertThat(exports.opened(id, "carol").state(home.now.get())).isEqualTo(ExportState.APPROVED);
      home.tick(Duration.ofSeconds(1));
      assertThatThrownBy(() -> exports.opened(id, "carol")).hasMessageContaining("EXPIRED");
      assertThat(exports.made(id, "carol", made()).state(home.now.get()))
          .as("what was opened in time may be finished")
          .isEqualTo(ExportState.MADE);

      Export refused = exports.request(order(home, "carol"), MARK);
      UUID second = refused.order().id();
      assertThatThrownBy(() -> exports.refuse(second, TestHome.ANNA, "no"))
          .hasMessageContaining("no role");
      assertThatThrownBy(() -> exports.refuse(second, SAM, " ")).hasMessageContaining("says why");
      assertThat(exports.refuse(second, SAM, "no agreement").state(home.now.get()))
          .isEqualTo(ExportState.REFUSED);
      assertThatThrownBy(
              () ->
                  exports.approve(
                      second, refused.hash(), TestHome.BOB, sign(TestHome.BOB, refused.hash())))
          .hasMessageContaining("REFUSED");
      Export withdrawn = exports.request(order(home, "carol"), MARK);
      assertThat(exports.refuse(withdrawn.order().id(), CAROL, "settled").state(home.now.get()))
          .isEqualTo(ExportState.WITHDRAWN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsChangedAfterwardsAndWhoHasLeftOpenNothing(TestDatabase database) throws Exception {
    try (TestHome home = home(database)) {
      Export asked = asked(home, "carol");
      Exports exports = home.store().exports();
      UUID id = asked.order().id();
      exports.approve(id, asked.hash(), TestHome.BOB, sign(TestHome.BOB, asked.hash()));
      exports.approve(id, asked.hash(), SAM, sign(SAM, asked.hash()));
      home.store().registers().putUser(With.with(SAM, "active", false), "engine");
      assertThatThrownBy(() -> exports.opened(id, "carol")).hasMessageContaining("has left");
      User clerk = With.with(SAM, "roles", Set.of(Role.OPERATOR));
      home.store().registers().putUser(clerk, "engine");
      assertThatThrownBy(() -> exports.opened(id, "carol"))
          .hasMessageContaining("may not any more");
      home.store().registers().putUser(SAM, "engine");
      String before = "C-7";
      change(home, before, "C-8"); // another case than two people agreed to
      assertThatThrownBy(() -> exports.opened(id, "carol")).hasMessageContaining("was changed");
      change(home, "C-8", before);
      for (int attempt = 0; attempt < 3; attempt++) {
        exports.opened(id, "carol");
      }
      assertThatThrownBy(() -> exports.opened(id, "carol")).hasMessageContaining("too often");
      exports.refuse(id, SAM, "the case is settled");
      assertThatThrownBy(() -> exports.made(id, "carol", made()))
          .as("while it was being made")
          .hasMessageContaining("REFUSED");
    }
  }

  private static void change(TestHome home, String from, String to) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                home.settings.url(), home.settings.user(), home.settings.password());
        PreparedStatement update =
            connection.prepareStatement("UPDATE export_order SET body = REPLACE(body, ?, ?)")) {
      update.setString(1, from);
      update.setString(2, to);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
