package io.noetl.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Ctrl-C and the like: the first asks politely, the second ends the process at once.
///
/// Java has no public way to see a signal and live on, so this goes through `sun.misc.Signal`,
/// which the module jdk.unsupported keeps for this; it is reached by name, since the compiler warns
/// of it wherever it is mentioned. Where it is missing, signals end the process as usual.
final class Interrupts {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final Runnable first;
  private final AtomicInteger count = new AtomicInteger();

  private Interrupts(Runnable first) {
    this.first = first;
  }

  /// From now on `first` runs, on a thread of its own, when the user interrupts.
  static void handle(Runnable first) {
    var interrupts = new Interrupts(first);
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler react = (proxy, method, args) -> interrupts.react(proxy, method, args);
      var ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, react);
      var handle = signal.getMethod("handle", signal, handler);
      for (var name : SIGNALS) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      // As before: the process ends, and what was acknowledged can be resumed.
    }
  }

  private Object react(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "handle" -> {
        if (count.incrementAndGet() == 1) {
          Thread.ofVirtual().name("interrupt").start(first);
        } else {
          Runtime.getRuntime().halt(Exit.INTERRUPTED);
        }
        yield true;
      }
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "Interrupts";
    };
  }
}
