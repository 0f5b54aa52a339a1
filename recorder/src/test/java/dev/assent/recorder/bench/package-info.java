/** Measures the recorder on the disk it is given. Run by scripts/bench, never by tests. */
package dev.assent.recorder.bench;
