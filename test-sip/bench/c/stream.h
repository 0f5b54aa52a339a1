/* One call's sound in both directions: 160 bytes of PCMU every 20 ms. */
#ifndef STREAM_H
#define STREAM_H

#include <netinet/in.h>
#include <stdint.h>

#include "histogram.h"

#define STREAM_RECORDING 16000

struct stream {
    int fd;
    int own_socket; /* the fd is this stream's alone, and connected */
    struct sockaddr_in remote;
    uint32_t ssrc;
    uint16_t next_seq;
    int heard;
    uint16_t last_seq;
    int64_t last_stamp_ns;
    uint32_t last_event_ts;
    int events_heard;
    int recorded;
    uint8_t recording[STREAM_RECORDING]; /* each payload is copied, as an engine that records does */
};

struct stream_counts {
    uint64_t sent, received, lost, reordered, errors, digits_in;
    struct histogram off; /* how far the time between two packets that follow each other is from 20 ms */
};

void stream_open(struct stream *s, int fd, int own_socket, struct sockaddr_in remote, uint32_t ssrc);

/* slot: how many times 20 ms since the stream began. */
void stream_send_sound(struct stream *s, uint32_t slot, struct stream_counts *counts);

/* One of the eight packets of a digit of 100 ms: index 0 to 7, the last three are its end. */
void stream_send_digit(struct stream *s, uint32_t first_slot, int index, int event,
                       struct stream_counts *counts);

/* Takes a packet that was read. */
void stream_take(struct stream *s, const uint8_t *packet, long length, int64_t stamp_ns,
                 struct stream_counts *counts);

/* Reads what has come, at most four packets; for a stream with a socket of its own. */
void stream_read(struct stream *s, struct stream_counts *counts);

#endif
