package dev.assent.testsip.carrier;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes records, maps, collections, numbers, truth values and text as JSON (RFC 8259). */
final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  static String of(@Nullable Object value) {
    Json json = new Json();
    json.value(value);
    return json.out.append('\n').toString();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      case Map<?, ?> map -> map(map.entrySet().iterator());
      case Collection<?> items -> items(items.iterator());
      case Record object -> object(object);
      default -> text(value.toString());
    }
  }

  private void object(Record object) {
    out.append('{');
    String separator = "";
    for (RecordComponent component : object.getClass().getRecordComponents()) {
      out.append(separator);
      separator = ",";
      text(component.getName());
      out.append(':');
      try {
        value(component.getAccessor().invoke(object));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    out.append('}');
  }

  private void map(Iterator<? extends Map.Entry<?, ?>> entries) {
    out.append('{');
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      text(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
      out.append(entries.hasNext() ? "," : "");
    }
    out.append('}');
  }

  private void items(Iterator<?> items) {
    out.append('[');
    while (items.hasNext()) {
      value(items.next());
      out.append(items.hasNext() ? "," : "");
    }
    out.append(']');
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
