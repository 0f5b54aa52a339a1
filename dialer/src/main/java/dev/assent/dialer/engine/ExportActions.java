package dev.assent.dialer.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.export.Export;
import dev.assent.dialer.Message;
import dev.assent.dialer.engine.acts.PageAction;
import dev.assent.dialer.engine.acts.PageActor;
import dev.assent.dialer.engine.socket.ActRefused;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What the command that makes an export asks, signed by whoever gives it. */
final class ExportActions {
  static final String OPEN = "export.open";
  static final String MADE = "export.made";

  private static final int MOST_FILES = 1000;

  private final ExportDesk desk;

  ExportActions(ExportDesk desk) {
    this.desk = desk;
  }

  List<PageAction> all() {
    return List.of(
        new ByCommand(OPEN) {
          @Override
          public ObjectNode handle(ObjectNode body, PageActor actor) {
            return desk.open(export(body), actor.user());
          }
        },
        new ByCommand(MADE) {
          @Override
          public ObjectNode handle(ObjectNode body, PageActor actor) {
            desk.made(export(body), actor.user(), what(body, actor));
            return JsonNodeFactory.instance.objectNode();
          }
        });
  }

  private abstract static class ByCommand implements PageAction {
    private final String name;

    ByCommand(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Set<Role> roles() {
      return Set.of(Role.QA);
    }

    @Override
    public Access.Kind kind() {
      return Access.Kind.EXPORT;
    }

    @Override
    public boolean byCommand() {
      return true;
    }
  }

  private static UUID export(ObjectNode body) {
    try {
      return UUID.fromString(body.path("export").asText());
    } catch (IllegalArgumentException e) {
      throw bad();
    }
  }

  private static Export.Made what(ObjectNode body, PageActor actor) {
    String sha256 = body.path("sha256").asText();
    JsonNode listed = body.path("files");
    if (!isDigest(sha256) || !listed.isObject() || listed.size() > MOST_FILES) {
      throw bad();
    }
    Map<String, String> files = new TreeMap<>();
    listed.properties().forEach(file -> files.put(file.getKey(), file.getValue().asText()));
    if (!files.values().stream().allMatch(ExportActions::isDigest)) {
      throw bad();
    }
    return new Export.Made(sha256, body.path("bytes").asLong(), files, actor.name(), actor.at());
  }

  private static boolean isDigest(String text) {
    return text.matches("[0-9a-f]{64}");
  }

  private static ActRefused bad() {
    return ActRefused.of("BAD_REQUEST", Message.of("page.bad_request"), null);
  }
}
