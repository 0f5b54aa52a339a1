package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The costly half of a header, made before there is a call: shares drawn, sealed to the recipients,
 * keys derived. Completed at most once, by one thread.
 */
public final class PreparedHeader {
  private final UUID recordingId;
  private final byte[] start;
  private final FileKeys keys;

  private PreparedHeader(UUID recordingId, byte[] start, FileKeys keys) {
    this.recordingId = recordingId;
    this.start = start;
    this.keys = keys;
  }

  /**
   * @param recordingId random: it is the file's name
   * @param ledgerRow where share B is, forced already
   * @param shareB 32 bytes; not kept, the caller zeroes it
   * @param random draws salt, share A and what HPKE needs
   */
  public static PreparedHeader prepare(
      UUID recordingId,
      long ledgerId,
      long ledgerRow,
      byte[] shareB,
      Recipients recipients,
      SecureRandom random) {
    byte[] salt = new byte[HeaderFormat.SALT_BYTES];
    random.nextBytes(salt);
    byte[] shareA = new byte[32];
    random.nextBytes(shareA);
    try {
      ByteBuffer fixed = ByteBuffer.allocate(HeaderFormat.SLOTS_AT);
      fixed.putLong(HeaderFormat.MAGIC);
      fixed.putShort((short) HeaderFormat.VERSION).putShort((short) HeaderFormat.SUITE);
      fixed.putInt(0);
      fixed.putLong(recordingId.getMostSignificantBits());
      fixed.putLong(recordingId.getLeastSignificantBits());
      fixed.put(salt).putLong(ledgerId).putLong(ledgerRow).putLong(0).putShort((short) 2);
      ByteArrayOutputStream start = new ByteArrayOutputStream();
      start.writeBytes(fixed.array());
      byte[] aad = HeaderFormat.slotAad(fixed.array());
      for (RolePublicKey to : List.of(recipients.role(), recipients.recovery())) {
        start.writeBytes(slot(to, aad, shareA, random));
      }
      FileKeys keys = FileKeys.derive(recordingId, salt, shareA, shareB);
      return new PreparedHeader(recordingId, start.toByteArray(), keys);
    } finally {
      Arrays.fill(shareA, (byte) 0);
    }
  }

  private static byte[] slot(RolePublicKey to, byte[] aad, byte[] shareA, SecureRandom random) {
    byte[] sealed = Hpke.seal(to, aad, shareA, random);
    return ByteBuffer.allocate(RolePublicKey.KID_BYTES + 10 + sealed.length)
        .put(to.kid())
        .putShort((short) Hpke.KEM)
        .putShort((short) Hpke.KDF)
        .putShort((short) Hpke.AEAD)
        .putShort((short) Hpke.ENC_BYTES)
        .put(sealed, 0, Hpke.ENC_BYTES)
        .putShort((short) Hpke.CT_BYTES)
        .put(sealed, Hpke.ENC_BYTES, Hpke.CT_BYTES)
        .array();
  }

  public UUID recordingId() {
    return recordingId;
  }

  /** Ends in a header under MAC and a writer that holds the keys. */
  public RecordingWriter complete(HeaderFields fields, SigningKey signer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(start);
    byte[] legs = new byte[2 * fields.legs().size()];
    for (int i = 0; i < fields.legs().size(); i++) {
      legs[2 * i] = (byte) fields.legs().get(i).id();
      legs[2 * i + 1] = (byte) fields.legs().get(i).role().code();
    }
    tlv(out, HeaderFormat.LEGS, legs);
    tlv(
        out,
        HeaderFormat.ATTEMPT,
        ByteBuffer.allocate(16)
            .putLong(fields.attemptId().getMostSignificantBits())
            .putLong(fields.attemptId().getLeastSignificantBits())
            .array());
    tlv(out, HeaderFormat.RETENTION, fields.retentionClass().getBytes(US_ASCII));
    tlv(out, HeaderFormat.SIGNER, signer.publicKey());
    tlv(out, HeaderFormat.METADATA, Metadata.seal(keys, recordingId, fields.metadata()));
    fields.continues().ifPresent(c -> tlv(out, HeaderFormat.CONTINUES, c.encode()));
    int unpadded = out.size() + 4 + HeaderFormat.MAC_BYTES;
    tlv(out, HeaderFormat.PADDING, new byte[-unpadded & (HeaderFormat.ALIGNMENT - 1)]);

    byte[] header = Arrays.copyOf(out.toByteArray(), out.size() + HeaderFormat.MAC_BYTES);
    ByteBuffer view = ByteBuffer.wrap(header);
    view.putInt(HeaderFormat.LENGTH_AT, header.length);
    view.putLong(HeaderFormat.START_AT, ChronoUnit.MICROS.between(Instant.EPOCH, fields.start()));
    int maced = header.length - HeaderFormat.MAC_BYTES;
    System.arraycopy(keys.headerMac(header, maced), 0, header, maced, HeaderFormat.MAC_BYTES);
    return new RecordingWriter(recordingId, header, keys, fields.legs(), signer);
  }

  private static void tlv(ByteArrayOutputStream out, int type, byte[] value) {
    out.writeBytes(
        ByteBuffer.allocate(4 + value.length)
            .putShort((short) type)
            .putShort((short) value.length)
            .put(value)
            .array());
  }

  /** Forgets the keys of a header that will not be used. */
  public void destroy() {
    keys.destroy();
  }
}
