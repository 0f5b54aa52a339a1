package dev.assent.compliance.intake;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The folder refusals of other channels are dropped into, and where its files are kept. Anything it
 * cannot do is an {@link IOException}: a folder nobody can read may hold somebody's word.
 */
public interface InboxFiles {

  /**
   * A file as it lay there.
   *
   * @param modified as the file system has it; only compared
   * @param key tells it from another file of the same name
   */
  record Seen(String name, long size, String modified, String key) {}

  /** Everything that is to be taken or may become so; not what a writer still hides. */
  List<Seen> look() throws IOException;

  /** The whole content; empty when it is no longer the file that was seen. */
  Optional<byte[]> read(Seen file) throws IOException;

  /**
   * Keeps a copy that only the home's key opens; it lasts when this returns. Again with the same
   * content it does nothing new.
   *
   * @param sha256 of the content, lower hex
   */
  void keep(String sha256, byte[] content) throws IOException;

  /** What {@link #keep} kept. */
  byte[] kept(String sha256) throws IOException;

  /** It is gone for good when this returns, unless it is no longer the file that was seen. */
  void remove(Seen file) throws IOException;
}
