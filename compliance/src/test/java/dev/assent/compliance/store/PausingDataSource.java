package dev.assent.compliance.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Connections that pause between check and commit: a transaction that is about to commit waits a
 * moment for another to get as far. Where a lock is missing, both have checked before either has
 * committed.
 */
final class PausingDataSource {
  private static final long PAUSE_MILLIS = 2;

  private final DataSource source;
  private final Semaphore arrivals = new Semaphore(0);

  private PausingDataSource(DataSource source) {
    this.source = source;
  }

  static DataSource around(DataSource source) {
    PausingDataSource pausing = new PausingDataSource(source);
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, args) -> {
              try {
                Object result = method.invoke(pausing.source, args);
                return result instanceof Connection connection
                    ? pausing.around(connection)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Connection around(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, args) -> {
              if (method.getName().equals("commit")) {
                await();
              }
              try {
                return method.invoke(connection, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void await() throws InterruptedException {
    arrivals.release();
    if (arrivals.tryAcquire(2, PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      return;
    }
    arrivals.tryAcquire();
  }
}
