package dev.assent.dialer.simulate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Keeps what a simulated engine has to say out of the log of this one: that it lost its disk, or
 * holds all calls, would alarm people. Holds for this thread and all it starts.
 */
final class NotInTheLog extends TurboFilter implements AutoCloseable {
  private static final InheritableThreadLocal<Boolean> SIMULATED = new InheritableThreadLocal<>();

  private NotInTheLog() {}

  static NotInTheLog begin() {
    NotInTheLog filter = new NotInTheLog();
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.addTurboFilter(filter);
    }
    SIMULATED.set(true);
    return filter;
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] params,
      @Nullable Throwable thrown) {
    return SIMULATED.get() == null ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  @Override
  public void close() {
    SIMULATED.remove();
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getTurboFilterList().remove(this);
    }
  }
}
