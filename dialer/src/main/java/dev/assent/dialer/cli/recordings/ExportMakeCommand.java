package dev.assent.dialer.cli.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.export.Delivery;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Language;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.keys.Listener;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.acts.EngineActs;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.export.CallPackage;
import dev.assent.dialer.export.ExportPassphrase;
import dev.assent.dialer.export.ExportedCall;
import dev.assent.dialer.export.PackageSeal;
import dev.assent.dialer.export.RecipientCertificate;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.dialer.keys.PublicSigner;
import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.MalformedRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes the package of an approved export, in the process of a QA person: the engine gives the
 * other halves of the keys after it wrote the opening down, and no sound in the clear touches a
 * disk.
 */
@CommandLine.Command(name = "make")
@Needs(Role.QA)
final class ExportMakeCommand implements ClientCommand {
  @Parameters(paramLabel = "EXPORT", descriptionKey = "export")
  UUID id = new UUID(0, 0);

  @Option(names = "--out", paramLabel = "FILE", required = true, descriptionKey = "out")
  Path out = Path.of("");

  @Option(names = "--passphrase-out", paramLabel = "FILE", descriptionKey = "passphrase-out")
  @Nullable Path passphraseOut;

  @Option(names = "--passphrase-file", paramLabel = "FILE", descriptionKey = "passphrase-file")
  @Nullable Path passphraseFile;

  @Override
  public Exit run(ClientContext context) throws IOException {
    Path target = context.request().resolve(out);
    requireNew(target);
    if (passphraseOut != null) {
      requireNew(context.request().resolve(passphraseOut));
    }
    try (Listener listener = Listener.prove(context, passphraseFile)) {
      EngineActs acts = listener.acts();
      ObjectNode given = asked(context, () -> acts.ask("export.open", ask()));
      Instant now = context.machine().clocks().of(context.home()).instant();
      try (ExportFiles files = ExportFiles.open(context, listener, given)) {
        PackageSeal seal = seal(context, given, now);
        Draft draft = Draft.beside(target);
        try {
          Map<String, String> digests = write(context, listener, given, files, seal, draft, now);
          ObjectNode made = ask();
          made.put("sha256", Inputs.sha256(draft.file())).put("bytes", Files.size(draft.file()));
          ObjectNode listed = made.putObject("files");
          digests.forEach(listed::put);
          asked(context, () -> acts.ask("export.made", made));
          draft.finish(target);
          tell(context, given, target, made);
        } finally {
          draft.discard();
        }
      }
      return Exit.DONE;
    } catch (CannotUnseal e) {
      throw new UserError(
          e.isForeign() ? Exit.NOT_PERMITTED : Exit.INTEGRITY,
          Message.of("recording.not_opened", id, String.valueOf(e.getMessage())),
          "assent keys check");
    } catch (MalformedRecording e) {
      throw new UserError(
          Exit.INTEGRITY,
          Message.of("export.damaged", id, String.valueOf(e.getMessage())),
          "assent recordings verify");
    }
  }

  private ObjectNode ask() {
    return JsonNodeFactory.instance.objectNode().put("export", id.toString());
  }

  private static void requireNew(Path file) {
    if (Files.exists(file)) {
      throw new UserError(Exit.USAGE, Message.of("export.file_there", file), null);
    }
  }

  private Map<String, String> write(
      ClientContext context,
      Listener listener,
      JsonNode given,
      ExportFiles files,
      PackageSeal seal,
      Draft draft,
      Instant now)
      throws IOException, MalformedRecording {
    byte[] mark = Base64.getDecoder().decode(given.path("mark").asText());
    try (var file = draft.open();
        var sealing = seal.open(file)) {
      return new CallPackage(
              new ExportedCall(
                  given,
                  given.path("facts"),
                  mark,
                  files.replay(),
                  files.sources(),
                  PublicSigner.read(context.home().conf()),
                  listener.name(),
                  now))
          .write(sealing);
    } finally {
      Arrays.fill(mark, (byte) 0);
    }
  }

  private PackageSeal seal(ClientContext context, JsonNode given, Instant now) throws IOException {
    SecureRandom random = context.machine().clocks().random();
    JsonNode to = given.path("sealedTo");
    if (Delivery.Kind.valueOf(to.path("kind").asText()) == Delivery.Kind.CERTIFICATE) {
      Delivery delivery =
          new Delivery(
              Delivery.Kind.CERTIFICATE,
              to.path("certificate").asText(),
              to.path("sha256").asText(),
              to.path("subject").asText());
      return PackageSeal.to(RecipientCertificate.of(delivery).requireUsable(now), random);
    }
    if (passphraseOut == null) {
      throw new UserError(
          Exit.USAGE,
          Message.of("export.passphrase_where"),
          "assent recordings export make " + id + " --out FILE --passphrase-out OTHER-FILE");
    }
    String passphrase = ExportPassphrase.make(random);
    PrivateFile.create(
        context.request().resolve(passphraseOut), (passphrase + "\n").getBytes(UTF_8));
    return PackageSeal.with(passphrase.toCharArray(), random);
  }

  /** Something the engine is asked. */
  private interface Question {
    ObjectNode ask();
  }

  private static ObjectNode asked(ClientContext context, Question question) {
    try {
      return question.ask();
    } catch (ActRefused e) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          context.request().language() == Language.ZH ? e.chinese() : e.english(),
          e.next());
    }
  }

  private void tell(ClientContext context, JsonNode given, Path target, JsonNode made) {
    Printer printer = new Printer(context.request(), context.terminal());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("export", id);
    fields.put("package", target);
    fields.put("packageSha256", made.path("sha256").asText());
    fields.put("packageBytes", made.path("bytes").asLong());
    fields.put("destroyBy", given.path("destroyBy").asText());
    printer.fields(fields);
    boolean certificate = passphraseOut == null;
    printer.say(
        certificate ? "export.opened_with_certificate" : "export.opened_with_passphrase",
        String.valueOf(target.getFileName()));
    printer.say("export.check_exit");
    if (!certificate) {
      printer.warn("export.send_apart", String.valueOf(passphraseOut));
    }
  }
}
