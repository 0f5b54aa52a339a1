package dev.assent.recorder.replay;

import dev.assent.recorder.container.Mark;

/**
 * A mark and where it stands in the sound.
 *
 * @param second from the start of the recording, with fractions; within it
 */
public record TimedMark(double second, Mark mark) {}
