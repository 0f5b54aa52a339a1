package dev.assent.recorder.container;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A file put together of pieces of others and of bytes: what a damaged vector is on paper, so that
 * a reader in any language makes it itself. {@code NAME:FROM-TO} (TO not included), {@code
 * hex:BYTES} and {@code zero:COUNT}, joined by {@code +}.
 */
final class Recipe {
  private sealed interface Piece {}

  private record Part(String name, int from, int to) implements Piece {}

  private record Literal(String hex) implements Piece {}

  private record Zeros(int count) implements Piece {}

  private final Map<String, byte[]> bases;
  private final List<Piece> pieces;

  private Recipe(Map<String, byte[]> bases, List<Piece> pieces) {
    this.bases = bases;
    this.pieces = pieces;
  }

  /** The whole of a file that is stored as it is. */
  static Recipe of(Map<String, byte[]> bases, String name) {
    return new Recipe(bases, List.of(new Part(name, 0, bases.get(name).length)));
  }

  int length() {
    return bytes().length;
  }

  /** Bytes {@code from} to before {@code to}. */
  Recipe sub(int from, int to) {
    List<Piece> kept = new ArrayList<>();
    int at = 0;
    for (Piece piece : pieces) {
      int length = bytes(piece).length;
      int begin = Math.max(from - at, 0);
      int end = Math.min(to - at, length);
      if (begin < end) {
        kept.add(
            switch (piece) {
              case Part(String name, int first, _) -> new Part(name, first + begin, first + end);
              case Literal(String hex) -> new Literal(hex.substring(2 * begin, 2 * end));
              case Zeros _ -> new Zeros(end - begin);
            });
      }
      at += length;
    }
    return new Recipe(bases, kept);
  }

  Recipe plus(Recipe more) {
    List<Piece> all = new ArrayList<>(pieces);
    all.addAll(more.pieces);
    return new Recipe(bases, all);
  }

  Recipe zeros(int count) {
    return plus(new Recipe(bases, List.of(new Zeros(count))));
  }

  Recipe put(int at, byte... bytes) {
    Recipe literal = new Recipe(bases, List.of(new Literal(HexFormat.of().formatHex(bytes))));
    return sub(0, at).plus(literal).plus(sub(Math.min(length(), at + bytes.length), length()));
  }

  Recipe flip(int at, int mask) {
    return put(at, (byte) (bytes()[at] ^ mask));
  }

  /** Without bytes {@code from} to before {@code to}. */
  Recipe without(int from, int to) {
    return sub(0, from).plus(sub(to, length()));
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.forEach(piece -> out.writeBytes(bytes(piece)));
    return out.toByteArray();
  }

  private byte[] bytes(Piece piece) {
    return switch (piece) {
      case Part(String name, int from, int to) -> Arrays.copyOfRange(bases.get(name), from, to);
      case Literal(String hex) -> HexFormat.of().parseHex(hex);
      case Zeros(int count) -> new byte[count];
    };
  }

  @Override
  public String toString() {
    return String.join(
        "+",
        pieces.stream()
            .map(
                piece ->
                    switch (piece) {
                      case Part(String name, int from, int to) -> name + ":" + from + "-" + to;
                      case Literal(String hex) -> "hex:" + hex;
                      case Zeros(int count) -> "zero:" + count;
                    })
            .toList());
  }
}
