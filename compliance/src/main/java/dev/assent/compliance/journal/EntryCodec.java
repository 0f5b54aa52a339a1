package dev.assent.compliance.journal;

import dev.assent.compliance.journal.JournalEntry.Sealed;
import dev.assent.compliance.journal.JournalEntry.Subject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** An entry as bytes on its way to the journal: what an outbox holds. Version 1 begins with a 1. */
public final class EntryCodec {
  private EntryCodec() {}

  public static byte[] encode(JournalEntry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(1);
      id(out, entry.id());
      out.writeShort(entry.type().code());
      out.writeLong(Micros.of(entry.at()));
      text(out, entry.actor());
      id(out, entry.subject().number());
      id(out, entry.subject().person());
      out.writeLong(entry.subject().n());
      id(out, entry.about());
      out.writeBoolean(entry.person().isPresent());
      if (entry.person().isPresent()) {
        out.writeLong(entry.person().get().keyRow());
        bytes(out, entry.person().get().bytes().toByteArray());
      }
      optional(out, entry.refusal());
      optional(out, entry.operational());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException for bytes {@link #encode} did not write
   */
  public static JournalEntry decode(byte[] encoded) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      if (in.readByte() != 1) {
        throw new IllegalArgumentException("unknown version of an outbox entry");
      }
      return new JournalEntry(
          id(in),
          EntryType.ofCode(in.readUnsignedShort()).orElseThrow(IllegalArgumentException::new),
          Micros.instant(in.readLong()),
          text(in),
          new Subject(id(in), id(in), in.readLong()),
          id(in),
          in.readBoolean()
              ? Optional.of(new Sealed(in.readLong(), Blob.of(bytes(in))))
              : Optional.empty(),
          optional(in),
          optional(in));
    } catch (IOException e) {
      throw new IllegalArgumentException("not an outbox entry", e);
    }
  }

  private static void id(DataOutputStream out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static UUID id(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static void optional(DataOutputStream out, Optional<String> text) throws IOException {
    out.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      text(out, text.get());
    }
  }

  private static Optional<String> optional(DataInputStream in) throws IOException {
    return in.readBoolean() ? Optional.of(text(in)) : Optional.empty();
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[Math.min(in.readInt(), Frame.MAX_BODY)];
    in.readFully(bytes);
    return bytes;
  }
}
