package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A header as read: its clear part. It proves nothing before its MAC or the signature is checked.
 */
public final class RecordingHeader {
  private final byte[] bytes;
  private final ByteBuffer view;
  private final List<Slot> slots = new ArrayList<>();
  private final List<Leg> legs = new ArrayList<>();
  private @Nullable UUID attemptId;
  private @Nullable String retentionClass;
  private @Nullable Continuation continues;
  private byte[] signer = new byte[0];
  private byte[] metadata = new byte[0];

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Slot(byte[] kid, int kem, int kdf, int aead, byte[] enc, byte[] ct) {}

  private RecordingHeader(byte[] bytes) {
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes);
  }

  /** How many bytes the header has, by its first 16. */
  static int length(byte[] start) throws MalformedRecording {
    ByteBuffer view = ByteBuffer.wrap(start);
    require(view.getLong(0) == HeaderFormat.MAGIC, "it does not begin as a recording");
    require(
        view.getShort(HeaderFormat.VERSION_AT) == HeaderFormat.VERSION,
        "its version is not 1; a newer Assent may read it");
    require(view.getShort(HeaderFormat.SUITE_AT) == HeaderFormat.SUITE, "its suite is not 1");
    int length = view.getInt(HeaderFormat.LENGTH_AT);
    require(
        length >= HeaderFormat.SLOTS_AT + HeaderFormat.MAC_BYTES
            && length <= HeaderFormat.MAX_BYTES
            && length % HeaderFormat.ALIGNMENT == 0,
        "its header cannot be of %d bytes".formatted(length));
    return length;
  }

  /**
   * @param bytes the whole header
   * @throws MalformedRecording if it is none, or says something this version does not know
   */
  public static RecordingHeader parse(byte[] bytes) throws MalformedRecording {
    require(bytes.length >= HeaderFormat.ID_AT, "its header is cut");
    require(length(bytes) == bytes.length, "its header is cut");
    RecordingHeader header = new RecordingHeader(bytes.clone());
    header.parse();
    return header;
  }

  private void parse() throws MalformedRecording {
    int end = bytes.length - HeaderFormat.MAC_BYTES;
    int count = view.getShort(HeaderFormat.SLOT_COUNT_AT) & 0xFFFF;
    require(count >= 1 && count <= HeaderFormat.MAX_SLOTS, "it has %d slots".formatted(count));
    view.position(HeaderFormat.SLOTS_AT).limit(end);
    for (int i = 0; i < count; i++) {
      byte[] kid = take(RolePublicKey.KID_BYTES);
      int kem = takeShort();
      int kdf = takeShort();
      int aead = takeShort();
      byte[] enc = take(takeShort());
      byte[] ct = take(takeShort());
      slots.add(new Slot(kid, kem, kdf, aead, enc, ct));
    }
    Set<Integer> seen = new HashSet<>();
    while (view.hasRemaining()) {
      int type = takeShort();
      byte[] value = take(takeShort());
      require(type == HeaderFormat.PADDING || seen.add(type), "a field occurs twice");
      tlv(type, value);
    }
    require(
        legs.size() == AudioSecond.LEGS && legs.get(0).id() != legs.get(1).id(),
        "it does not have two legs");
    require(signer.length == SigningKey.PUBLIC_BYTES, "it does not name its signer");
    require(attemptId != null && retentionClass != null, "attempt or retention class is missing");
  }

  private void tlv(int type, byte[] value) throws MalformedRecording {
    switch (type) {
      case HeaderFormat.PADDING ->
          require(Arrays.equals(value, new byte[value.length]), "its padding is not zero");
      case HeaderFormat.LEGS -> {
        require(value.length % 2 == 0, "its legs are cut");
        for (int i = 0; i < value.length; i += 2) {
          require(value[i] != -1, "its legs have no id");
          legs.add(new Leg(value[i] & 0xFF, LegRole.of(value[i + 1])));
        }
      }
      case HeaderFormat.ATTEMPT -> {
        require(value.length == 16, "its attempt id has not 16 bytes");
        attemptId = uuid(ByteBuffer.wrap(value), 0);
      }
      case HeaderFormat.RETENTION -> {
        retentionClass = new String(value, US_ASCII);
        require(HeaderFields.isRetentionClass(retentionClass), "its retention class is none");
      }
      case HeaderFormat.SIGNER -> signer = value;
      case HeaderFormat.METADATA -> metadata = value;
      case HeaderFormat.CONTINUES -> continues = Continuation.decode(value);
      default ->
          require(
              (type & HeaderFormat.CRITICAL) == 0,
              "it has a critical field %04x that this version does not know".formatted(type));
    }
  }

  private byte[] take(int length) throws MalformedRecording {
    require(view.remaining() >= length, "its header is cut");
    byte[] value = new byte[length];
    view.get(value);
    return value;
  }

  private int takeShort() throws MalformedRecording {
    require(view.remaining() >= 2, "its header is cut");
    return view.getShort() & 0xFFFF;
  }

  private static UUID uuid(ByteBuffer view, int at) {
    return new UUID(view.getLong(at), view.getLong(at + 8));
  }

  private static void require(boolean holds, String otherwise) throws MalformedRecording {
    if (!holds) {
      throw new MalformedRecording(otherwise);
    }
  }

  public UUID recordingId() {
    return new UUID(
        ByteBuffer.wrap(bytes).getLong(HeaderFormat.ID_AT),
        ByteBuffer.wrap(bytes).getLong(HeaderFormat.ID_AT + 8));
  }

  /** Which key ledger holds share B. */
  public long ledgerId() {
    return ByteBuffer.wrap(bytes).getLong(HeaderFormat.LEDGER_AT);
  }

  /** The row of share B there. */
  public long ledgerRow() {
    return ByteBuffer.wrap(bytes).getLong(HeaderFormat.ROW_AT);
  }

  /** To the microsecond. */
  public Instant start() {
    return Instant.EPOCH.plus(
        ByteBuffer.wrap(bytes).getLong(HeaderFormat.START_AT), ChronoUnit.MICROS);
  }

  public UUID attemptId() {
    return present(attemptId);
  }

  public String retentionClass() {
    return present(retentionClass);
  }

  public List<Leg> legs() {
    return List.copyOf(legs);
  }

  /** Which file it goes on from; empty for the first of a call. */
  public Optional<Continuation> continues() {
    return Optional.ofNullable(continues);
  }

  /**
   * At which second of the call this file begins.
   *
   * @param before the file that it should go on from
   * @param end the second of the call after that file's last
   * @throws MalformedRecording if it goes on from none, from another, or from before the end
   */
  public int goesOnAt(RecordingHeader before, int end) throws MalformedRecording {
    boolean fits =
        continues != null
            && continues.recordingId().equals(before.recordingId())
            && Arrays.equals(continues.headerSha256(), before.sha256())
            && continues.second() >= end;
    require(fits, "%s does not continue %s".formatted(recordingId(), before.recordingId()));
    return present(continues).second();
  }

  /** Ed25519 public key, 32 bytes, of the recorder that says it wrote this. */
  public byte[] signer() {
    return signer.clone();
  }

  /** SHA-256 of the whole header: what the journal names when a recording is opened. */
  public byte[] sha256() {
    return Sha256.of(bytes);
  }

  /** Bytes. */
  public int length() {
    return bytes.length;
  }

  /** As it stands at the beginning of the file. */
  public byte[] encoded() {
    return bytes.clone();
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether the holder of this key can open share A. */
  public boolean isSealedTo(RolePublicKey key) {
    byte[] kid = key.kid();
    return slots.stream().anyMatch(slot -> Arrays.equals(slot.kid(), kid));
  }

  /**
   * The file's keys, the header checked under them.
   *
   * @throws CannotUnseal if this key has no slot, or the header or share B is not the right one
   */
  FileKeys unseal(RoleKeyPair role, byte[] shareB) throws CannotUnseal {
    try (RecordingKey own = own(role, shareB)) {
      return unseal(own);
    }
  }

  /**
   * The file's keys out of its own, the header checked under them.
   *
   * @throws CannotUnseal if the header was changed, or the key is of another recording
   */
  FileKeys unseal(RecordingKey own) throws CannotUnseal {
    FileKeys keys = FileKeys.of(recordingId(), own);
    int maced = bytes.length - HeaderFormat.MAC_BYTES;
    byte[] mac = Arrays.copyOfRange(bytes, maced, bytes.length);
    if (!MessageDigest.isEqual(keys.headerMac(bytes, maced), mac)) {
      keys.destroy();
      throw CannotUnseal.changed("the header was changed, or share B is of another recording");
    }
    return keys;
  }

  /** Out of both shares; nothing is checked under it. */
  private RecordingKey own(RoleKeyPair role, byte[] shareB) throws CannotUnseal {
    byte[] kid = role.publicKey().kid();
    Slot slot =
        slots.stream()
            .filter(s -> Arrays.equals(s.kid(), kid))
            .findFirst()
            .orElseThrow(() -> CannotUnseal.foreign("it is not sealed to this key"));
    if (slot.kem() != Hpke.KEM || slot.kdf() != Hpke.KDF || slot.aead() != Hpke.AEAD) {
      throw CannotUnseal.foreign("its slot is of a suite that this version does not know");
    }
    byte[] shareA = role.open(slot.enc(), slot.ct(), HeaderFormat.slotAad(bytes));
    byte[] salt =
        Arrays.copyOfRange(
            bytes, HeaderFormat.SALT_AT, HeaderFormat.SALT_AT + HeaderFormat.SALT_BYTES);
    RecordingKey own = FileKeys.extract(salt, shareA, shareB);
    Arrays.fill(shareA, (byte) 0);
    return own;
  }

  /**
   * The key of this recording alone, the header checked under it.
   *
   * @throws CannotUnseal if this key has no slot, or the header or share B is not the right one
   */
  RecordingKey key(RoleKeyPair role, byte[] shareB) throws CannotUnseal {
    RecordingKey own = own(role, shareB);
    try {
      unseal(own).destroy();
      return own;
    } catch (CannotUnseal e) {
      own.close();
      throw e;
    }
  }

  SortedMap<String, String> metadata(FileKeys keys) throws MalformedRecording {
    return Metadata.open(keys, recordingId(), metadata);
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("The header was not parsed");
    }
    return value;
  }
}
