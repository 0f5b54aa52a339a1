package dev.assent.compliance.store;

import dev.assent.compliance.journal.Crashes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Connections whose commits are effects: after the crash none of them happens. Statements are
 * counted.
 */
final class CrashingDataSource {
  private CrashingDataSource() {}

  static DataSource around(DataSource source, Crashes crashes, AtomicInteger statements) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, args) -> {
              try {
                Object result = method.invoke(source, args);
                return result instanceof Connection connection
                    ? around(connection, crashes, statements)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Connection around(
      Connection connection, Crashes crashes, AtomicInteger statements) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, args) -> {
              switch (method.getName()) {
                case "commit" -> crashes.effect();
                case "prepareStatement" -> statements.incrementAndGet();
                default -> {}
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
