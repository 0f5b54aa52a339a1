package dev.assent.dialer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.store.PostgresServer;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.LedgerHealth;
import dev.assent.recorder.ledger.LedgerMove;
import dev.assent.recorder.ledger.RowKind;
import dev.assent.recorder.ledger.SharedLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys of several engines in one database, and the ledger of a home that moves there. */
@Timeout(120)
class SharedLedgerTest {
  /** Its own: others must not lose their connections with it. */
  private static final String ROLE = "cut_off";

  private static final RowKind KIND = RowKind.SHARE_B;
  private static final RowKind OTHER = RowKind.PERSON;

  @TempDir Path directory;

  private final SecureRandom random = new SecureRandom();
  private final byte[] key = secret(7);
  private final SharedLedger.Where where =
      new SharedLedger.Where("jdbc:postgresql://" + PostgresServer.fresh(ROLE), ROLE, "any");

  private static byte[] secret(int of) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) of);
    return secret;
  }

  private SharedLedger open() {
    return SharedLedger.open(where, directory, key, random);
  }

  private void sql(String statement) throws SQLException {
    try (Connection admin = DriverManager.getConnection(where.url(), ROLE, "any");
        Statement run = admin.createStatement()) {
      run.execute(statement);
    }
  }

  @Test
  void whatOneEngineErasesIsGoneForAll() throws Exception {
    try (SharedLedger one = open();
        SharedLedger two = open()) {
      assertThat(two.id()).isEqualTo(one.id());
      long[] ofOne = one.append(KIND, List.of(secret(1), secret(2)));
      long[] ofTwo = two.append(OTHER, List.of(secret(3)));
      assertThat(ofTwo).doesNotContain(ofOne);
      assertThat(two.read(KIND, ofOne[1])).hasValue(secret(2));
      assertThatThrownBy(() -> one.read(KIND, ofTwo[0])).isInstanceOf(LedgerDamaged.class);
      two.erase(List.of(ofOne[0], 99L));
      assertThat(one.read(KIND, ofOne[0])).isEmpty();
      assertThat(one.verify()).isEqualTo(new LedgerHealth(1, 2, 1, List.of()));
      assertThatThrownBy(() -> one.read(KIND, ofTwo[0] + 1))
          .isInstanceOf(LedgerDamaged.class)
          .hasMessageContaining("not there");
      sql("UPDATE ledger_row SET bytes = set_byte(bytes, 20, 0) WHERE id = " + ofOne[1]);
      assertThatThrownBy(() -> one.read(KIND, ofOne[1]))
          .isInstanceOf(LedgerDamaged.class)
          .hasMessageContaining("does not hold");
      sql(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'cut_off' AND pid <> pg_backend_pid()");
      assertThatThrownBy(() -> one.read(OTHER, ofTwo[0])).hasMessageContaining("does not answer");
      assertThat(one.failure()).as("it is tried again").isEmpty();
      assertThat(one.read(OTHER, ofTwo[0])).hasValue(secret(3));
    }
    assertThatThrownBy(() -> SharedLedger.open(where, directory, secret(8), random))
        .isInstanceOf(LedgerDamaged.class)
        .hasMessageContaining("another key");
  }

  @Test
  void aLedgerMovesWithItsRowsAndNeverOverOneInUse() throws Exception {
    Path files = Files.createDirectory(directory.resolve("ledger"));
    long[] rows;
    long id;
    try (KeyLedger ledger = KeyLedger.open(files, new DiskFiles(), key, random)) {
      rows = ledger.append(KIND, List.of(secret(1), secret(2), secret(3)));
      LedgerMove.copy(ledger, where, key);
      // It was cut off before it counted, and the home went on.
      ledger.erase(List.of(rows[1]));
      long last = ledger.append(KIND, List.of(secret(4)))[0];
      LedgerMove.Moved moved = LedgerMove.copy(ledger, where, key);
      assertThat(moved.rows()).isEqualTo(4);
      assertThat(LedgerMove.copy(ledger, where, key)).isEqualTo(moved);
      id = ledger.id();
      try (SharedLedger shared = open()) {
        assertThat(shared.id()).isEqualTo(id);
        assertThat(shared.read(KIND, rows[0])).hasValue(secret(1));
        assertThat(shared.read(KIND, rows[1])).isEmpty();
        assertThat(shared.read(KIND, last)).hasValue(secret(4));
        shared.erase(List.of(rows[2]));
        assertThatThrownBy(() -> LedgerMove.copy(ledger, where, key))
            .as("erased since")
            .hasMessageContaining("used since");
        ledger.erase(List.of(rows[2]));
        LedgerMove.copy(ledger, where, key);
        assertThat(shared.append(KIND, List.of(secret(5)))[0]).isGreaterThan(last);
        assertThatThrownBy(() -> LedgerMove.copy(ledger, where, key))
            .as("a row this home does not know")
            .hasMessageContaining("used since");
      }
    }
    LedgerMove.destroy(files, new DiskFiles());
    try (KeyLedger other = KeyLedger.open(files, new DiskFiles(), key, random)) {
      assertThatThrownBy(() -> LedgerMove.copy(other, where, key))
          .hasMessageContaining("another ledger");
    }
  }
}
