/*
 * The twin of the dialer: places calls and moves their packets, and does nothing else, so that the
 * CPU a call costs can be compared in the same run. INVITE, ACK, BYE; PCMU both ways on a port of
 * its own for each call, read when it is the call's turn. Prints one JSON object a line.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "report.h"
#include "sip.h"
#include "stream.h"
#include "udp.h"
#include "wheel.h"

#define SIP_AT_ONCE 64
#define T1_NS (500 * NS_PER_MS)
#define GIVE_UP_NS (32 * NS_PER_S)

enum state { FREE, INVITED, UP, LEAVING };

struct call {
    enum state state;
    int next_free;
    int slot;
    unsigned serial; /* tells the call from an earlier one in the same place */
    int fd;
    int64_t begin_tick, began_ns, up_ns, resend_ns, resend_wait_ns;
    char to[300]; /* of the answer, with its tag */
    struct stream stream;
};

static struct {
    struct sockaddr_in bind, target;
    int first_port, calls, concurrent, every_s;
    double rate, hold_s;
    const char *number;
} opt = {.first_port = 10000, .calls = 100, .concurrent = 100, .rate = 50, .hold_s = 10,
         .number = "+8619900000001"};

static volatile sig_atomic_t stopping;
static struct call *calls;
static int first_free, sip, up, most_up, placed, over;
static unsigned serials;
static struct wheel wheel;
static struct period now, all;
static char host[32];

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

/* A request of call i; branch (by the method it is of) and Call-ID are computed, none is stored. */
static void send_request(int i, const char *method, const char *branch_of, int cseq,
                         const char *sdp)
{
    char text[SIP_MAX], target[32];
    struct call *c = &calls[i];
    inet_ntop(AF_INET, &opt.target.sin_addr, target, sizeof target);
    int n = snprintf(text, sizeof text,
                     "%s sip:%s@%s:%d SIP/2.0\r\n"
                     "Via: SIP/2.0/UDP %s:%d;rport;branch=z9hG4bK%s%u\r\n"
                     "Max-Forwards: 70\r\n"
                     "From: <sip:twin@%s>;tag=twin%u\r\n"
                     "To: %s\r\n"
                     "Call-ID: %d-%u-%d@twin\r\n"
                     "CSeq: %d %s\r\n"
                     "Contact: <sip:twin@%s:%d>\r\n"
                     "%sContent-Length: %zu\r\n\r\n%s",
                     method, opt.number, target, ntohs(opt.target.sin_port), host,
                     ntohs(opt.bind.sin_port), branch_of, c->serial, host, c->serial, c->to, i,
                     c->serial, (int)getpid(), cseq, method, host, ntohs(opt.bind.sin_port),
                     *sdp ? "Content-Type: application/sdp\r\n" : "", strlen(sdp), sdp);
    sendto(sip, text, (size_t)n, 0, (struct sockaddr *)&opt.target, sizeof opt.target);
}

static void send_invite(int i)
{
    char sdp[512];
    sip_audio(sdp, sizeof sdp, host, opt.first_port + 2 * i);
    send_request(i, "INVITE", "INVITE", 1, sdp);
}

static void wait_for_answer(struct call *c, int64_t t)
{
    c->resend_wait_ns = T1_NS;
    c->resend_ns = t + T1_NS;
}

static void place(void)
{
    int i = first_free;
    struct call *c = &calls[i];
    struct sockaddr_in local = opt.bind;
    local.sin_port = htons((uint16_t)(opt.first_port + 2 * i));
    c->fd = udp_open(local, 1);
    if (c->fd < 0) {
        fprintf(stderr, "twin: port %d is taken\n", ntohs(local.sin_port));
        exit(1);
    }
    placed++;
    first_free = c->next_free;
    c->serial = ++serials;
    c->state = INVITED;
    c->began_ns = now_ns();
    snprintf(c->to, sizeof c->to, "<sip:%s@%s>", opt.number, host);
    wait_for_answer(c, c->began_ns);
    c->slot = wheel_add(&wheel, i);
    send_invite(i);
    now.invites++;
    if (++up > most_up)
        most_up = up;
}

static void end(int i)
{
    struct call *c = &calls[i];
    wheel_remove(&wheel, i, c->slot);
    close(c->fd);
    c->state = FREE;
    c->next_free = first_free;
    first_free = i;
    up--;
    over++;
}

static void answered(int i, const char *answer)
{
    struct call *c = &calls[i];
    struct sockaddr_in remote = opt.target;
    if (c->state == INVITED) {
        remote.sin_port = htons((uint16_t)sip_audio_port(answer));
        sip_header(answer, "To", 't', c->to, sizeof c->to);
        stream_open(&c->stream, c->fd, 1, remote, 0x7A000000u + c->serial);
        c->state = UP;
        c->up_ns = now_ns();
        c->begin_tick = wheel.tick;
        histogram_add(&now.answer, c->up_ns - c->began_ns);
        now.answered++;
    }
    send_request(i, "ACK", "ACK", 1, "");
}

static void response(int i, const char *message, int status, const char *cseq)
{
    int invite = strstr(cseq, "INVITE") != 0;
    if (status < 200)
        calls[i].resend_ns += GIVE_UP_NS; /* it has arrived: no more INVITEs */
    else if (invite && status < 300)
        answered(i, message);
    else if (invite && calls[i].state == INVITED) {
        sip_header(message, "To", 't', calls[i].to, sizeof calls[i].to);
        send_request(i, "ACK", "INVITE", 1, "");
        now.failed++;
        end(i);
    } else if (!invite && calls[i].state == LEAVING) {
        now.byes++;
        end(i);
    }
}

