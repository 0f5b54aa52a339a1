package dev.assent.dialer.campaign;

import dev.assent.compliance.Gate;
import dev.assent.compliance.store.attempt.Attempts;
import dev.assent.compliance.store.campaign.CampaignLists;
import dev.assent.compliance.store.consent.Consents;
import dev.assent.compliance.store.suppression.Refusals;
import dev.assent.dialer.Threads;
import dev.assent.dialer.Timers;
import dev.assent.dialer.call.CallClock;
import dev.assent.dialer.call.RecordingSlots;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.recorder.SealedRecording;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a campaign needs to call people, composed by the engine.
 *
 * @param node this engine's name in evidence
 * @param ids new random ids
 * @param sealing told of every recording that is being sealed
 * @param threads of the run and its calls
 */
public record CallingParts(
    Gate gate,
    CampaignLists lists,
    Attempts attempts,
    Consents consents,
    Refusals refusals,
    RecordingSlots recorder,
    CallsInProgress inProgress,
    CallClock callClock,
    Timers timers,
    String node,
    Supplier<UUID> ids,
    Consumer<CompletableFuture<SealedRecording>> sealing,
    Threads threads) {}
