/**
 * Replay for QA: virtual WAV, waveform, watermark.
 *
 * <p>Sound is opened in memory for one journalled access and never written as a file.
 */
@NullMarked
package dev.assent.recorder.replay;

import org.jspecify.annotations.NullMarked;
