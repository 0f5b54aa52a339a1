/*
 * A farm of callees: answers every INVITE at once, sends and receives PCMU both ways, presses a
 * digit, answers BYE. Prints one JSON object a line.
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

#define DIGIT_PACKETS 8
#define BUCKETS 16384
#define SIP_AT_ONCE 64
#define T1_NS (500 * NS_PER_MS)
#define GIVE_UP_NS (32 * NS_PER_S)

enum state { FREE, UP };

struct call {
    enum state state;
    int next; /* in its bucket or in the list of free ones, -1 at the end */
    int slot;
    int64_t begin_tick;
    int digit_index; /* next packet of the digit */
    uint32_t digit_slot;
    int acked;
    int64_t answered_ns, resend_ns, resend_wait_ns;
    struct sockaddr_in peer;
    char call_id[256];
    char answer[SIP_MAX];
    struct stream stream;
};

static struct {
    struct sockaddr_in listen;
    int first_port, calls, shared, digit, every_s;
    int64_t digit_at_ns, idle_ns;
} opt = {.first_port = 20000, .calls = 2000, .digit = 1, .digit_at_ns = 3 * NS_PER_S};

static volatile sig_atomic_t stopping, period_asked;
static struct call *calls;
static int buckets[BUCKETS], first_free;
static int call_of_port[65536];
static int sip, shared_fd = -1, up, most_up;
static struct wheel wheel;
static struct period now, all;
static int64_t last_sip_ns;
static char contact[64], host[32];

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

static void ask_period(int signal)
{
    (void)signal;
    period_asked = 1;
}

static unsigned bucket_of(const char *text)
{
    unsigned hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash % BUCKETS;
}

static int find(const char *call_id)
{
    int i = buckets[bucket_of(call_id)];
    while (i >= 0 && strcmp(calls[i].call_id, call_id) != 0)
        i = calls[i].next;
    return i;
}

static void end(int i)
{
    int *link = &buckets[bucket_of(calls[i].call_id)];
    while (*link != i)
        link = &calls[*link].next;
    *link = calls[i].next;
    wheel_remove(&wheel, i, calls[i].slot);
    if (opt.shared)
        call_of_port[ntohs(calls[i].stream.remote.sin_port)] = -1;
    else
        close(calls[i].stream.fd);
    calls[i].state = FREE;
    calls[i].next = first_free;
    first_free = i;
    up--;
}

static void reply(const char *request, struct sockaddr_in to, int status, const char *phrase)
{
    char text[SIP_MAX * 2];
    int n = sip_response(text, request, status, phrase, "callee", status == 200 ? contact : "", "");
    sendto(sip, text, (size_t)n, 0, (struct sockaddr *)&to, sizeof to);
}

static void send_answer(struct call *c)
{
    sendto(sip, c->answer, strlen(c->answer), 0, (struct sockaddr *)&c->peer, sizeof c->peer);
}

static int open_media(int i, struct sockaddr_in remote)
{
    struct sockaddr_in local = opt.listen;
    int fd = shared_fd;
    if (opt.shared) {
        call_of_port[ntohs(remote.sin_port)] = i;
    } else {
        local.sin_port = htons((uint16_t)(opt.first_port + 2 * i));
        fd = udp_open(local, 1);
    }
    if (fd >= 0)
        stream_open(&calls[i].stream, fd, !opt.shared, remote, 0x51000000u + (uint32_t)i);
    return fd;
}

