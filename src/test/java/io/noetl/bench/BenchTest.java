package io.noetl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmarks in `bench/` are no part of this build, yet must fit the program. They are
/// compiled here with annotations that look like JMH's, and each is called once.
final class BenchTest {
  private static final Path SOURCES = Path.of("bench", "src", "main", "java");
  private static final String PACKAGE = "org.openjdk.jmh.annotations";

  /// The annotations and enums of JMH that the benchmarks use.
  private static final Map<String, String> JMH =
      Map.of(
          "Benchmark", "@interface Benchmark {}",
          "BenchmarkMode", "@interface BenchmarkMode { Mode[] value(); }",
          "Fork", "@interface Fork { int value(); String[] jvmArgsAppend(); }",
          "Measurement", "@interface Measurement { int iterations(); int time(); }",
          "OutputTimeUnit", "@interface OutputTimeUnit { java.util.concurrent.TimeUnit value(); }",
          "Param", "@interface Param { String[] value(); }",
          "Setup", "@interface Setup { Level value() default Level.Trial; }",
          "State", "@interface State { Scope value(); }",
          "TearDown", "@interface TearDown { Level value() default Level.Trial; }",
          "Warmup", "@interface Warmup { int iterations(); int time(); }");

  private static final Map<String, String> ENUMS =
      Map.of(
          "Level", "enum Level { Trial, Iteration, Invocation }",
          "Mode", "enum Mode { AverageTime }",
          "Scope", "enum Scope { Benchmark }");

  @TempDir private Path classes;

  @Test
  void everyBenchmarkCompilesAndRuns() throws Exception {
    compile();
    var called = new ArrayList<String>();
    try (var loader = new URLClassLoader(new java.net.URL[] {classes.toUri().toURL()})) {
      for (var name : names()) {
        var type = loader.loadClass(BenchTest.class.getPackageName() + "." + name);
        if (!Modifier.isAbstract(type.getModifiers()) && !marked(type, "Benchmark").isEmpty()) {
          callEach(type, called);
        }
      }
    }

    assertThat(called).contains("DecideBenchmark.short3", "AppendBenchmark.commit");
  }

  private static List<String> names() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .sorted()
          .toList();
    }
  }

  private void compile() throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      var options = List.of("-proc:none", "-d", classes.toString());
      var errors = new ArrayList<String>();
      boolean compiled =
          compiler
              .getTask(null, files, it -> errors.add(it.toString()), options, null, sources(files))
              .call();

      assertThat(compiled).as("bench/ compiles: %s", errors).isTrue();
    }
  }

  private static List<JavaFileObject> sources(StandardJavaFileManager files) throws IOException {
    var sources = new ArrayList<JavaFileObject>();
    JMH.forEach((name, text) -> sources.add(source(name, text)));
    ENUMS.forEach((name, text) -> sources.add(source(name, text)));
    for (var name : names()) {
      var path = SOURCES.resolve(Path.of("io", "noetl", "bench", name + ".java"));
      files.getJavaFileObjects(path).forEach(sources::add);
    }
    return sources;
  }

  private static JavaFileObject source(String name, String declaration) {
    var retention = "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)";
    var text =
        "package %s; %s public %s"
            .formatted(PACKAGE, declaration.startsWith("enum") ? "" : retention, declaration);
    var place = URI.create("memory:///" + PACKAGE.replace('.', '/') + "/" + name + ".java");
    return new SimpleJavaFileObject(place, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /// Calls the benchmarks of one class on one object, each parameter at its first value.
  private static void callEach(Class<?> type, List<String> called) throws Exception {
    var object = type.getConstructor().newInstance();
    for (var field : type.getFields()) {
      set(object, field);
    }
    for (var benchmark : marked(type, "Benchmark")) {
      for (var level : new String[] {"Trial", "Iteration", "Invocation"}) {
        callAll(object, "Setup", level);
      }
      assertThat(benchmark.invoke(object)).as(benchmark.toString()).isNotNull();
      for (var level : new String[] {"Invocation", "Iteration", "Trial"}) {
        callAll(object, "TearDown", level);
      }
      called.add(type.getSimpleName() + "." + benchmark.getName());
    }
  }

  private static void set(Object object, Field field) throws Exception {
    for (var annotation : field.getAnnotations()) {
      if (annotation.annotationType().getSimpleName().equals("Param")) {
        var values = (String[]) annotation.annotationType().getMethod("value").invoke(annotation);
        boolean isNumber = field.getType() == int.class;
        field.set(object, isNumber ? Integer.valueOf(values[0]) : values[0]);
      }
    }
  }

  private static void callAll(Object object, String annotation, String level) throws Exception {
    for (var method : marked(object.getClass(), annotation)) {
      if (method.getAnnotations()[0].toString().contains(level)) {
        method.invoke(object);
      }
    }
  }

  private static List<Method> marked(Class<?> type, String annotation) {
    return Stream.of(type.getMethods())
        .filter(
            method ->
                Arrays.stream(method.getAnnotations())
                    .anyMatch(it -> it.annotationType().getSimpleName().equals(annotation)))
        .toList();
  }
}
