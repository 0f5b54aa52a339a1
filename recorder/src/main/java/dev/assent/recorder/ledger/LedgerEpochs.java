package dev.assent.recorder.ledger;

import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.RolePublicKey;
import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of the days of the last week, each sealed to the recovery key: {@code ledger.epochs},
 * the one place they stand in. Who destroys a day here destroys every copy of that day, wherever it
 * lies. Immutable; a change is a new file in place of the old one.
 */
record LedgerEpochs(List<Day> days) {
  static final String FILE = "ledger.epochs";

  private static final long MAGIC = 0x89414C450D0A1A0AL;
  private static final int HEADER_BYTES = 16;
  private static final int PUBLIC_BYTES = 1216;
  private static final int SEALED_BYTES = 1168;
  private static final int DAY_BYTES = 4 + PUBLIC_BYTES + SEALED_BYTES;
  private static final int MAC_BYTES = 32;

  LedgerEpochs {
    days = List.copyOf(days);
  }

  /**
   * @param day in UTC
   * @param publicKey copies of that day are sealed to it
   * @param sealedSeed its private half, sealed to the recovery key
   */
  @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
  record Day(LocalDate day, RolePublicKey publicKey, byte[] sealedSeed) {
    static Day fresh(LocalDate day, RolePublicKey recovery, SecureRandom random) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      try (RoleKeyPair pair = RoleKeyPair.fromSeed(seed)) {
        return new Day(day, pair.publicKey(), recovery.seal(purpose(day), seed, random));
      } finally {
        Arrays.fill(seed, (byte) 0);
      }
    }

    /**
     * @throws CannotUnseal unless this is the recovery key it was sealed to
     */
    RoleKeyPair open(RoleKeyPair recovery) throws CannotUnseal {
      byte[] seed = recovery.open(purpose(day), sealedSeed);
      try {
        return RoleKeyPair.fromSeed(seed);
      } finally {
        Arrays.fill(seed, (byte) 0);
      }
    }

    private static String purpose(LocalDate day) {
      return "assent ledger day 1|" + day;
    }
  }

  Optional<Day> of(LocalDate day) {
    return days.stream().filter(known -> known.day().equals(day)).findFirst();
  }

  LedgerEpochs with(Day day) {
    List<Day> more = new ArrayList<>(days);
    more.add(day);
    return new LedgerEpochs(more);
  }

  /** Only the days from then on. */
  LedgerEpochs from(LocalDate first) {
    return new LedgerEpochs(days.stream().filter(day -> !day.day().isBefore(first)).toList());
  }

  /**
   * @throws LedgerDamaged if the file is not what was written under this key
   */
  static LedgerEpochs read(Path directory, Files files, byte[] macKey) {
    Path file = directory.resolve(FILE);
    if (!files.exists(file)) {
      return new LedgerEpochs(List.of());
    }
    byte[] bytes;
    try (ReadFile open = files.open(file)) {
      bytes = new byte[(int) open.size()];
      open.read(0, bytes, 0, bytes.length);
    }
    int body = bytes.length - MAC_BYTES;
    if (body < HEADER_BYTES
        || !MessageDigest.isEqual(
            mac(macKey, bytes, body), Arrays.copyOfRange(bytes, body, bytes.length))) {
      throw new LedgerDamaged("%s does not hold".formatted(file));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, body);
    if (in.getLong() != MAGIC || in.getShort() != 1) {
      throw new LedgerDamaged("%s is of a version that is not known here".formatted(file));
    }
    in.position(HEADER_BYTES);
    List<Day> days = new ArrayList<>();
    while (in.remaining() >= DAY_BYTES) {
      LocalDate day = LocalDate.ofEpochDay(in.getInt());
      byte[] publicKey = new byte[PUBLIC_BYTES];
      byte[] sealed = new byte[SEALED_BYTES];
      in.get(publicKey).get(sealed);
      days.add(new Day(day, new RolePublicKey(publicKey), sealed));
    }
    return new LedgerEpochs(days);
  }

  /** On return it is on disk, and the old file is not there any more. */
  void write(Path directory, Files files, byte[] macKey) {
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + days.size() * DAY_BYTES + MAC_BYTES);
    out.putLong(MAGIC).putShort((short) 1).putShort((short) days.size()).putInt(0);
    for (Day day : days) {
      out.putInt((int) day.day().toEpochDay()).put(day.publicKey().encoded());
      out.put(day.sealedSeed());
    }
    out.put(mac(macKey, out.array(), out.position()));
    Path file = directory.resolve(FILE);
    Path temporary = directory.resolve(FILE + ".tmp");
    if (files.exists(temporary)) {
      files.delete(temporary);
    }
    try (AppendFile fresh = files.create(temporary)) {
      fresh.write(out.array(), 0, out.capacity());
      fresh.force();
    }
    files.rename(temporary, file);
    files.forceDirectory(directory);
  }

  private static byte[] mac(byte[] key, byte[] bytes, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(bytes, 0, length);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
