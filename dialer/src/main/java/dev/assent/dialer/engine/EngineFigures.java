package dev.assent.dialer.engine;

import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.metrics.Metrics;
import dev.assent.dialer.trunk.TrunkStatus;
import dev.assent.recorder.Readiness;
import java.util.Map;
import java.util.function.Consumer;

/** What an engine shows of itself on its metrics page. */
record EngineFigures(Engine engine, LawParts law, CallParts calls) implements Consumer<Metrics> {
  @Override
  public void accept(Metrics figures) {
    figures.sip(calls.sip().userAgent());
    figures.media(calls.media());
    figures.calls(
        calls.inProgress(), calls.trunkConfigs().stream().map(TrunkConfig::name).toList());
    figures.ringBacks(calls.sip().ringBacks());
    figures.journal(law.forceTimes());
    figures.standing(
        () -> engine.keyring().opened().isEmpty(), () -> engine.parts().holds().list().size());
    figures.recorder(() -> calls.recordings().readiness().orElse(null) instanceof Readiness.Ready);
    Home home = engine.home();
    figures.disks(
        Map.of(
            "journal", home.journal(),
            "data", home.data(),
            "spool", home.spool(),
            "recordings", home.recordings(),
            "ledger", home.ledger()));
    for (TrunkConfig trunk : calls.trunkConfigs()) {
      figures.trunk(trunk.name(), () -> isUp(trunk.name()));
    }
    engine.parts().openOutcomes().ifPresent(figures::outcomes);
  }

  private boolean isUp(String trunk) {
    return calls
        .sip()
        .openCarriers()
        .map(carriers -> carriers.health(trunk).status().state())
        .filter(state -> state == TrunkStatus.State.UP || state == TrunkStatus.State.DEGRADED)
        .isPresent();
  }
}
