package dev.assent.recorder.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * CPU time and allocation of a program's threads by their names: not of the JIT, nor of who makes
 * the sound and the calls.
 */
record ThreadTimes(SortedMap<String, Cpu> agents) {
  /** Nanoseconds, and bytes of the heap. */
  record Cpu(long all, long user, long allocated) {
    long kernel() {
      return all - user;
    }

    Cpu since(Cpu then) {
      return new Cpu(all - then.all, user - then.user, allocated - then.allocated);
    }
  }

  private static final Cpu NONE = new Cpu(0, 0, 0);

  /** Of those whose names begin so, since they began. */
  static ThreadTimes of(String prefix) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SortedMap<String, Cpu> times = new TreeMap<>();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith(prefix)) {
        long id = thread.getThreadId();
        times.put(
            thread.getThreadName(),
            new Cpu(
                threads.getThreadCpuTime(id),
                threads.getThreadUserTime(id),
                threads.getThreadAllocatedBytes(id)));
      }
    }
    return new ThreadTimes(times);
  }

  ThreadTimes since(ThreadTimes before) {
    SortedMap<String, Cpu> used = new TreeMap<>();
    agents.forEach((name, cpu) -> used.put(name, cpu.since(before.agent(name))));
    return new ThreadTimes(used);
  }

  Cpu agent(String agent) {
    return agents.getOrDefault(agent, NONE);
  }

  long all() {
    return agents.values().stream().mapToLong(Cpu::all).sum();
  }
}
