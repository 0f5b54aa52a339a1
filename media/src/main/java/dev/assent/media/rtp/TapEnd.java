package dev.assent.media.rtp;

/**
 * How a tap ended.
 *
 * @param seconds entries put into the queue, the last one included
 * @param dropped seconds lost because the queue or its buffers were full
 * @param late packets that came too late for their second
 */
public record TapEnd(long tapId, long seconds, long dropped, long late) {}
