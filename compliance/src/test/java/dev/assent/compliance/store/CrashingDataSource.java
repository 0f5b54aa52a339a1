package dev.assent.compliance.store;

import dev.assent.compliance.journal.Crashes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/** Connections whose commits are effects: after the crash none of them happens. */
final class CrashingDataSource {
  private CrashingDataSource() {}

  static DataSource around(DataSource source, Crashes crashes) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, args) -> {
              try {
                Object result = method.invoke(source, args);
                return result instanceof Connection connection
                    ? around(connection, crashes)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Connection around(Connection connection, Crashes crashes) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, args) -> {
              if (method.getName().equals("commit")) {
                crashes.effect();
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
