package dev.assent.testsip.inspection;

import dev.assent.testsip.carrier.media.Law;
import dev.assent.testsip.carrier.media.Noise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the sound of somebody who listens, presses a key and talks on, as a capture that sipp can
 * play: {@code KeyCapture FILE KEY SILENT_MS TAIL_MS}.
 *
 * <p>PCMU (payload type 0) every 20 ms throughout; the key is an RFC 4733 event of payload type 101
 * and 100 ms, updates every 20 ms, its end sent three times. sipp puts its own addresses and ports
 * into the packets.
 */
public final class KeyCapture {
  private static final int LINK_ETHERNET = 1;
  private static final int AUDIO = 0;
  private static final int TELEPHONE_EVENT = 101;
  private static final int FRAME = 160;
  private static final int EVENT_FRAMES = 5;
  private static final int PORT = 40_000;

  private final List<byte[]> packets = new ArrayList<>();
  private final Noise voice = new Noise("sipp", Law.ULAW);
  private int sequence = 1;

  private KeyCapture() {}

  public static void main(String[] args) throws IOException {
    KeyCapture capture = new KeyCapture();
    int before = Integer.parseInt(args[2]) / 20;
    int after = Integer.parseInt(args[3]) / 20;
    for (int frame = 0; frame < before; frame++) {
      capture.sound(frame);
    }
    capture.key(args[1].charAt(0), before);
    for (int frame = before + EVENT_FRAMES; frame < before + EVENT_FRAMES + after; frame++) {
      capture.sound(frame);
    }
    Files.write(Path.of(args[0]), capture.file());
  }

  private void sound(int frame) {
    packet(frame, AUDIO, false, frame * FRAME, voice.audio((long) frame * FRAME, FRAME));
  }

  private void key(char key, int frame) {
    int event = "0123456789*#ABCD".indexOf(key);
    for (int i = 1; i <= EVENT_FRAMES; i++) {
      boolean end = i == EVENT_FRAMES;
      int duration = i * FRAME;
      byte[] payload = {
        (byte) event, (byte) (end ? 0x8A : 0x0A), (byte) (duration >> 8), (byte) duration
      };
      for (int copy = 0; copy < (end ? 3 : 1); copy++) {
        packet(frame + i - 1, TELEPHONE_EVENT, i == 1, frame * FRAME, payload);
      }
    }
  }

  /** One record of a classic pcap file: Ethernet, IPv4, UDP, RTP. */
  private void packet(int frame, int type, boolean marker, int timestamp, byte[] payload) {
    int udp = 8 + 12 + payload.length;
    int ip = 20 + udp;
    ByteBuffer record = ByteBuffer.allocate(16 + 14 + ip).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(frame / 50).putInt(frame % 50 * 20_000).putInt(14 + ip).putInt(14 + ip);
    record.order(ByteOrder.BIG_ENDIAN);
    record.put(new byte[12]).putShort((short) 0x0800);
    record.put((byte) 0x45).put((byte) 0).putShort((short) ip).putInt(0);
    record.put((byte) 64).put((byte) 17).putShort((short) 0);
    record.putInt(0x7F000001).putInt(0x7F000001);
    record.putShort((short) PORT).putShort((short) PORT).putShort((short) udp).putShort((short) 0);
    record.put((byte) 0x80).put((byte) (type | (marker ? 0x80 : 0)));
    record.putShort((short) sequence++).putInt(timestamp).putInt(0x51EE9).put(payload);
    packets.add(record.array());
  }

  private byte[] file() {
    int length = packets.stream().mapToInt(packet -> packet.length).sum();
    ByteBuffer file = ByteBuffer.allocate(24 + length).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    file.putInt(65_535).putInt(LINK_ETHERNET);
    packets.forEach(file::put);
    return file.array();
  }
}
