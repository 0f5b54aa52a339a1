package dev.assent.dialer.engine.home;

import dev.assent.compliance.ClockState;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.zone.ZoneRulesProvider;

/**
 * Asks the kernel whether the machine's clock follows a time server (R02): {@code adjtimex(2)} with
 * nothing to set. Any thread; a call takes microseconds.
 */
public final class KernelClock {
  /** R02: more than this and nobody is called. */
  static final Duration WORST_OFFSET = Duration.ofSeconds(1);

  /** sizeof(struct timex) on 64-bit Linux. */
  private static final long TIMEX = 208;

  private static final long OFFSET = 8;
  private static final long MAX_ERROR = 24;
  private static final long STATUS = 40;

  private static final int TIME_ERROR = 5;
  private static final int STA_UNSYNC = 0x0040;
  private static final int STA_NANO = 0x2000;

  /** Version of the time zone data this JVM carries, such as 2025b. */
  public static final String TZDATA = ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();

  private KernelClock() {}

  /** Fails closed: a kernel that cannot be asked is not trusted. */
  public static ClockState state() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timex = arena.allocate(TIMEX, 8);
      int state = (int) adjtimex().invokeExact(timex);
      return judge(
          state,
          timex.get(ValueLayout.JAVA_INT, STATUS),
          timex.get(ValueLayout.JAVA_LONG, OFFSET),
          timex.get(ValueLayout.JAVA_LONG, MAX_ERROR));
    } catch (Throwable e) {
      return untrusted(Duration.ZERO, "adjtimex cannot be called: " + e.getClass().getSimpleName());
    }
  }

  /**
   * @param state what adjtimex returned
   * @param offset in nanoseconds or microseconds, as the status says
   * @param maxErrorMicros the kernel's own bound on its error, growing since the last correction
   */
  static ClockState judge(int state, int status, long offset, long maxErrorMicros) {
    boolean nanos = (status & STA_NANO) != 0;
    Duration found = nanos ? Duration.ofNanos(offset) : Duration.ofNanos(1000 * offset);
    if (state < 0) {
      return untrusted(Duration.ZERO, "adjtimex refused");
    }
    if (state == TIME_ERROR || (status & STA_UNSYNC) != 0) {
      return untrusted(found, "the kernel's clock follows no time server");
    }
    if (found.abs().compareTo(WORST_OFFSET) > 0) {
      return untrusted(found, "off by " + found.toMillis() + " ms");
    }
    if (maxErrorMicros > WORST_OFFSET.toMillis() * 1000) {
      return untrusted(found, "its error may be " + maxErrorMicros / 1000 + " ms");
    }
    return new ClockState(true, found, "", TZDATA);
  }

  private static ClockState untrusted(Duration offset, String why) {
    return new ClockState(false, offset, why, TZDATA);
  }

  @SuppressWarnings("restricted") // the launcher allows native access to this program alone
  private static MethodHandle adjtimex() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("adjtimex").orElseThrow(),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }
}
