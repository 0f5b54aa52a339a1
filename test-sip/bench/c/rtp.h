/* RTP packets of 20 ms of G.711 and of telephone events. */
#ifndef RTP_H
#define RTP_H

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#define RTP_HEADER 12
#define RTP_SOUND 160
#define RTP_EVENT 4
#define RTP_PCMU 0
#define RTP_TELEPHONE_EVENT 101

static inline void rtp_header(uint8_t *p, int type, int marker, uint16_t seq, uint32_t ts,
                              uint32_t ssrc)
{
    uint16_t s = htons(seq);
    uint32_t t = htonl(ts), r = htonl(ssrc);
    p[0] = 0x80;
    p[1] = (uint8_t)(type | (marker ? 0x80 : 0));
    memcpy(p + 2, &s, 2);
    memcpy(p + 4, &t, 4);
    memcpy(p + 8, &r, 4);
}

static inline void rtp_event(uint8_t *p, int event, int end, uint16_t duration)
{
    p[RTP_HEADER] = (uint8_t)event;
    p[RTP_HEADER + 1] = (uint8_t)(10 | (end ? 0x80 : 0));
    p[RTP_HEADER + 2] = (uint8_t)(duration >> 8);
    p[RTP_HEADER + 3] = (uint8_t)duration;
}

static inline int rtp_valid(const uint8_t *p, long length)
{
    return length >= RTP_HEADER && (p[0] & 0xC0) == 0x80;
}

static inline int rtp_type(const uint8_t *p) { return p[1] & 0x7F; }

static inline uint16_t rtp_seq(const uint8_t *p) { return (uint16_t)(p[2] << 8 | p[3]); }

static inline uint32_t rtp_ts(const uint8_t *p)
{
    uint32_t t;
    memcpy(&t, p + 4, 4);
    return ntohl(t);
}

#endif
