package dev.assent.compliance.store.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.store.seal.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is in a table, whatever the order its rows are read in: the sum of the SHA-256 of each row,
 * modulo 2^256. Databases sort texts and UUIDs each in its own way. One owner.
 */
final class TableDigest {
  private BigInteger sum = BigInteger.ZERO;
  private long rows;

  void add(@Nullable Object[] row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Object value : row) {
        write(out, value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sum = sum.add(new BigInteger(Sha256.of(bytes.toByteArray()), 16));
    rows++;
  }

  private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeByte(0);
      case UUID id -> {
        out.writeByte(1);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
      }
      case Long number -> {
        out.writeByte(2);
        out.writeLong(number);
      }
      case Integer number -> {
        out.writeByte(3);
        out.writeInt(number);
      }
      case Boolean truth -> {
        out.writeByte(4);
        out.writeBoolean(truth);
      }
      case Instant at -> {
        out.writeByte(5);
        out.writeLong(at.getEpochSecond());
        out.writeInt(at.getNano());
      }
      case LocalDate day -> {
        out.writeByte(6);
        out.writeLong(day.toEpochDay());
      }
      case String text -> bytes(out, 7, text.getBytes(UTF_8));
      case byte[] all -> bytes(out, 8, all);
      default -> throw new IllegalArgumentException("no column holds " + value.getClass());
    }
  }

  private static void bytes(DataOutputStream out, int tag, byte[] bytes) throws IOException {
    out.writeByte(tag);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  DatabaseMove.Table of(String name) {
    return new DatabaseMove.Table(
        name, rows, "%064x".formatted(sum.mod(BigInteger.ONE.shiftLeft(256))));
  }
}
