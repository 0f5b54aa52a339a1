#include "stream.h"

#include <string.h>
#include <sys/socket.h>

#include "clock.h"
#include "rtp.h"
#include "udp.h"

#define DIGIT_UPDATES 5
#define READ_AT_ONCE 4

static const uint8_t PROMPT[RTP_SOUND] = {0x55, 0x2a, 0x9c};

void stream_open(struct stream *s, int fd, int own_socket, struct sockaddr_in remote, uint32_t ssrc)
{
    *s = (struct stream){.fd = fd, .own_socket = own_socket, .remote = remote, .ssrc = ssrc};
    if (own_socket)
        connect(fd, (struct sockaddr *)&remote, sizeof remote);
}

static void send_packet(struct stream *s, const uint8_t *packet, size_t length,
                        struct stream_counts *counts)
{
    ssize_t n = s->own_socket ? send(s->fd, packet, length, 0)
                              : sendto(s->fd, packet, length, 0, (struct sockaddr *)&s->remote,
                                       sizeof s->remote);
    if (n < 0)
        counts->errors++; /* refused by the far end, or the socket is full: lost */
    else
        counts->sent++;
}

void stream_send_sound(struct stream *s, uint32_t slot, struct stream_counts *counts)
{
    uint8_t packet[RTP_HEADER + RTP_SOUND];
    rtp_header(packet, RTP_PCMU, s->next_seq == 0, s->next_seq, slot * RTP_SOUND, s->ssrc);
    s->next_seq++;
    memcpy(packet + RTP_HEADER, PROMPT, RTP_SOUND);
    send_packet(s, packet, sizeof packet, counts);
}

void stream_send_digit(struct stream *s, uint32_t first_slot, int index, int event,
                       struct stream_counts *counts)
{
    uint8_t packet[RTP_HEADER + RTP_EVENT];
    int units = index < DIGIT_UPDATES ? index + 1 : DIGIT_UPDATES;
    rtp_header(packet, RTP_TELEPHONE_EVENT, index == 0, s->next_seq++, first_slot * RTP_SOUND,
               s->ssrc);
    rtp_event(packet, event, index >= DIGIT_UPDATES, (uint16_t)(units * RTP_SOUND));
    send_packet(s, packet, sizeof packet, counts);
}

void stream_take(struct stream *s, const uint8_t *packet, long length, int64_t stamp_ns,
                 struct stream_counts *counts)
{
    if (!rtp_valid(packet, length))
        return;
    uint16_t seq = rtp_seq(packet);
    int step = s->heard ? (int16_t)(seq - s->last_seq) : 1;
    counts->received++;
    if (step <= 0) {
        counts->reordered++;
        return;
    }
    counts->lost += (uint64_t)(step - 1);
    if (s->heard && step == 1 && stamp_ns && s->last_stamp_ns) {
        int64_t off = stamp_ns - s->last_stamp_ns - 20 * NS_PER_MS;
        histogram_add(&counts->off, off < 0 ? -off : off);
    }
    s->heard = 1;
    s->last_seq = seq;
    s->last_stamp_ns = stamp_ns;
    if (rtp_type(packet) == RTP_TELEPHONE_EVENT) {
        uint32_t ts = rtp_ts(packet);
        if (!s->events_heard || ts != s->last_event_ts)
            counts->digits_in++;
        s->events_heard = 1;
        s->last_event_ts = ts;
    } else if (length == RTP_HEADER + RTP_SOUND) {
        memcpy(s->recording + s->recorded, packet + RTP_HEADER, RTP_SOUND);
        s->recorded = (s->recorded + RTP_SOUND) % STREAM_RECORDING;
    }
}

void stream_read(struct stream *s, struct stream_counts *counts)
{
    uint8_t packet[1500];
    struct sockaddr_in from;
    int64_t stamp;
    for (int i = 0; i < READ_AT_ONCE; i++) {
        ssize_t length = udp_read(s->fd, packet, sizeof packet, &from, &stamp);
        if (length < 0)
            return;
        stream_take(s, packet, length, stamp, counts);
    }
}
