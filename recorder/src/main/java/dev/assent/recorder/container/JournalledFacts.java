package dev.assent.recorder.container;

import java.util.Optional;

/**
 * What the journal says of one recording: its file is held against it.
 *
 * @param headerSha256 as it was when the recording began
 * @param fileSha256 as it was when the recording had its own file, if it came so far
 * @param lastHeartbeat how far it had come at least, if somebody said so
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record JournalledFacts(
    byte[] headerSha256, Optional<byte[]> fileSha256, Optional<Heartbeat> lastHeartbeat) {}
