package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.assent.compliance.Found;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.store.sql.DatabaseFile;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.compliance.store.suppression.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full under the embedded database: nothing begins, nothing that was said is lost.
 */
@Timeout(60)
class FullDiskTest {
  private TestHome home;
  private Path directory;

  @BeforeEach
  void home(@TempDir Path temporary) {
    FullDisk.mount();
    directory = temporary.resolve("data");
    Path file = directory.resolve("assent");
    StoreSettings real =
        StoreSettings.h2(file, temporary.resolve("quarantine"), TestDatabase.CONTROLLER, false);
    home =
        new TestHome(
            new StoreSettings(
                StoreSettings.h2Url(FullDisk.SCHEME + ":" + file),
                real.user(),
                real.password(),
                real.h2File(),
                real.quarantine(),
                real.controllerId(),
                real.sole(),
                real.connections()));
  }

  @Test
  void nobodyIsCalledOnADatabaseThatCouldNotBeWrittenUntilItWasOpenedAnew() throws Exception {
    Store store = home.open();
    home.register(4);
    UUID refusing = home.contact(0);
    UUID busy = home.contact(1);
    UUID third = home.contact(2);
    Reserved rings = home.redeem(refusing);
    Reserved later = home.redeem(busy);
    FullDisk.full(true);
    // What was written just before leaves nothing to write but the first's own mark.
    assertThatThrownBy(
            () -> {
              store.checkpoint();
              store.checkpoint();
            })
        .isInstanceOf(StoreUnavailable.class);

    assertThat(store.trouble()).get().asString().contains(directory.toString(), "start the engine");
    assertThatThrownBy(() -> store.lists().requireRoom())
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(directory.toString());
    assertThatThrownBy(() -> home.redeem(third)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> home.importContacts(5)).isInstanceOf(StoreUnavailable.class);
    // What is said now is in the journal at least, and this node on hold.
    assertThat(store.refusals().optOut(rings.attemptId(), TestHome.optOut(home.now.get())))
        .matches(refused -> !(refused instanceof Refused.Pending(_, var kept)) || kept);

    // H2 never writes again what it gave up once: room alone does not help.
    FullDisk.full(false);
    assertThat(store.trouble()).isPresent();
    assertThatThrownBy(() -> home.redeem(third)).isInstanceOf(StoreUnavailable.class);
    home.close();

    Store again = home.open();
    assertThat(again.opening().quarantined()).isEmpty();
    assertThat(again.opening().applied()).isPositive();
    assertThat(again.trouble()).isEmpty();
    assertThat(home.facts(refusing).dnc()).isInstanceOf(DncState.Listed.class);
    assertThat(home.facts(busy).history())
        .asInstanceOf(type(Found.Present.class))
        .asString()
        .contains(later.attemptId().toString());
    assertThat(again.lists().due(TestHome.CAMPAIGN, home.now.get(), 10)).contains(third);
    home.redeem(third);
    home.close();
  }

  @Test
  void aDatabaseThatCannotBeOpenedForWantOfRoomIsNotTakenForABrokenOne() throws Exception {
    home.open();
    home.register(3);
    UUID contact = home.contact(1);
    home.close();
    FullDisk.full(true);
    try {
      home.open();
      home.close();
    } catch (StoreUnavailable full) {
      assertThat(full).hasMessageContaining("disk");
    }
    FullDisk.full(false);
    Store store = home.open();
    assertThat(store.opening().quarantined()).isEmpty();
    assertThat(store.lists().due(TestHome.CAMPAIGN, home.now.get(), 10)).contains(contact);
    home.close();
  }

  @Test
  void nothingBeginsOnANearlyFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
    Path database = Files.createDirectories(directory).resolve("assent");
    AtomicLong free = new AtomicLong(DatabaseFile.ROOM_TO_BEGIN);
    try (DatabaseFile file =
        new DatabaseFile(
            database,
            DriverManager.getConnection(StoreSettings.h2Url("file:" + database), "assent", ""),
            free::get)) {
      assertThat(file.trouble()).isEmpty();
      free.decrementAndGet();
      assertThat(file.trouble()).get().asString().contains("255 MiB", directory.toString());
      free.incrementAndGet();
      assertThat(file.trouble()).isEmpty();
    }
    DatabaseFile.requireRoomToOpen(database, () -> DatabaseFile.ROOM_TO_OPEN);
    assertThatThrownBy(
            () -> DatabaseFile.requireRoomToOpen(database, () -> DatabaseFile.ROOM_TO_OPEN - 1))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(directory.toString());
  }
}
