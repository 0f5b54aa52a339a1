package dev.assent.dialer.trunk;

import dev.assent.dialer.sip.CallSpool;
import dev.assent.dialer.sip.SpooledCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * What a CANCEL or BYE would need for every call that is open now, sealed, so that a crash leaves
 * nobody hanging on a line (DESIGN §3). A SIP message names a number: hence the seal.
 *
 * <p>File: magic {@code ASCS} and version 1 (u32), a random salt (32 bytes), then records {@code
 * u32 length | u8 kind (1 open, 2 closed) | AES-256-GCM}. The key is HKDF-SHA-256 of the engine's
 * spool key and the salt; a new file at each start makes the record's number a nonce that is never
 * used twice. Written to the page cache only: it must survive a killed process, not a power cut,
 * after which the carrier has hung up long ago.
 *
 * <p>Safe for any thread (SIP workers); a write is short and never forced.
 */
public final class CallSpoolFile implements CallSpool, AutoCloseable {
  private static final int MAGIC = 0x41534353;
  private static final int VERSION = 1;
  private static final int SALT = 32;
  private static final byte OPEN = 1;
  private static final byte CLOSED = 2;
  private static final long COMPACT_AT = 8L << 20;

  private final Path file;
  private final byte[] spoolKey;
  private final SecureRandom random;
  private final Map<String, byte[]> open = new LinkedHashMap<>();
  private FileChannel channel;
  private SecretKey key;
  private long records;

  /**
   * Opens the spool and starts a new file that holds only {@code leftOvers}, the calls which a
   * crashed engine left open; they stay until settled.
   *
   * @param spoolKey 32 bytes, from the operator keyset
   */
  public static CallSpoolFile open(Path file, byte[] spoolKey, SecureRandom random)
      throws IOException {
    Map<String, byte[]> left = Files.exists(file) ? read(file, spoolKey) : Map.of();
    return new CallSpoolFile(file, spoolKey, random, left);
  }

  private CallSpoolFile(Path file, byte[] spoolKey, SecureRandom random, Map<String, byte[]> left)
      throws IOException {
    this.file = file;
    this.spoolKey = spoolKey.clone();
    this.random = random;
    this.open.putAll(left);
    Fresh fresh = writeFresh();
    this.channel = fresh.channel();
    this.key = fresh.key();
  }

  /** Calls that are open now; right after {@link #open}, those a crash left behind. */
  public synchronized List<SpooledCall> openCalls() {
    return open.values().stream().map(SpooledCall::decode).toList();
  }

  @Override
  public void inviting(SpooledCall call) {
    put(call);
  }

  @Override
  public void confirmed(SpooledCall call) {
    put(call);
  }

  @Override
  public synchronized void closed(String callId) {
    if (open.remove(callId) != null) {
      append(CLOSED, callId.getBytes(StandardCharsets.UTF_8));
      compactWhenLarge();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
    Arrays.fill(spoolKey, (byte) 0);
  }

  private synchronized void put(SpooledCall call) {
    byte[] encoded = call.encode();
    open.put(call.callId(), encoded);
    append(OPEN, encoded);
  }

  private void append(byte kind, byte[] plain) {
    try {
      byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, records, kind, plain);
      ByteBuffer record = ByteBuffer.allocate(5 + sealed.length);
      record.putInt(sealed.length).put(kind).put(sealed).flip();
      while (record.hasRemaining()) {
        channel.write(record);
      }
      records++;
    } catch (IOException e) {
      // No spool, no call: the INVITE that waits for this write is not sent.
      throw new UncheckedIOException("cannot write " + file.getFileName(), e);
    }
  }

  private void compactWhenLarge() {
    try {
      if (channel.size() > COMPACT_AT) {
        channel.close();
        Fresh fresh = writeFresh();
        channel = fresh.channel();
        key = fresh.key();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot rewrite " + file.getFileName(), e);
    }
  }

  private record Fresh(FileChannel channel, SecretKey key) {}

  private Fresh writeFresh() throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    SecretKey freshKey = derive(spoolKey, salt);
    records = 0;
    Files.deleteIfExists(temporary);
    FileChannel fresh =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer all = ByteBuffer.allocate(8 + SALT);
    all.putInt(MAGIC).putInt(VERSION).put(salt).flip();
    fresh.write(all);
    for (byte[] call : open.values()) {
      byte[] sealed = crypt(Cipher.ENCRYPT_MODE, freshKey, records, OPEN, call);
      ByteBuffer record = ByteBuffer.allocate(5 + sealed.length);
      fresh.write(record.putInt(sealed.length).put(OPEN).put(sealed).flip());
      records++;
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new Fresh(fresh, freshKey);
  }

  private static Map<String, byte[]> read(Path file, byte[] spoolKey) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.remaining() < 8 + SALT || bytes.getInt() != MAGIC || bytes.getInt() != VERSION) {
      throw new IOException(
          file.getFileName()
              + " is not a call spool of this version: calls that a crash left open cannot be"
              + " ended; wait until the carrier has ended them, then move the file away");
    }
    byte[] salt = new byte[SALT];
    bytes.get(salt);
    SecretKey key = derive(spoolKey, salt);
    Map<String, byte[]> open = new LinkedHashMap<>();
    long record = 0;
    while (bytes.remaining() >= 5) {
      int length = bytes.getInt();
      byte kind = bytes.get();
      if (length < 16 || length > bytes.remaining()) {
        break; // the torn end of a killed process
      }
      byte[] sealed = new byte[length];
      bytes.get(sealed);
      byte[] plain = crypt(Cipher.DECRYPT_MODE, key, record++, kind, sealed);
      if (kind == OPEN) {
        open.put(SpooledCall.decode(plain).callId(), plain);
      } else {
        open.remove(new String(plain, StandardCharsets.UTF_8));
      }
    }
    return open;
  }

  private static SecretKey derive(byte[] spoolKey, byte[] salt) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "AES",
              HKDFParameterSpec.ofExtract()
                  .addIKM(spoolKey)
                  .addSalt(salt)
                  .thenExpand("assent call spool 1".getBytes(StandardCharsets.US_ASCII), 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] crypt(int mode, SecretKey key, long record, byte kind, byte[] in) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(record).array();
      cipher.init(mode, key, new GCMParameterSpec(128, nonce));
      cipher.updateAAD(new byte[] {kind});
      return cipher.doFinal(in);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a record of the call spool does not open", e);
    }
  }
}