static void read_sip(void)
{
    char message[SIP_MAX], call_id[256], cseq[64];
    struct sockaddr_in from;
    for (int n = 0; n < SIP_AT_ONCE; n++) {
        ssize_t length = udp_read(sip, message, sizeof message - 1, &from, 0);
        int i;
        unsigned serial;
        if (length < 0)
            return;
        message[length] = 0;
        int status = sip_status(message);
        if (sip_header(message, "Call-ID", 'i', call_id, sizeof call_id) &&
            sip_header(message, "CSeq", 0, cseq, sizeof cseq) && status &&
            sscanf(call_id, "%d-%u-", &i, &serial) == 2 && i >= 0 && i < opt.concurrent &&
            calls[i].state != FREE && calls[i].serial == serial)
            response(i, message, status, cseq);
    }
}

static void resend(int i, int64_t t)
{
    struct call *c = &calls[i];
    if (t < c->resend_ns)
        return;
    if (c->state == INVITED)
        send_invite(i);
    else
        send_request(i, "BYE", "BYE", 2, "");
    c->resend_wait_ns *= 2;
    c->resend_ns = t + c->resend_wait_ns;
}

static void turn(int i)
{
    struct call *c = &calls[i];
    int64_t t = wheel.due_ns;
    if (c->state == UP) {
        uint32_t slot = (uint32_t)((wheel.tick - c->begin_tick) / WHEEL_SLOTS);
        stream_send_sound(&c->stream, slot, &now.streams);
        stream_read(&c->stream, &now.streams);
        now.call_ns += WHEEL_SLOTS * NS_PER_MS;
        if ((double)(t - c->up_ns) >= opt.hold_s * 1e9 || stopping) {
            c->state = LEAVING;
            wait_for_answer(c, t);
            c->began_ns = t;
            send_request(i, "BYE", "BYE", 2, "");
        }
        return;
    }
    resend(i, t);
    if (t - c->began_ns > GIVE_UP_NS) {
        now.failed++;
        end(i);
    }
}

static void end_period(void)
{
    now.skipped_rounds = (uint64_t)wheel.skipped - all.skipped_rounds;
    period_add(&all, &now);
    if (opt.every_s)
        period_print(&now, "twin", "period", up, most_up);
    period_begin(&now);
}

static void run(void)
{
    double due = 0;
    wheel_start(&wheel);
    int64_t next_line_ns = now_ns() + opt.every_s * NS_PER_S;
    while (over < opt.calls && !(stopping && up == 0)) {
        histogram_add(&now.late, wheel_wait(&wheel));
        read_sip();
        /* At most ten wait: after a stall the rate goes on, it does not catch up. */
        due += opt.rate / 1000;
        due = due > 10 ? 10 : due;
        for (; due >= 1 && !stopping && placed < opt.calls && first_free >= 0; due--)
            place();
        int slot = (int)(wheel.tick % WHEEL_SLOTS);
        for (int n = wheel.count[slot] - 1; n >= 0; n--)
            turn(wheel.items[slot][n]);
        if (opt.every_s && wheel.due_ns >= next_line_ns) {
            end_period();
            next_line_ns += opt.every_s * NS_PER_S;
        }
    }
}

static void usage(void)
{
    fprintf(stderr,
            "usage: twin --bind ADDRESS:PORT --target ADDRESS:PORT [--calls 100] [--concurrent 100]\n"
            "            [--rate 50] [--hold SECONDS] [--first-port 10000] [--number NUMBER]\n"
            "            [--every SECONDS]\n");
    exit(2);
}

static void options(int argc, char **argv)
{
    static const struct option known[] = {
        {"bind", 1, 0, 'b'}, {"target", 1, 0, 't'},     {"calls", 1, 0, 'c'},
        {"rate", 1, 0, 'r'}, {"concurrent", 1, 0, 'n'}, {"hold", 1, 0, 'h'},
        {"every", 1, 0, 'e'}, {"first-port", 1, 0, 'p'}, {"number", 1, 0, 'u'}, {0, 0, 0, 0}};
    for (int o; (o = getopt_long(argc, argv, "", known, 0)) != -1;)
        switch (o) {
        case 'b': opt.bind = udp_address(optarg); break;
        case 't': opt.target = udp_address(optarg); break;
        case 'c': opt.calls = atoi(optarg); break;
        case 'r': opt.rate = atof(optarg); break;
        case 'n': opt.concurrent = atoi(optarg); break;
        case 'h': opt.hold_s = atof(optarg); break;
        case 'e': opt.every_s = atoi(optarg); break;
        case 'p': opt.first_port = atoi(optarg); break;
        case 'u': opt.number = optarg; break;
        default: usage();
        }
    if (!opt.bind.sin_family || !opt.target.sin_family || opt.calls < 1 || opt.rate <= 0 ||
        opt.concurrent < 1 || opt.concurrent > WHEEL_ITEMS || opt.first_port < 1024 ||
        opt.first_port + 2 * opt.concurrent > 65535)
        usage();
}

int main(int argc, char **argv)
{
    options(argc, argv);
    signal(SIGTERM, stop);
    signal(SIGINT, stop);
    inet_ntop(AF_INET, &opt.bind.sin_addr, host, sizeof host);
    calls = calloc((size_t)opt.concurrent, sizeof *calls);
    for (int i = opt.concurrent - 1, next = -1; calls && i >= 0; next = i--)
        calls[i].next_free = next;
    sip = udp_open(opt.bind, 0);
    if (!calls || sip < 0) {
        fprintf(stderr, "twin: the address is taken\n");
        return 1;
    }
    period_begin(&now);
    period_begin(&all);
    run();
    end_period();
    period_print(&all, "twin", "end", up, most_up);
    return all.failed > 0;
}
