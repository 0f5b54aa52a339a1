package dev.assent.dialer.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Language;
import dev.assent.recorder.container.Leg;
import dev.assent.recorder.container.MalformedRecording;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Puts a package together, file after file, into what seals it. */
public final class CallPackage {
  private final ExportedCall call;

  public CallPackage(ExportedCall call) {
    this.call = call;
  }

  /**
   * Writes the whole of it; leaves {@code out} open.
   *
   * @return digests of its files, lower hex, by name
   * @throws MalformedRecording if a second does not open; what was written is worth nothing then
   */
  public Map<String, String> write(OutputStream out) throws IOException, MalformedRecording {
    Silences silences = call.silences();
    PackageFiles files = new PackageFiles(out, call.at());
    sound(files, new ExportWav(call.replay(), silences, provenance()));
    ObjectNode transcript = Transcript.of(call, silences);
    files.add("transcript.json", Transcript.json(transcript));
    files.add("transcript.zh.html", TranscriptPage.of(transcript, Language.ZH));
    files.add("transcript.en.html", TranscriptPage.of(transcript, Language.EN));
    if (call.court()) {
      for (SealedSource source : call.sources()) {
        sealed(files, source);
      }
    }
    String chinese = CoverPage.of(call, silences, files, Language.ZH);
    String english = CoverPage.of(call, silences, files, Language.EN);
    files.add("cover.zh.html", chinese);
    files.add("cover.en.html", english);
    files.add("SHA256SUMS", files.sums());
    files.finish();
    Map<String, String> digests = new TreeMap<>();
    files.written().forEach((name, file) -> digests.put(name, file.sha256()));
    return digests;
  }

  private void sound(PackageFiles files, ExportWav wav) throws IOException, MalformedRecording {
    if (call.court()) {
      List<Leg> legs = call.replay().header().legs();
      for (int i = 0; i < legs.size(); i++) {
        int leg = i;
        String role = legs.get(i).role().name().toLowerCase(Locale.ROOT);
        files.add("leg-" + legs.get(i).id() + "-" + role + ".wav", out -> wav.leg(leg, out));
      }
    } else {
      files.add("call.wav", out -> wav.both(new NoiseMark(call.mark()), out));
    }
  }

  private void sealed(PackageFiles files, SealedSource source)
      throws IOException, MalformedRecording {
    String name = "sealed/" + source.recording() + ".dvr1";
    files.add(name, out -> Files.copy(source.file(), out));
    Path note = source.file().resolveSibling(source.file().getFileName() + ".salvage");
    if (Files.exists(note)) {
      files.add(name + ".salvage", out -> Files.copy(note, out));
    }
    if (call.unmasked()) {
      files.add("sealed/" + source.recording() + ".key", key(source));
    }
  }

  /** What the second reader opens this one recording with. */
  private String key(SealedSource source) {
    HexFormat hex = HexFormat.of();
    byte[] key = source.key().bytes();
    try {
      return "assent recording key 1\nrecording: %s\nfile-sha256: %s\nsigner: %s\nkey: %s\n"
          .formatted(
              source.recording(),
              source.sha256(),
              hex.formatHex(call.signer()),
              hex.formatHex(key));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private String provenance() {
    return "export %s; order %s; made %s; recipient and purpose: see cover"
        .formatted(
            call.order().path("export").asText(), call.order().path("hash").asText(), call.at());
  }
}
