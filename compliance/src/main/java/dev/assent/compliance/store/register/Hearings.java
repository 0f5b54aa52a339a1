package dev.assent.compliance.store.register;

import dev.assent.compliance.access.FourEyes;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.script.Hearing;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.commit.Tx;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who heard which segments of scripts to their end: nobody approves what they did not hear. */
public final class Hearings {
  private final Commits commits;
  private final Commits.Source source;
  private final FourEyes fourEyes;
  private final RegisterChanges changes;

  Hearings(Commits commits, Commits.Source source, FourEyes fourEyes, RegisterChanges changes) {
    this.commits = commits;
    this.source = source;
    this.fourEyes = fourEyes;
    this.changes = changes;
  }

  /** Writes down that this machine played a segment to a person to its end. */
  public void here(Segment segment, String person) {
    commits.run(
        tx -> {
          hearing(tx, new Hearing(segment.hash(), person, true, "", "", source.now()));
          return true;
        });
  }

  /**
   * Writes down a person's signed word that they heard segments to their end elsewhere.
   *
   * @param fileSha256 of the sound file they heard, lower hex
   * @param signature over {@link Hearing#statement}
   * @throws NotAllowed when it is not theirs
   */
  public void elsewhere(
      Script script, List<Segment> segments, User person, String fileSha256, byte[] signature)
      throws NotAllowed {
    byte[] statement = Hearing.statement(script.hash(), fileSha256, person.name());
    if (!fourEyes.verifier().verify(person, statement, signature)) {
      throw new NotAllowed("the signature does not fit the statement");
    }
    String signed = HexFormat.of().formatHex(signature);
    commits.run(
        tx -> {
          for (Segment segment : segments) {
            hearing(
                tx,
                new Hearing(
                    segment.hash(), person.name(), false, fileSha256, signed, source.now()));
          }
          return true;
        });
  }

  private void hearing(Tx tx, Hearing hearing) throws SQLException {
    String id = RegisterChanges.sha256(hearing.person() + "\n" + hearing.segment());
    changes.write(tx, RegisterKind.HEARING, id, hearing, List.of(), hearing.person());
  }

  /** What a person heard, by {@link Segment#hash}. */
  public Map<String, Hearing> of(String person) {
    return changes.all(RegisterKind.HEARING, Hearing.class).stream()
        .filter(hearing -> hearing.person().equals(person))
        .collect(Collectors.toMap(Hearing::segment, Function.identity()));
  }

  /**
   * The segments a person has yet to hear before approving: those they did not hear, except what an
   * approved version of the same script said in the same words and sound.
   */
  public List<Segment> unheard(Script script, String person) {
    Set<String> known = new HashSet<>(of(person).keySet());
    changes.all(RegisterKind.SCRIPT, Script.class).stream()
        .filter(other -> other.id().equals(script.id()) && other.locale().equals(script.locale()))
        .filter(other -> other.approver() != null)
        .flatMap(other -> other.segments().stream())
        .forEach(segment -> known.add(segment.hash()));
    return script.segments().stream().filter(segment -> !known.contains(segment.hash())).toList();
  }
}
