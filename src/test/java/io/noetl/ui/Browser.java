package io.noetl.ui;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What of this machine the browser tests need. Nothing is downloaded for them.
final class Browser {
  static final Path UI = Path.of("ui");

  private static final List<String> COMMANDS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
  private static final List<Path> USUAL =
      List.of(
          Path.of("/usr/lib/chromium/chromium"),
          Path.of("/snap/bin/chromium"),
          Path.of("/opt/google/chrome/chrome"),
          Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
          Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));

  private Browser() {}

  /// What is missing, and what to do about it.
  static Optional<String> lack() {
    if (chromium().isEmpty()) {
      return Optional.of("no Chromium: install it, or name it in NOETL_CHROMIUM");
    }
    if (!Files.exists(Path.of("target", "classes", "ui", "index.html"))) {
      return Optional.of("the program was built without the web UI: see what the build says of it");
    }
    if (!Files.exists(cli()) || !hasNode()) {
      return Optional.of("no Node.js with the packages of ui/: install it and build again");
    }
    return Optional.empty();
  }

  static Optional<Path> chromium() {
    var named = System.getenv().getOrDefault("NOETL_CHROMIUM", "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named)).filter(Files::isExecutable);
    }
    var onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap(place -> COMMANDS.stream().map(command -> Path.of(place, command)));
    return Stream.concat(onPath, USUAL.stream()).filter(Files::isExecutable).findFirst();
  }

  /// The command line of Playwright.
  static Path cli() {
    return UI.resolve("node_modules").resolve("@playwright").resolve("test").resolve("cli.js");
  }

  private static boolean hasNode() {
    try {
      var node =
          new ProcessBuilder("node", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return node.waitFor(1, TimeUnit.MINUTES) && node.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
