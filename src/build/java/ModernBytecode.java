import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Rewrites the classes of a jar that were compiled for Java 6 or older as ones of Java 8.
///
/// The JVM keeps no class in its AOT cache that needs the old verifier. picocli is compiled for
/// Java 5, and to verify its classes anew cost each start of `noetl` about a tenth of a second. The
/// code itself stays as it is; only what the new verifier reads (stack maps) is added. A jar that
/// is modern already is left alone.
final class ModernBytecode {
  private static final int JAVA_8 = 52;
  private static final int VERSION_AT = 7; // The low byte of a class file's major version.

  private ModernBytecode() {}

  public static void main(String[] jars) throws IOException {
    for (var jar : jars) {
      rewrite(Path.of(jar));
    }
  }

  private static void rewrite(Path jar) throws IOException {
    var fresh = jar.resolveSibling(jar.getFileName() + ".new");
    boolean changed = false;
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        var old = new ZipInputStream(Files.newInputStream(jar));
        var made = new ZipOutputStream(Files.newOutputStream(fresh))) {
      var classes = classFile(loader);
      for (ZipEntry entry; (entry = old.getNextEntry()) != null; ) {
        var bytes = old.readAllBytes();
        if (entry.getName().endsWith(".class") && bytes[VERSION_AT] < JAVA_8) {
          bytes = modern(classes, bytes);
          changed = true;
        }
        var copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        made.putNextEntry(copy);
        made.write(bytes);
      }
    }
    if (changed) {
      Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(fresh);
    }
  }

  private static ClassFile classFile(ClassLoader jar) {
    var hierarchy =
        ClassHierarchyResolver.ofResourceParsing(jar)
            .orElse(ClassHierarchyResolver.defaultResolver());
    return ClassFile.of(
        StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
  }

  private static byte[] modern(ClassFile classes, byte[] bytes) {
    ClassTransform version =
        (made, element) -> {
          if (element instanceof ClassFileVersion) {
            made.withVersion(JAVA_8, 0);
          } else {
            made.with(element);
          }
        };
    var code = ClassTransform.transformingMethodBodies((made, element) -> made.with(element));
    return classes.transformClass(classes.parse(bytes), version.andThen(code));
  }
}