static void invite(const char *request, struct sockaddr_in from, const char *call_id)
{
    int i = find(call_id);
    if (i >= 0) {
        send_answer(&calls[i]);
        return;
    }
    struct sockaddr_in remote = from;
    int port = sip_audio_port(request);
    now.invites++;
    i = first_free;
    remote.sin_port = htons((uint16_t)port);
    if (i < 0 || port == 0 || strlen(call_id) >= sizeof calls[i].call_id ||
        open_media(i, remote) < 0) {
        now.failed++;
        reply(request, from, 503, "Service Unavailable");
        return;
    }
    struct call *c = &calls[i];
    char sdp[512], tag[32];
    first_free = c->next;
    strcpy(c->call_id, call_id);
    c->next = buckets[bucket_of(call_id)];
    buckets[bucket_of(call_id)] = i;
    c->state = UP;
    c->peer = from;
    c->acked = 0;
    c->digit_index = 0;
    c->answered_ns = now_ns();
    c->resend_wait_ns = T1_NS;
    c->resend_ns = c->answered_ns + T1_NS;
    c->slot = wheel_add(&wheel, i);
    c->begin_tick = wheel.tick;
    snprintf(tag, sizeof tag, "callee%d-%lld", i, (long long)c->answered_ns);
    sip_audio(sdp, sizeof sdp, host, opt.shared ? opt.first_port : opt.first_port + 2 * i);
    sip_response(c->answer, request, 200, "OK", tag, contact, sdp);
    send_answer(c);
    now.answered++;
    if (++up > most_up)
        most_up = up;
}

static void read_sip(void)
{
    char message[SIP_MAX], call_id[256];
    struct sockaddr_in from;
    for (int n = 0; n < SIP_AT_ONCE; n++) {
        ssize_t length = udp_read(sip, message, sizeof message - 1, &from, 0);
        if (length < 0)
            return;
        message[length] = 0;
        last_sip_ns = now_ns();
        if (!sip_header(message, "Call-ID", 'i', call_id, sizeof call_id) || sip_status(message))
            continue;
        int i = find(call_id);
        if (strncmp(message, "INVITE ", 7) == 0) {
            invite(message, from, call_id);
        } else if (strncmp(message, "ACK ", 4) == 0) {
            if (i >= 0)
                calls[i].acked = 1;
        } else if (strncmp(message, "BYE ", 4) == 0) {
            reply(message, from, i >= 0 ? 200 : 481, i >= 0 ? "OK" : "No Such Call");
            if (i >= 0) {
                end(i);
                now.byes++;
            }
        } else {
            reply(message, from, 200, "OK");
        }
    }
}

static void read_shared(void)
{
    uint8_t packet[1500];
    struct sockaddr_in from;
    int64_t stamp;
    for (ssize_t length; (length = udp_read(shared_fd, packet, sizeof packet, &from, &stamp)) >= 0;) {
        int i = call_of_port[ntohs(from.sin_port)];
        if (i >= 0)
            stream_take(&calls[i].stream, packet, length, stamp, &now.streams);
    }
}

static void turn(int i)
{
    struct call *c = &calls[i];
    int64_t t = wheel.due_ns;
    uint32_t slot = (uint32_t)((wheel.tick - c->begin_tick) / WHEEL_SLOTS);
    int digit_due = opt.digit >= 0 && t - c->answered_ns >= opt.digit_at_ns;
    if (digit_due && c->digit_index < DIGIT_PACKETS) {
        if (c->digit_index == 0)
            c->digit_slot = slot;
        stream_send_digit(&c->stream, c->digit_slot, c->digit_index++, opt.digit, &now.streams);
    } else {
        stream_send_sound(&c->stream, slot, &now.streams);
    }
    if (!opt.shared)
        stream_read(&c->stream, &now.streams);
    if (!c->acked && t >= c->resend_ns) {
        send_answer(c);
        c->resend_wait_ns *= c->resend_wait_ns < 8 * T1_NS ? 2 : 1;
        c->resend_ns = t + c->resend_wait_ns;
    }
    now.call_ns += WHEEL_SLOTS * NS_PER_MS;
    if (!c->acked && t - c->answered_ns > GIVE_UP_NS) {
        now.failed++;
        end(i);
    }
}

static void end_period(void)
{
    now.skipped_rounds = (uint64_t)wheel.skipped - all.skipped_rounds;
    period_add(&all, &now);
    if (opt.every_s)
        period_print(&now, "callee", "period", up, most_up);
    period_begin(&now);
}

