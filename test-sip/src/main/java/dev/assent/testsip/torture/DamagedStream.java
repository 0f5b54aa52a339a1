package dev.assent.testsip.torture;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Damaged messages end to end over TCP, cut where no message ends. A connection that is closed at
 * us, as it must be when messages cannot be told apart, is followed by another. One thread.
 */
final class DamagedStream implements AutoCloseable {
  private static final int AT_ONCE = 8;

  private final InetSocketAddress agent;
  private final RandomGenerator random;
  private final ByteBuffer answers = ByteBuffer.allocate(65_536);
  private @Nullable SocketChannel channel;

  DamagedStream(InetSocketAddress agent, RandomGenerator random) {
    this.agent = agent;
    this.random = random;
  }

  /** Writes some, and throws away what was answered. */
  void write(Damage damage) throws IOException {
    SocketChannel open = channel;
    if (open == null) {
      open = SocketChannel.open(agent);
      open.configureBlocking(false);
      channel = open;
    }
    try {
      for (int i = random.nextInt(AT_ONCE); i >= 0; i--) {
        ByteBuffer out = ByteBuffer.wrap(damage.next());
        out.limit(random.nextInt(4) == 0 ? random.nextInt(out.limit() + 1) : out.limit());
        open.write(out); // what does not fit is one more cut
      }
      answers.clear();
      if (open.read(answers) < 0 || random.nextInt(200) == 0) {
        close();
      }
    } catch (IOException e) {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    SocketChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
