package io.noetl.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// The project's Java sources as the compiler's parser sees them.
final class Sources {

  static final Path MAIN = Path.of("src", "main", "java");
  static final Path TEST = Path.of("src", "test", "java");
  static final Path BENCH = Path.of("bench", "src", "main", "java");

  private Sources() {}

  /// One file: its lines, and what it declares.
  record Source(Path path, List<String> lines, List<Type> types, List<Method> methods) {

    String room() {
      var root = Stream.of(MAIN, TEST, BENCH).filter(path::startsWith).findFirst().orElseThrow();
      var inside = root.resolve(Path.of("io", "noetl")).relativize(path);
      return inside.getNameCount() > 1 ? inside.getName(0).toString() : "";
    }

    String place() {
      return path.toString().replace('\\', '/');
    }
  }

  /// `components` are the components of a record, as written.
  record Type(String name, List<String> components) {}

  record Method(String name, int lines, int parameters, boolean constructorOfRecord) {}

  static List<Source> below(Path... roots) {
    var paths = new ArrayList<Path>();
    for (var root : roots) {
      if (Files.isDirectory(root)) {
        paths.addAll(files(root, ".java"));
      }
    }
    return parse(paths);
  }

  /// The files below a directory whose name ends so, in order.
  static List<Path> files(Path root, String ending) {
    try (var walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .filter(path -> path.toString().endsWith(ending))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Source> parse(List<Path> paths) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      var positions = Trees.instance(task).getSourcePositions();
      var sources = new ArrayList<Source>();
      for (var unit : task.parse()) {
        sources.add(read(unit, positions));
      }
      return List.copyOf(sources);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source read(CompilationUnitTree unit, SourcePositions positions)
      throws IOException {
    var path = Path.of("").toAbsolutePath().relativize(Path.of(unit.getSourceFile().toUri()));
    var declared = new Declarations(unit, positions);
    declared.scan(unit, null);
    return new Source(path, Files.readAllLines(path), declared.types, declared.methods);
  }

  private static final class Declarations extends TreePathScanner<Void, Void> {

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Type> types = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();

    private Declarations(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      var components =
          type.getKind() == Tree.Kind.RECORD
              ? type.getMembers().stream()
                  .filter(VariableTree.class::isInstance)
                  .map(Object::toString)
                  .toList()
              : List.<String>of();
      types.add(new Type(type.getSimpleName().toString(), components));
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      var owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
      var constructor = method.getReturnType() == null;
      methods.add(
          new Method(
              constructor ? owner.getSimpleName().toString() : method.getName().toString(),
              line(positions.getEndPosition(unit, method))
                  - line(positions.getStartPosition(unit, method))
                  + 1,
              method.getParameters().size(),
              constructor && owner.getKind() == Tree.Kind.RECORD));
      return super.visitMethod(method, null);
    }

    private int line(long position) {
      return Math.toIntExact(unit.getLineMap().getLineNumber(position));
    }
  }
}
