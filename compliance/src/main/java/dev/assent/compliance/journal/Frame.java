package dev.assent.compliance.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.journal.JournalEntry.Sealed;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/** One entry as bytes: docs/FORMAT-journal.md, "Frame". */
final class Frame {
  static final int HEAD = 12;
  static final int MAX_BODY = 1 << 20;
  private static final short MARK = (short) 0xA5E7;
  private static final int LEAF_FIXED = 84;
  private static final int LEAF_AT = HEAD + 16;
  private static final int SALT = 16;

  private Frame() {}

  /** An entry with where it stands. */
  record Placed(long position, long group, int type, JournalEntry entry, Blob chain) {}

  private record Payload(PayloadClass kind, long keyRow, Blob blob) {
    Payload(PayloadClass kind, long keyRow, byte[] bytes) {
      this(kind, keyRow, Blob.of(bytes));
    }

    byte[] bytes() {
      return blob.toByteArray();
    }
  }

  static byte[] encode(
      JournalEntry entry,
      long position,
      long group,
      byte[] previousChain,
      SecureRandom random,
      Hashes hashes) {
    List<Payload> payloads = payloads(entry);
    ByteBuffer tail = ByteBuffer.allocate(1 + payloads.stream().mapToInt(Frame::size).sum());
    byte[] leaf = leaf(entry, payloads, tail.put((byte) payloads.size()), random, hashes);
    int body = 16 + leaf.length + tail.capacity() + Hashes.LENGTH;
    ByteBuffer out = ByteBuffer.allocate(HEAD + body);
    out.putShort(MARK).putShort((short) leaf.length).putInt(body).putInt(0);
    out.putLong(position).putLong(group).put(leaf).put(tail.flip());
    out.put(hashes.chain(previousChain, hashes.leaf(leaf)));
    out.putInt(8, crc(out.array(), 0, out.capacity()));
    return out.array();
  }

  private static List<Payload> payloads(JournalEntry entry) {
    List<Payload> payloads = new ArrayList<>(4);
    entry
        .person()
        .ifPresent(
            p ->
                payloads.add(
                    new Payload(PayloadClass.PERSON, p.keyRow(), p.bytes().toByteArray())));
    entry
        .refusal()
        .ifPresent(
            json -> payloads.add(new Payload(PayloadClass.REFUSAL, 0, json.getBytes(UTF_8))));
    entry
        .operational()
        .ifPresent(
            json -> payloads.add(new Payload(PayloadClass.OPERATIONAL, 0, json.getBytes(UTF_8))));
    payloads.add(new Payload(PayloadClass.ACTOR, 0, entry.actor().getBytes(UTF_8)));
    return payloads;
  }

  private static int size(Payload payload) {
    return 5 + SALT + (payload.kind() == PayloadClass.PERSON ? 8 : 0) + payload.blob().length();
  }

  private static byte[] leaf(
      JournalEntry entry,
      List<Payload> payloads,
      ByteBuffer tail,
      SecureRandom random,
      Hashes hashes) {
    ByteBuffer leaf =
        ByteBuffer.allocate(LEAF_FIXED + payloads.size() * (1 + Hashes.LENGTH))
            .put((byte) 1)
            .putShort((short) entry.type().code())
            .putLong(Micros.of(entry.at()));
    Hashes.put(leaf, entry.id());
    Hashes.put(leaf, entry.subject().number());
    Hashes.put(leaf, entry.subject().person());
    leaf.putLong(entry.subject().n());
    Hashes.put(leaf, entry.about());
    leaf.put((byte) payloads.size());
    for (Payload payload : payloads) {
      byte[] salt = new byte[SALT];
      random.nextBytes(salt);
      leaf.put((byte) payload.kind().code)
          .put(hashes.commitment(payload.kind(), salt, payload.keyRow(), payload.bytes()));
      tail.put((byte) payload.kind().code).putInt(payload.blob().length()).put(salt);
      if (payload.kind() == PayloadClass.PERSON) {
        tail.putLong(payload.keyRow());
      }
      tail.put(payload.bytes());
    }
    return leaf.array();
  }

  /** Length of a whole frame with a right CRC at {@code at}; 0 if there is none. */
  static int wholeAt(byte[] segment, int at) {
    if (segment.length - at < HEAD) {
      return 0;
    }
    ByteBuffer head = ByteBuffer.wrap(segment, at, HEAD);
    if (head.getShort() != MARK) {
      return 0;
    }
    head.getShort();
    int body = head.getInt();
    if (body < 16 || body > MAX_BODY || body > segment.length - at - HEAD) {
      return 0;
    }
    return crc(segment, at, HEAD + body) == head.getInt() ? HEAD + body : 0;
  }

