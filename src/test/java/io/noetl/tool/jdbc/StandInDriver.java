package io.noetl.tool.jdbc;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/// Makes a driver's jar out of `drivers/StandIn.java`, as somebody would bring one.
public final class StandInDriver {
  private static final String CLASS = "standin/StandIn.class";
  private static final String SERVICE = "META-INF/services/java.sql.Driver";

  private StandInDriver() {}

  /// Puts it into a directory of its own below `lib`, with the H2 that it works on.
  public static void putInto(Path lib) throws IOException {
    var own = Files.createDirectories(lib.resolve("standin"));
    put(own.resolve("standin.jar"), List.of(SERVICE));
    var h2 = location(org.h2.Driver.class);
    Files.copy(h2, own.resolve("h2.jar"));
  }

  /// The jar alone; without its `services` it does not say that it is a driver.
  static void put(Path jar, List<String> services) throws IOException {
    var classes = Files.createTempDirectory("standin");
    var source = location(StandInDriver.class).resolve("drivers/StandIn.java");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    if (failed != 0) {
      throw new IllegalStateException("the stand-in does not compile");
    }
    // As one should: whole, then in its place.
    var part = Files.createTempFile(classes, "standin", ".part");
    try (var out = new JarOutputStream(Files.newOutputStream(part))) {
      out.putNextEntry(new JarEntry(CLASS));
      out.write(Files.readAllBytes(classes.resolve(CLASS)));
      for (var service : services) {
        out.putNextEntry(new JarEntry(service));
        out.write("standin.StandIn\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.createDirectories(jar.getParent());
    Files.move(part, jar);
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
