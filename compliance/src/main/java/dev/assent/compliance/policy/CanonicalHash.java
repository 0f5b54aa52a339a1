package dev.assent.compliance.policy;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over the meaning of a document, not its layout: the same content gives the same hash
 * whatever the order of keys, comments or spacing.
 *
 * <p>The hashed text resembles JSON without spaces: keys sorted, records as objects of their
 * components, sets sorted, dates and enums by their ISO or constant name.
 */
public final class CanonicalHash {

  /** The accessors of a record, sorted by name; looking them up each time costs most of a hash. */
  private static final ClassValue<List<Method>> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getAccessor)
              .sorted(Comparator.comparing(Method::getName))
              .toList();
        }
      };

  private CanonicalHash() {}

  /** Lower hex. */
  public static String of(Object content) {
    StringBuilder text = new StringBuilder();
    write(content, text);
    try {
      byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Boolean b -> out.append(b);
      case Number n -> out.append(n);
      case Map<?, ?> map -> writeMap(map, out);
      case Set<?> set -> writeAll(set.stream().map(CanonicalHash::text).sorted().toList(), out);
      case Collection<?> list -> {
        out.append('[');
        for (Object item : list) {
          write(item, out);
          out.append(',');
        }
        out.append(']');
      }
      case Record bean -> writeRecord(bean, out);
      case Enum<?> constant -> quote(constant.name(), out);
      default -> quote(value.toString(), out);
    }
  }

  private static String text(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void writeAll(Collection<String> texts, StringBuilder out) {
    out.append('[').append(String.join(",", texts)).append(']');
  }

  private static void writeMap(Map<?, ?> map, StringBuilder out) {
    TreeMap<String, String> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(text(key), text(value)));
    out.append('{');
    sorted.forEach((key, value) -> out.append(key).append(':').append(value).append(','));
    out.append('}');
  }

  private static void writeRecord(Record bean, StringBuilder out) {
    out.append('{');
    for (Method accessor : ACCESSORS.get(bean.getClass())) {
      quote(accessor.getName(), out);
      out.append(':');
      try {
        write(accessor.invoke(bean), out);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(accessor + " cannot be read", e);
      }
      out.append(',');
    }
    out.append('}');
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }
}