static void run(void)
{
    int64_t next_line_ns = now_ns() + opt.every_s * NS_PER_S;
    wheel_start(&wheel);
    last_sip_ns = now_ns();
    while (!stopping) {
        histogram_add(&now.late, wheel_wait(&wheel));
        read_sip();
        if (opt.shared)
            read_shared();
        int slot = (int)(wheel.tick % WHEEL_SLOTS);
        for (int n = wheel.count[slot] - 1; n >= 0; n--)
            turn(wheel.items[slot][n]);
        if (opt.every_s && wheel.due_ns >= next_line_ns) {
            end_period();
            next_line_ns += opt.every_s * NS_PER_S;
        }
        if (period_asked) {
            period_asked = 0;
            end_period();
        }
        if (opt.idle_ns && up == 0 && now_ns() - last_sip_ns > opt.idle_ns)
            break;
    }
}

static void usage(void)
{
    fprintf(stderr, "usage: callee --listen ADDRESS:PORT [--first-port 20000] [--calls 2000] [--shared-port]\n"
                    "              [--digit 1 | --digit -1] [--digit-at-ms 3000] [--every SECONDS]\n"
                    "              [--stop-after-idle SECONDS]\n");
    exit(2);
}

static void options(int argc, char **argv)
{
    static const struct option known[] = {
        {"listen", 1, 0, 'l'},      {"first-port", 1, 0, 'p'}, {"calls", 1, 0, 'c'},
        {"shared-port", 0, 0, 's'}, {"digit", 1, 0, 'd'},      {"digit-at-ms", 1, 0, 'a'},
        {"every", 1, 0, 'e'},       {"stop-after-idle", 1, 0, 'i'}, {0, 0, 0, 0}};
    for (int o; (o = getopt_long(argc, argv, "", known, 0)) != -1;)
        switch (o) {
        case 'l': opt.listen = udp_address(optarg); break;
        case 'p': opt.first_port = atoi(optarg); break;
        case 'c': opt.calls = atoi(optarg); break;
        case 's': opt.shared = 1; break;
        case 'd': opt.digit = atoi(optarg); break;
        case 'a': opt.digit_at_ns = atoll(optarg) * NS_PER_MS; break;
        case 'e': opt.every_s = atoi(optarg); break;
        case 'i': opt.idle_ns = atoll(optarg) * NS_PER_S; break;
        default: usage();
        }
    if (!opt.listen.sin_family || opt.calls < 1 || opt.calls > WHEEL_ITEMS ||
        opt.first_port < 1024 || (!opt.shared && opt.first_port + 2 * opt.calls > 65535))
        usage();
}

int main(int argc, char **argv)
{
    options(argc, argv);
    signal(SIGTERM, stop);
    signal(SIGINT, stop);
    signal(SIGUSR1, ask_period);
    inet_ntop(AF_INET, &opt.listen.sin_addr, host, sizeof host);
    snprintf(contact, sizeof contact, "%s:%d", host, ntohs(opt.listen.sin_port));
    calls = calloc((size_t)opt.calls, sizeof *calls);
    memset(buckets, -1, sizeof buckets);
    memset(call_of_port, -1, sizeof call_of_port);
    for (int i = opt.calls - 1, next = -1; i >= 0; next = i--)
        calls[i].next = next;
    sip = udp_open(opt.listen, 0);
    if (opt.shared) {
        struct sockaddr_in address = opt.listen;
        address.sin_port = htons((uint16_t)opt.first_port);
        shared_fd = udp_open(address, 1);
    }
    if (!calls || sip < 0 || (opt.shared && shared_fd < 0)) {
        fprintf(stderr, "callee: an address is taken\n");
        return 1;
    }
    period_begin(&now);
    period_begin(&all);
    run();
    end_period();
    period_print(&all, "callee", "end", up, most_up);
    return 0;
}
