package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What FINAL says in the clear.
 *
 * @param frames before it
 * @param seconds AUDIO frames among them
 * @param lostSeconds of these, lost before the recorder
 * @param lastSamples of the last second
 * @param digest SHA-256 of the file before FINAL
 * @param signer Ed25519 public key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FinalFrame(
    int frames,
    int seconds,
    int lostSeconds,
    int lastSamples,
    byte[] digest,
    byte[] signer,
    String endCause) {
  private static final Pattern END_CAUSE = Pattern.compile("([A-Z0-9_]{1,32})\0*");

  /**
   * @throws MalformedRecording if its end cause is none
   */
  static FinalFrame parse(byte[] frame) throws MalformedRecording {
    ByteBuffer view = ByteBuffer.wrap(frame).position(FrameFormat.HEAD_BYTES);
    int frames = view.getInt();
    int seconds = view.getInt();
    int lostSeconds = view.getInt();
    int lastSamples = view.getInt();
    byte[] digest = new byte[32];
    view.get(digest);
    byte[] signer = new byte[SigningKey.PUBLIC_BYTES];
    view.get(signer);
    byte[] cause = new byte[FrameFormat.END_CAUSE_BYTES];
    view.get(cause);
    Matcher endCause = END_CAUSE.matcher(new String(cause, US_ASCII));
    if (!endCause.matches()) {
      throw new MalformedRecording("its end cause is none");
    }
    return new FinalFrame(
        frames, seconds, lostSeconds, lastSamples, digest, signer, endCause.group(1));
  }

  /** What is signed: every bit of FINAL but the signature, tied to its header. */
  static byte[] signed(UUID recordingId, byte[] headerSha256, byte[] frame, int at) {
    MessageDigest sealed = Sha256.digest();
    sealed.update(
        frame,
        at + FrameFormat.FINAL_SEALED_AT,
        FrameFormat.FRAME_BYTES - FrameFormat.FINAL_SEALED_AT);
    byte[] label = "DVR1 final".getBytes(US_ASCII);
    return ByteBuffer.allocate(label.length + 16 + 32 + FrameFormat.FINAL_CLEAR_END + 32)
        .put(label)
        .putLong(recordingId.getMostSignificantBits())
        .putLong(recordingId.getLeastSignificantBits())
        .put(headerSha256)
        .put(frame, at, FrameFormat.FINAL_CLEAR_END)
        .put(sealed.digest())
        .array();
  }

  /** Whether the signature holds under the key that FINAL itself names. */
  static boolean signatureHolds(RecordingHeader header, byte[] frame) throws MalformedRecording {
    byte[] signature =
        Arrays.copyOfRange(
            frame,
            FrameFormat.FINAL_SIGNATURE_AT,
            FrameFormat.FINAL_SIGNATURE_AT + SigningKey.SIGNATURE_BYTES);
    return SigningKey.verify(
        parse(frame).signer(), signed(header.recordingId(), header.sha256(), frame, 0), signature);
  }
}
