package io.noetl.broker;

import io.noetl.value.Json;
import io.noetl.value.Value;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All of a state as text, the same for equal states: every field is in it by itself, so that one
/// which the fold forgets is noticed.
public final class StateDump {
  private static final List<Field> FIELDS = fields();

  private static final ClassValue<List<Method>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
          var accessors = Arrays.stream(type.getRecordComponents()).map(it -> it.getAccessor());
          return accessors.peek(it -> it.setAccessible(true)).toList();
        }
      };

  private StateDump() {}

  private static List<Field> fields() {
    var fields =
        Arrays.stream(State.class.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .toList();
    fields.forEach(field -> field.setAccessible(true));
    return fields;
  }

  public static String of(State state) {
    var all = new StringBuilder();
    for (var field : FIELDS) {
      all.append(field.getName()).append(" = ").append(shown(value(field, state))).append('\n');
    }
    return all.toString();
  }

  private static Object value(Field field, Object owner) {
    try {
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
    for (var component : COMPONENTS.get(record.getClass())) {
      parts.append(shown(value(component, record))).append(' ');
    }
    return parts.append(')').toString();
  }

  private static Object value(Method accessor, Record record) {
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
