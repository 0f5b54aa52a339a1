package dev.assent.dialer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.ClockState;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.home.Clocks;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeBuilder;
import dev.assent.dialer.engine.home.HomeLock;
import dev.assent.dialer.engine.home.Machine;
import dev.assent.dialer.engine.home.NewHome;
import dev.assent.dialer.engine.home.ShareKeeper;
import dev.assent.dialer.keys.Argon2Cost;
import dev.assent.dialer.keys.NewUser;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.RecoveryQuorum;
import dev.assent.dialer.keys.RecoveryShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** R08: nobody is called whose recording nobody could hear, whatever is wrong with the QA keys. */
@Timeout(60)
class UsableRecipientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WORDS = "a long passphrase";

  @TempDir Path directory;

  @Test
  @Requirement("R08")
  void withoutAKeyThatSomebodyHereOpensNothingIsReady() throws IOException {
    try (Engine engine = engine("home", "carol")) {
      Path file = engine.home().keys().resolve("qa.json");
      byte[] whole = Files.readAllBytes(file);
      assertThat(state(engine)).isInstanceOf(RecorderState.Ready.class);

      Files.delete(file);
      assertThat(why(engine)).contains("nobody is named QA");
      Files.write(file, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(why(engine)).contains("qa.json");
      Files.write(file, whole);
      change(file, root -> root.put("home", "6f0c2f6e-52a5-4b6b-8b53-0f6a3a6f5c11"));
      assertThat(why(engine)).contains("another home");
      Files.write(file, whole);
      change(file, root -> ((ObjectNode) root.withArray("people").get(0)).put("user", "mallory"));
      assertThat(why(engine)).contains("mallory has a place").contains("user leave mallory");
      Files.write(file, whole);
      change(file, root -> root.withArray("people").removeAll());
      assertThat(why(engine)).contains("nobody has a place");
      Files.write(file, whole);
      change(
          file,
          root -> {
            ObjectNode key = (ObjectNode) root.withArray("keys").get(0);
            key.put("publicKey", new byte[1216]);
          });
      assertThat(why(engine)).contains("nobody could hear");

      Files.write(file, whole);
      assertThat(state(engine)).as("put right").isInstanceOf(RecorderState.Ready.class);
    }
  }

  @Test
  @Requirement("R08")
  void aHomeWhereNobodyListensCallsNobody() throws IOException {
    try (Engine engine = engine("deaf")) {
      assertThat(why(engine)).contains("sealed to no QA key").contains("user add NAME:QA");
    }
  }

  private static void change(Path file, Consumer<ObjectNode> edit) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
    edit.accept(root);
    Files.write(file, JSON.writeValueAsBytes(root));
  }

  private static RecorderState state(Engine engine) {
    return engine.parts().calls().recordings().state();
  }

  private static String why(Engine engine) {
    return state(engine) instanceof RecorderState.NotReady(String why) ? why : "it is ready";
  }

  private Engine engine(String name, String... listeners) throws IOException {
    Machine machine =
        new Machine(
            Clocks.real(),
            () -> new ClockState(true, Duration.ZERO, "", "2026a"),
            Map.of("ASSENT_RUNTIME_DIR", directory.toString()),
            new Argon2Cost(64, 1),
            Optional.empty());
    List<NewUser> people = new ArrayList<>();
    people.add(new NewUser("alice", Set.of(Role.OPERATOR), WORDS.toCharArray()));
    people.add(new NewUser("bob", Set.of(Role.COMPLIANCE), WORDS.toCharArray()));
    for (String listener : listeners) {
      people.add(new NewUser(listener, Set.of(Role.QA), WORDS.toCharArray()));
    }
    NewHome wish = new NewHome("x", people, false, RecoveryQuorum.DEFAULT, Optional.empty());
    Home home = new HomeBuilder(machine).build(directory.resolve(name), wish, inMemory());
    HomeLock lock = HomeLock.take(home.root()).orElseThrow();
    Engine engine = Engine.start(home, lock, machine, false, (_, _, _) -> Exit.DONE);
    OperatorKeyset keyset = engine.keyring().keyset();
    try (Person alice = keyset.authenticate("alice", WORDS.toCharArray())) {
      engine.keyring().open(alice);
    }
    return engine;
  }

  private static ShareKeeper inMemory() {
    return new ShareKeeper() {
      @Override
      public List<RecoveryShare> keep(List<RecoveryShare> shares) {
        return shares;
      }

      @Override
      public void discard() {}
    };
  }
}
