package io.noetl.broker;

import io.noetl.value.Json;
import io.noetl.value.Value;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All of a state as text, the same for equal states: every field is in it by itself, so that one
/// which the fold forgets is noticed.
public final class StateDump {
  private StateDump() {}

  public static String of(State state) {
    var all = new StringBuilder();
    for (var field : State.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        all.append(field.getName()).append(" = ").append(shown(value(field, state))).append('\n');
      }
    }
    return all.toString();
  }

  private static Object value(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String shown(Object thing) {
    return switch (thing) {
      case Value value -> Json.write(value);
      case PersistentMap<?> map -> {
        var sorted = new TreeMap<String, String>();
        map.forEach((key, value) -> sorted.put(key, shown(value)));
        yield sorted.toString();
      }
      case Map<?, ?> map -> {
        var sorted = new TreeMap<String, String>();
        map.forEach((key, value) -> sorted.put(key.toString(), shown(value)));
        yield sorted.toString();
      }
      case List<?> list -> list.stream().map(StateDump::shown).toList().toString();
      case java.util.Optional<?> some -> some.map(StateDump::shown).orElse("none");
      case Record record -> shown(record);
      default -> thing.toString();
    };
  }

  private static String shown(Record record) {
    var parts = new StringBuilder(record.getClass().getSimpleName()).append('(');
    for (var component : record.getClass().getRecordComponents()) {
      parts.append(shown(value(component, record))).append(' ');
    }
    return parts.append(')').toString();
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