  private static int crc(byte[] bytes, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, 8);
    crc.update(bytes, at + HEAD, length - HEAD);
    return (int) crc.getValue();
  }

  static long position(byte[] segment, int at) {
    return ByteBuffer.wrap(segment).getLong(at + HEAD);
  }

  static long group(byte[] segment, int at) {
    return ByteBuffer.wrap(segment).getLong(at + HEAD + 8);
  }

  /** The id where it would stand in a frame that is not whole: a help to name it, no proof. */
  static Optional<UUID> legibleId(byte[] segment, int at) {
    int idAt = at + LEAF_AT + 11;
    return segment.length < idAt + 16
        ? Optional.empty()
        : Optional.of(Hashes.id(ByteBuffer.wrap(segment, idAt, 16)));
  }

  /**
   * Reads the whole frame of {@code length} bytes at {@code at} and checks every hash in it.
   *
   * @throws Malformed if anything in it is not as the format says
   */
  static Placed decode(byte[] segment, int at, int length, byte[] previousChain, Hashes hashes)
      throws Malformed {
    ByteBuffer in = ByteBuffer.wrap(segment, at, length).slice();
    int leafLength = Short.toUnsignedInt(in.getShort(2));
    try {
      long position = in.position(HEAD).getLong();
      long group = in.getLong();
      byte[] leaf = new byte[leafLength];
      in.get(leaf);
      ByteBuffer payloads = in.slice(in.position(), length - in.position() - Hashes.LENGTH);
      byte[] chain = Arrays.copyOfRange(segment, at + length - Hashes.LENGTH, at + length);
      if (!Arrays.equals(chain, hashes.chain(previousChain, hashes.leaf(leaf)))) {
        throw new Malformed("the chain does not follow from the entry before");
      }
      return parse(position, group, ByteBuffer.wrap(leaf), payloads, chain, hashes);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new Malformed("lengths do not agree");
    }
  }

  private static Placed parse(
      long position, long group, ByteBuffer leaf, ByteBuffer payloads, byte[] chain, Hashes hashes)
      throws Malformed {
    if (leaf.get() != 1) {
      throw new Malformed("unknown leaf version");
    }
    int type = Short.toUnsignedInt(leaf.getShort());
    long at = leaf.getLong();
    UUID id = Hashes.id(leaf);
    UUID number = Hashes.id(leaf);
    UUID person = Hashes.id(leaf);
    long n = leaf.getLong();
    UUID about = Hashes.id(leaf);
    int count = leaf.get();
    if (payloads.get() != count) {
      throw new Malformed("payloads and commitments differ in number");
    }
    Optional<Sealed> sealed = Optional.empty();
    Optional<String> refusal = Optional.empty();
    Optional<String> operational = Optional.empty();
    String actor = "";
    for (int i = 0; i < count; i++) {
      Payload payload = payload(leaf, payloads, hashes);
      switch (payload.kind()) {
        case PERSON -> sealed = Optional.of(new Sealed(payload.keyRow(), payload.blob()));
        case REFUSAL -> refusal = Optional.of(new String(payload.bytes(), UTF_8));
        case OPERATIONAL -> operational = Optional.of(new String(payload.bytes(), UTF_8));
        case ACTOR -> actor = new String(payload.bytes(), UTF_8);
      }
    }
    if (leaf.hasRemaining() || payloads.hasRemaining()) {
      throw new Malformed("bytes left over");
    }
    JournalEntry entry =
        new JournalEntry(
            id,
            EntryType.ofCode(type).orElse(EntryType.NOTE),
            Micros.instant(at),
            actor,
            new JournalEntry.Subject(number, person, n),
            about,
            sealed,
            refusal,
            operational);
    return new Placed(position, group, type, entry, Blob.of(chain));
  }

  private static Payload payload(ByteBuffer leaf, ByteBuffer payloads, Hashes hashes)
      throws Malformed {
    byte kindCode = payloads.get();
    PayloadClass kind =
        switch (kindCode) {
          case 1 -> PayloadClass.PERSON;
          case 2 -> PayloadClass.REFUSAL;
          case 3 -> PayloadClass.OPERATIONAL;
          case 4 -> PayloadClass.ACTOR;
          default -> throw new Malformed("unknown payload class");
        };
    byte[] bytes = new byte[Math.min(payloads.getInt(), MAX_BODY)];
    byte[] salt = new byte[SALT];
    payloads.get(salt);
    long keyRow = kind == PayloadClass.PERSON ? payloads.getLong() : 0;
    payloads.get(bytes);
    byte[] committed = new byte[Hashes.LENGTH];
    byte committedKind = leaf.get();
    leaf.get(committed);
    if (committedKind != kindCode
        || !Arrays.equals(committed, hashes.commitment(kind, salt, keyRow, bytes))) {
      throw new Malformed("payload does not match its commitment");
    }
    return new Payload(kind, keyRow, bytes);
  }

  /** A frame that is not as the format says; the message holds nothing of its content. */
  static final class Malformed extends Exception {
    Malformed(String message) {
      super(message);
    }
  }
}
