package dev.assent.testsip.carrier.media;

/**
 * One packet in a track's index. A value.
 *
 * @param micros since the first INVITE; received packets are read every 5 ms
 * @param sequence 16 bits
 * @param timestamp 32 bits, unsigned
 * @param offset where its sound begins in the audio, bytes
 * @param length of its sound, bytes; 0 for a packet without (a key)
 */
public record PacketEntry(
    long micros,
    int sequence,
    long timestamp,
    int payloadType,
    boolean marker,
    long offset,
    int length) {

  String line() {
    return micros
        + ","
        + sequence
        + ","
        + timestamp
        + ","
        + payloadType
        + ","
        + (marker ? 1 : 0)
        + ","
        + offset
        + ","
        + length;
  }

  static PacketEntry parse(String line) {
    String[] f = line.split(",");
    return new PacketEntry(
        Long.parseLong(f[0]),
        Integer.parseInt(f[1]),
        Long.parseLong(f[2]),
        Integer.parseInt(f[3]),
        f[4].equals("1"),
        Long.parseLong(f[5]),
        Integer.parseInt(f[6]));
  }
}
