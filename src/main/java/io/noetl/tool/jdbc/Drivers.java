package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the driver for a URL: on the class path, else in the directory for drivers, whose jars are
/// looked at anew whenever one is wanted. Each jar there has a class loader of its own, and so has
/// each directory of jars, for a driver that has several: what one brings along disturbs nobody.
final class Drivers {
  /// More are not looked at; who keeps more there has put the wrong directory.
  private static final int SHELVES_MAX = 100;

  private final Path directory;
  private final Map<Path, Shelf> shelves = new TreeMap<>();
  private @Nullable Services own;

  Drivers(Path directory) {
    this.directory = directory;
  }

  /// A jar, or a directory of them, as it was when it was loaded.
  private record Shelf(Map<Path, String> jars, URLClassLoader loader, Services services) {}

  /// Drivers that say of themselves that they are some, and what is wrong with the others.
  private record Services(List<Driver> drivers, List<String> troubles) {}

  /// The driver for `target`; a failure says what was looked at.
  Driver find(Target target) throws ToolFailure {
    try {
      return target.driver().isEmpty() ? byUrl(target) : byClass(target);
    } catch (SQLException e) {
      throw ToolFailure.invalid(
          Targets.CODE, "the URL %s is refused: %s".formatted(target, e.getMessage()));
    }
  }

  private Driver byUrl(Target target) throws SQLException, ToolFailure {
    var ours = accepting(own(), target.url());
    if (ours.isPresent()) {
      return ours.get();
    }
    for (var shelf : shelves()) {
      var found = accepting(shelf.services(), target.url());
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw missing("there is no driver for " + target);
  }

  private synchronized Services own() {
    var known = own;
    if (known == null) {
      known = services(getClass().getClassLoader());
      own = known;
    }
    return known;
  }

  private static Optional<Driver> accepting(Services services, String url) throws SQLException {
    for (var driver : services.drivers()) {
      if (driver.acceptsURL(url)) {
        return Optional.of(driver);
      }
    }
    return Optional.empty();
  }

  private Driver byClass(Target target) throws SQLException, ToolFailure {
    var loaders = new ArrayList<ClassLoader>();
    loaders.add(getClass().getClassLoader());
    shelves().forEach(shelf -> loaders.add(shelf.loader()));
    for (var loader : loaders) {
      var found = instance(target.driver(), loader);
      if (found.isPresent()) {
        if (!found.get().acceptsURL(target.url())) {
          throw ToolFailure.invalid(
              Targets.CODE,
              "the driver %s does not take the URL %s".formatted(target.driver(), target));
        }
        return found.get();
      }
    }
    throw missing("there is no class " + target.driver());
  }

  private static Optional<Driver> instance(String name, ClassLoader loader) throws ToolFailure {
    try {
      var type = Class.forName(name, true, loader);
      return Optional.of(type.asSubclass(Driver.class).getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException _) {
      return Optional.empty();
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw ToolFailure.invalid(
          Targets.CODE, "the class %s cannot be used as a driver: %s".formatted(name, e));
    }
  }

  private synchronized List<Shelf> shelves() {
    var there = places();
    shelves.keySet().retainAll(there.keySet());
    there.forEach(
        (place, jars) -> {
          var known = shelves.get(place);
          if (known == null || !known.jars().equals(jars)) {
            shelves.put(place, load(jars));
          }
        });
    return List.copyOf(shelves.values());
  }

  /// The jars of each place, each with what tells it from another of its name.
  private Map<Path, Map<Path, String>> places() {
    var places = new TreeMap<Path, Map<Path, String>>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (var entry : entries) {
        var jars = jars(entry);
        if (!jars.isEmpty() && places.size() < SHELVES_MAX) {
          places.put(entry, jars);
        }
      }
    } catch (IOException e) {
      // Without the directory there are no drivers in it: the failure tells where it was looked.
    }
    return places;
  }

  private static Map<Path, String> jars(Path entry) throws IOException {
    var jars = new TreeMap<Path, String>();
    try {
      if (isJar(entry)) {
        jars.put(entry, version(entry));
      } else if (Files.isDirectory(entry)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(entry, "*.jar")) {
          for (var file : files) {
            jars.put(file, version(file));
          }
        }
      }
    } catch (NoSuchFileException e) {
      // It was taken away meanwhile.
    }
    return jars;
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar") && Files.isRegularFile(file);
  }

  private static String version(Path file) throws IOException {
    return Files.size(file) + "/" + Files.getLastModifiedTime(file).toMillis();
  }

  /// The classes of the platform are all that it shares with us.
  private static Shelf load(Map<Path, String> jars) {
    var urls = jars.keySet().stream().map(Drivers::url).toArray(URL[]::new);
    var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    return new Shelf(jars, loader, services(loader));
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file has a URL: " + jar, e);
    }
  }

  private static Services services(ClassLoader loader) {
    var drivers = new ArrayList<Driver>();
    var troubles = new ArrayList<String>();
    try {
      for (var found : ServiceLoader.load(Driver.class, loader).stream().toList()) {
        take(found, drivers, troubles);
      }
    } catch (ServiceConfigurationError e) {
      troubles.add(reason(e)); // Half a jar, as while it is being copied.
    }
    return new Services(drivers, troubles);
  }

  private static void take(Provider<Driver> found, List<Driver> drivers, List<String> troubles) {
    try {
      drivers.add(found.get());
    } catch (ServiceConfigurationError | LinkageError e) {
      troubles.add(reason(e));
    }
  }

  private static String reason(Throwable trouble) {
    return trouble.getCause() == null ? trouble.toString() : trouble.getCause().toString();
  }

  private synchronized ToolFailure missing(String what) {
    var seen = new ArrayList<String>();
    shelves.forEach(
        (place, shelf) -> {
          var troubles = shelf.services().troubles();
          var name = String.valueOf(place.getFileName());
          seen.add(troubles.isEmpty() ? name : "%s (broken: %s)".formatted(name, troubles));
        });
    return ToolFailure.invalid(
        "driver",
        ("%s: looked on the class path and in %s, which has %s. Put the driver's jar there, in a"
                + " directory of its own if it has several; if it does not say of itself that it"
                + " is a driver, name its class under 'driver'")
            .formatted(what, directory, seen.isEmpty() ? "no jars" : String.join(", ", seen)));
  }
}
