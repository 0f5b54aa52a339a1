package dev.assent.recorder.container;

import dev.assent.recorder.CallSound;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recording of any length on a real disk, sealed with the keys of {@link Vectors}. */
public final class LongRecording {
  private LongRecording() {}

  /**
   * @param finished whether it came to its index and FINAL
   */
  public static RecordingHeader write(Path file, int seconds, boolean finished)
      throws IOException, MalformedRecording {
    RecordingWriter writer = Vectors.writer();
    byte[] frame = new byte[FrameFormat.FRAME_BYTES];
    AudioSecond second = new AudioSecond();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(writer.header());
      for (int i = 0; i < seconds; i++) {
        if (i % 60 == 0) {
          Mark mark =
              new Mark(MarkKind.PROMPT, 1, Vectors.START.plusSeconds(i), "minute " + i / 60);
          writer.mark(mark);
        }
        CallSound.fill(second, 1, i, AudioSecond.RATE);
        writer.audio(second, frame, 0);
        out.write(frame);
      }
      if (finished) {
        while (writer.index(frame, 0)) {
          out.write(frame);
        }
        writer.finish("DONE", frame, 0);
        out.write(frame);
      }
    }
    return RecordingHeader.parse(writer.header());
  }
}
