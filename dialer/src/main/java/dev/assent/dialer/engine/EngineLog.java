package dev.assent.dialer.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.assent.dialer.engine.home.Home;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code log/engine.log} of the home while its engine runs: at most five files of 10 MB. For those
 * who look after the machine; what the law wants kept stands in the journal.
 */
final class EngineLog implements AutoCloseable {
  private final ch.qos.logback.classic.Logger root;
  private final RollingFileAppender<ILoggingEvent> appender;

  private EngineLog(
      ch.qos.logback.classic.Logger root, RollingFileAppender<ILoggingEvent> appender) {
    this.root = root;
    this.appender = appender;
  }

  static EngineLog open(Home home) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    String file = home.log().resolve("engine.log").toString();
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName("engine-" + home.marker().id());
    appender.setFile(file);
    appender.setEncoder(encoder(context));
    appender.setRollingPolicy(rolling(context, appender, file));
    appender.setTriggeringPolicy(trigger(context));
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    // Netty and Flyway are talkative; what they warn of is enough.
    context.getLogger("io.netty").setLevel(Level.WARN);
    context.getLogger("org.flywaydb").setLevel(Level.WARN);
    return new EngineLog(root, appender);
  }

  private static PatternLayoutEncoder encoder(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} %msg%n");
    encoder.start();
    return encoder;
  }

  private static FixedWindowRollingPolicy rolling(
      LoggerContext context, RollingFileAppender<ILoggingEvent> parent, String file) {
    var policy = new FixedWindowRollingPolicy();
    policy.setContext(context);
    policy.setParent(parent);
    policy.setFileNamePattern(file + ".%i");
    policy.setMinIndex(1);
    policy.setMaxIndex(4);
    policy.start();
    return policy;
  }

  private static SizeBasedTriggeringPolicy<ILoggingEvent> trigger(LoggerContext context) {
    var policy = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    policy.setContext(context);
    policy.setMaxFileSize(FileSize.valueOf("10MB"));
    policy.start();
    return policy;
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    appender.stop();
  }
}
