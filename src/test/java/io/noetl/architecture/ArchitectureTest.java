package io.noetl.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.noetl.value.Value;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may know whom. The arrows between the rooms stand in [#rooms()]; what is pure stays pure;
/// each rule says the way out to the one who breaks it.
final class ArchitectureTest {

  private static final String ROOT = "io.noetl";
  private static final String LOGGER = "org.slf4j..";

  /// The production classes: whatever lies where the root of all rooms does.
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .importUrl(Value.class.getProtectionDomain().getCodeSource().getLocation());

  /// The rooms from the ground up, each with the rooms and the third parties it may use.
  static List<Room> rooms() {
    return List.of(
        new Room("value", uses(), List.of("tools.jackson.core..")),
        new Room("template", uses("value"), List.of()),
        new Room("playbook", uses("value", "template"), List.of("org.yaml.snakeyaml..")),
        new Room("plan", uses("value", "template", "playbook"), List.of()),
        new Room("job", uses("value", "template"), List.of()),
        new Room("broker", uses("value", "template", "playbook", "job"), List.of()),
        new Room(
            "store",
            uses("value", "broker", "job", "playbook"),
            List.of("org.sqlite..", "org.postgresql..", "com.zaxxer.hikari..")),
        new Room("secret", uses("value", "store"), List.of()),
        new Room(
            "tool", uses("value", "template", "job"), List.of("org.postgresql..", "org.duckdb..")),
        new Room(
            "engine",
            uses("value", "template", "playbook", "broker", "job", "store"),
            List.of(LOGGER)),
        new Room("worker", uses("value", "template", "job", "tool"), List.of(LOGGER)),
        new Room("client", uses("value", "job", "tool"), List.of(LOGGER)),
        new Room(
            "server",
            uses("value", "template", "playbook", "job", "broker", "store", "engine", "secret"),
            List.of("io.helidon..", LOGGER)),
        new Room(
            "cli", List.of(ROOT + ".."), List.of("picocli..", "com.sun.net.httpserver..", LOGGER)));
  }

  record Room(String name, List<String> uses, List<String> parties) {

    private String[] known() {
      return Stream.of(
              Stream.of(place(name), "java..", "javax..", "org.jspecify.."),
              uses.stream(),
              parties.stream())
          .flatMap(names -> names)
          .toArray(String[]::new);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<String> uses(String... rooms) {
    return Stream.of(rooms).map(ArchitectureTest::place).toList();
  }

  private static String place(String room) {
    return ROOT + "." + room + "..";
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void everyRoomKnowsOnlyTheRoomsBelowIt(Room room) {
    var rule =
        classes()
            .that()
            .resideInAPackage(place(room.name()))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(room.known()).or(isPrimitive()))
            .because(
                "arrows point down only. Move the class to the room that owns the question, or"
                    + " hand the answer in as a value; a new arrow is a decision, made in"
                    + " ArchitectureTest.rooms() and in ARCHITECTURE.md");

    check(rule);
  }

  @Test
  void everyPackageIsInARoom() {
    var places = Stream.concat(Stream.of(ROOT), rooms().stream().map(room -> place(room.name())));
    var rule =
        classes()
            .should()
            .resideInAnyPackage(places.toArray(String[]::new))
            .because(
                "a new room gets its row in ArchitectureTest.rooms(), so that its arrows hold");

    check(rule);
  }

  @Test
  void roomsFormNoCycle() {
    var rule =
        slices()
            .matching(ROOT + ".(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room must be able to leave as a module: turn one arrow with an interface");

    check(rule);
  }

  @Test
  void databasesDoNotKnowEachOther() {
    var rule =
        slices()
            .matching(ROOT + ".store.(*)..")
            .should()
            .notDependOnEachOther()
            .because("what two databases share is a contract: it belongs to the room store itself");

    check(rule);
  }

  @Test
  void onlyTheCommandLineChoosesAdapters() {
    var rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(place("store"), place("tool"), place("cli"), ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".store.*..", ROOT + ".tool.*..")
            .because(
                "a database or a tool is chosen in cli, where the parts are wired together; others"
                    + " see the interfaces in store and tool");

    check(rule);
  }

  @Test
  void onlyJsonKnowsTheJsonParser() {
    onlyThese("tools.jackson..", List.of(ROOT + ".value.Json"), "ask value.Json for a Value");
  }

  @Test
  void onlyTheParserKnowsTheYamlParser() {
    onlyThese(
        "org.yaml..",
        List.of(ROOT + ".playbook.PlaybookParser", ROOT + ".playbook.Yaml"),
        "the language's text is read in playbook.PlaybookParser and its Yaml classes alone");
  }

  @Test
  void onlyTheDoorKnowsTheHttpServer() {
    onlyThese(
        "io.helidon..",
        List.of(ROOT + ".server.http.Door", ROOT + ".server.http.Lingering"),
        "routes work with server.http.Request and Reply, and need no HTTP to be tested");
  }

  @Test
  void onlyTheToolForItKnowsAForeignDriver() {
    var rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".tool.postgres..", place("store"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.postgresql..")
            .because("other tools must do without it: what they share is Tool and Saver");

    check(rule);
  }

  @Test
  void onlyTheToolForItKnowsDuckDb() {
    onlyThese(
        "org.duckdb..",
        List.of(ROOT + ".tool.duckdb."),
        "others ask tool.duckdb, as save.FileSaver does through save.Columnar");
  }

  @Test
  void databasesAreSpokenToInTheStoreAndInToolsOnly() {
    var rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(place("store"), ROOT + ".tool.*..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..")
            .because("JDBC stays behind the interfaces of store: add what is missing to them");

    check(rule);
  }

  // -- Purity --------------------------------------------------------------------------------

  private static final String[] PURE = {
    place("value"),
    place("template"),
    place("playbook"),
    place("plan"),
    place("broker"),
    place("job")
  };

  private static final String[] PURE_JAVA = {
    "java.lang", "java.lang.annotation", "java.lang.invoke", "java.lang.runtime",
    "java.util", "java.util.function", "java.util.regex", "java.util.stream",
    "java.math", "java.nio.charset", "java.text", "java.time.."
  };

  /// What a parser or a digest needs from packages that otherwise reach outside.
  private static final Set<String> PURE_CLASSES =
      Set.of(
          "java.io.ByteArrayOutputStream",
          "java.io.IOException",
          "java.io.OutputStream",
          "java.io.Reader",
          "java.io.Serializable",
          "java.io.StringReader",
          "java.io.StringWriter",
          "java.io.UncheckedIOException",
          "java.io.Writer",
          "java.security.MessageDigest",
          "java.security.NoSuchAlgorithmException");

  @Test
  void pureRoomsUseOnlyThePurePartsOfJava() {
    var rule =
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java..", "javax..")
                    .and(resideOutsideOfPackages(PURE_JAVA))
                    .and(named("do I/O", type -> !PURE_CLASSES.contains(type.getName()))))
            .because(
                "value, template, playbook, plan, broker and job are functions of what they are"
                    + " given: no I/O, no threads. Do it in engine, worker or cli and hand the"
                    + " value in");

    check(rule);
  }

  @Test
  void pureRoomsAskForNoTimeNoChanceAndNoSurroundings() {
    var rule =
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .accessTargetWhere(
                describe(
                    "tells the time, draws lots or looks around",
                    access -> isImpure(access.getTarget())))
            .because(
                "a replay must give the same bytes: time, ids and the seed of chance come in with"
                    + " the fact, as values");

    check(rule);
  }

  private static boolean isImpure(AccessTarget target) {
    var owner = target.getOwner().getName();
    var name = target.getName();
    return switch (owner) {
      case "java.lang.System" ->
          !Set.of("arraycopy", "identityHashCode", "lineSeparator").contains(name);
      case "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.Runtime",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.ScopedValue",
          "java.time.Clock" ->
          true;
      case "java.lang.Math" -> name.equals("random");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.util.Random" -> name.equals("<init>") && parameters(target).isEmpty();
      case "java.util.Collections" -> name.equals("shuffle") && parameters(target).size() == 1;
      case "java.util.Locale", "java.util.TimeZone" -> name.equals("getDefault");
      case "java.time.ZoneId" -> name.equals("systemDefault");
      default -> owner.startsWith("java.time.") && name.equals("now");
    };
  }

  private static List<?> parameters(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget call
        ? call.getRawParameterTypes()
        : List.of();
  }

  @Test
  void theBrokerKeepsItsCollectionsInOrder() {
    var unordered = Set.of("java.util.Map", "java.util.Set");
    var rule =
        noClasses()
            .that()
            .resideInAPackage(place("broker"))
            .should()
            .accessTargetWhere(
                describe(
                    "copies into a map or set without an order",
                    access ->
                        access.getName().equals("copyOf")
                            && unordered.contains(access.getTargetOwner().getName())))
            .because(
                "the order of Map.copyOf and Set.copyOf changes from one JVM to the next, and with"
                    + " it the history: wrap a LinkedHashMap or LinkedHashSet instead");

    check(rule);
  }

  // -- State and surroundings ----------------------------------------------------------------

  @Test
  void noStaticFieldCanChange() {
    var mutable =
        Set.of(
            "java.lang.StringBuilder",
            "java.lang.ThreadLocal",
            "java.util.ArrayList",
            "java.util.ArrayDeque",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.TreeMap",
            "java.util.HashSet");
    var rule =
        fields()
            .that()
            .areStatic()
            .and(
                describe(
                    "not made by the compiler",
                    field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
            .should()
            .beFinal()
            .andShould()
            .notHaveRawType(
                named(
                    "can change",
                    type ->
                        type.getPackageName().equals("java.util.concurrent.atomic")
                            || mutable.contains(type.getName())
                            || type.getName().startsWith("java.util.concurrent.Concurrent")))
            .because("state belongs to an object that somebody made and closes, not to the class");

    check(rule);
  }

  @Test
  void onlyTheCommandLineTalksAndExits() {
    var rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(place("cli"), ROOT)
            .should()
            .accessTargetWhere(
                describe(
                    "uses System.out, System.err, System.in or System.exit",
                    access ->
                        access.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("out", "err", "in", "exit").contains(access.getName())))
            .because("streams and exit codes are the contract of cli: return a value to it");

    check(rule);
  }

  // -- Plumbing ------------------------------------------------------------------------------

  private static void onlyThese(String party, List<String> names, String wayOut) {
    var rule =
        noClasses()
            .that(
                named(
                    "are not " + names,
                    type -> names.stream().noneMatch(name -> type.getName().startsWith(name))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(party)
            .because("a library must stay replaceable: " + wayOut);

    check(rule);
  }

  private static DescribedPredicate<JavaClass> isPrimitive() {
    return named(
        "primitive",
        type -> type.isPrimitive() || (type.isArray() && type.getPackageName().isEmpty()));
  }

  private static DescribedPredicate<JavaClass> named(
      String description, Predicate<JavaClass> test) {
    return describe(description, test);
  }

  /// A room may still be empty.
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CODE);
  }
}
