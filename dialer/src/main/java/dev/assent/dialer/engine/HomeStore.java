package dev.assent.dialer.engine;

import dev.assent.compliance.Found;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.access.User;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.seal.DiskEvidence;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Schema;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.SharedDatabase;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.MovedHome;
import dev.assent.dialer.engine.home.SharedHome;
import dev.assent.dialer.engine.home.UpgradeMark;
import dev.assent.dialer.engine.home.WaitingGap;
import dev.assent.dialer.engine.law.HomeFacts;
import dev.assent.dialer.engine.law.HomeHolds;
import dev.assent.dialer.engine.law.LedgerColumnCipher;
import dev.assent.dialer.engine.law.LedgerPersonKeys;
import dev.assent.dialer.engine.law.RecentKeys;
import dev.assent.dialer.engine.law.TimedPatience;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.SigningKey;
import dev.assent.recorder.ledger.KeyRows;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Opens the database of a home: with the keys that protect its rows, what the gate must know
 * besides, and what waited for it in files.
 *
 * @param recent keys made last
 * @param book what is in force, when asked
 */
record HomeStore(
    Engine engine,
    LawParts law,
    RecentKeys recent,
    Supplier<RecorderState> recorderState,
    Supplier<PolicyBook> book) {

  /**
   * @throws UserError when the home was moved, must be backed up first or was upgraded further
   */
  Store open() {
    Home home = engine.home();
    UpgradeMark.requireBackedUp(home);
    OperatorKeys keys = engine.keyring().require();
    requireNotMoved();
    KeyRows keyLedger = law.ledger();
    Protection protection =
        new Protection(
            new LedgerPersonKeys(keyLedger, random(), recent),
            new LedgerColumnCipher(keyLedger, random(), recent),
            law.indexes(),
            (user, message, signature) ->
                SigningKey.verify(HexFormat.of().parseHex(user.publicKey()), message, signature),
            new DiskEvidence(home.evidence()));
    HomeFacts facts =
        new HomeFacts(
            engine.parts()::clockState,
            recorderState,
            engine.parts().calls().trunks(),
            law.prompts(),
            book);
    Store opened = open(settings(home, keys.controllerId()), protection, facts);
    try {
      SharedHome.entered(home, opened);
      HomeHolds.moveInto(opened.killSwitches(), engine.parts().waitingHolds());
      WaitingGap.moveInto(opened.gaps(), home.data());
      keys.users().forEach(user -> register(opened, user));
      return opened;
    } catch (RuntimeException e) {
      opened.close(); // nobody is called while a hold cannot be read
      throw e;
    }
  }

  /** An embedded database of a home that was moved knows nobody who refused since. */
  private void requireNotMoved() {
    Optional<MovedHome> gone = law.moved();
    if (gone.isPresent() && law.database().isEmpty()) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("nodes.moved", engine.home().root(), gone.get().to(), gone.get().at()),
          "assent migrate");
    }
  }

  private Store open(StoreSettings settings, Protection protection, HomeFacts facts) {
    try {
      return Store.open(
          settings,
          law.journal(),
          protection,
          facts,
          engine.clock(),
          random(),
          new TimedPatience());
    } catch (StoreUnavailable e) {
      settings
          .h2File()
          .map(Schema::of)
          .filter(state -> !state.newer().isEmpty())
          .ifPresent(
              state -> {
                throw new UserError(
                    Exit.CONFIG,
                    Message.of("upgrade.newer", state.version().orElse("")),
                    "assent upgrade --check");
              });
      throw e;
    }
  }

  private StoreSettings settings(Home home, UUID controller) {
    Optional<SharedDatabase> shared = law.database();
    return shared
        .map(
            database ->
                SharedHome.settings(
                    home, database, controller, engine.machine().clocks().nanos()::nanoTime))
        .orElseGet(
            () ->
                StoreSettings.h2(
                    home.data().resolve("assent"),
                    home.data().resolve("quarantine"),
                    controller,
                    home.marker().sole()));
  }

  /** People are named in the keyset; whoever approves must be in the register too. */
  private static void register(Store store, dev.assent.dialer.keys.User user) {
    if (store.cluster().isPresent()
        && store.registers().user(user.name()) instanceof Found.Present<User>) {
      return; // who left at another node must not come back with this one's keyset
    }
    User known =
        new User(user.name(), user.roles(), HexFormat.of().formatHex(user.publicKey()), true);
    boolean asRegistered =
        store.registers().user(user.name()) instanceof Found.Present(User found)
            && found.equals(known);
    if (!asRegistered) {
      store.registers().putUser(known, "engine");
    }
  }

  private SecureRandom random() {
    return engine.machine().clocks().random();
  }
}
