package dev.assent.dialer.engine;

import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Places;
import dev.assent.compliance.TrunkState;
import dev.assent.dialer.Threads;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.law.GateLaw;
import dev.assent.dialer.engine.law.LineFacts;
import dev.assent.dialer.engine.trunk.InviteWishes;
import dev.assent.dialer.engine.trunk.TrunkCredentials;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.trunk.Allowance;
import dev.assent.dialer.trunk.Trunk;
import dev.assent.dialer.trunk.TrunkSettings;
import dev.assent.recorder.RecorderSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The trunks that calls go over, each made at its first use, and what the gate asks of them and of
 * what stands behind them. Any thread.
 */
public final class OpenTrunks implements LineFacts {
  private final Engine engine;
  private final LawParts law;
  private final CallParts calls;
  private final Threads threads;
  private final Map<String, Trunk> open = new ConcurrentHashMap<>();

  OpenTrunks(Engine engine, LawParts law, CallParts calls, Threads threads) {
    this.engine = engine;
    this.law = law;
    this.calls = calls;
    this.threads = threads;
  }

  /** A trunk over this engine's one socket; the same object for all campaigns that share it. */
  public Trunk named(String name) {
    UserAgent agent = calls.sip().agentForCalls();
    return open.computeIfAbsent(name, _ -> make(calls.trunkConfig(name), agent));
  }

  private Trunk make(TrunkConfig trunk, UserAgent agent) {
    return new Trunk(
        new TrunkSettings(
            trunk.name(),
            trunk.domain(),
            TrunkCredentials.of(trunk),
            number -> trunk.callee().write(number.e164()),
            trunk.caller()::write,
            trunk.channels(),
            trunk.callsPerSecond(),
            InviteWishes.of(trunk),
            trunk.srtp()),
        calls.sip().carriers().health(trunk.name()),
        agent,
        calls.media(),
        calls.timers(),
        threads,
        new GateLaw(
            law.gate(),
            law.store().attempts(),
            engine.home().marker().simulation(),
            engine.home().marker().drill()),
        calls.inProgress(),
        law.nodes()
            .map(nodes -> nodes.allowance(trunk.name(), trunk.callsPerSecond(), trunk.channels()))
            .orElse(Allowance.WHOLE));
  }

  @Override
  public Found<TrunkState> trunkState(String name) {
    return configured(name)
        .map(
            trunk ->
                Found.present(
                    new TrunkState(
                        trunk.channels(),
                        inUse(name),
                        trunk.calleeCaps(),
                        trunk.refused(),
                        trunk.callee(),
                        trunk.caller())))
        .orElseGet(Found::absent);
  }

  private int inUse(String name) {
    Trunk trunk = open.get(name);
    return trunk == null ? 0 : trunk.inUse();
  }

  @Override
  public Found<IvrCapacity> capacity() {
    return Found.present(
        new IvrCapacity(
            calls.config().media().pairs(),
            open.values().stream().mapToInt(Trunk::inUse).sum(),
            RecorderSettings.in(engine.home().root()).slots(),
            calls.recordings().slotsInUse()));
  }

  @Override
  public Found<Places> places(String trunk) {
    String here = calls.config().location();
    return Found.present(
        new Places(here, here, configured(trunk).flatMap(TrunkConfig::region).orElse("")));
  }

  private Optional<TrunkConfig> configured(String name) {
    return calls.trunkConfigs().stream().filter(trunk -> trunk.name().equals(name)).findFirst();
  }
}
