#include "report.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"

void period_begin(struct period *p)
{
    memset(p, 0, sizeof *p);
    p->began_ns = now_ns();
    p->began_cpu_ns = cpu_ns();
}

void period_add(struct period *whole, const struct period *part)
{
    struct stream_counts *to = &whole->streams;
    const struct stream_counts *from = &part->streams;
    whole->invites += part->invites;
    whole->answered += part->answered;
    whole->failed += part->failed;
    whole->byes += part->byes;
    whole->call_ns += part->call_ns;
    whole->skipped_rounds += part->skipped_rounds;
    to->sent += from->sent;
    to->received += from->received;
    to->lost += from->lost;
    to->reordered += from->reordered;
    to->errors += from->errors;
    to->digits_in += from->digits_in;
    histogram_merge(&to->off, &from->off);
    histogram_merge(&whole->late, &part->late);
    histogram_merge(&whole->answer, &part->answer);
}

static void times(const char *name, const struct histogram *h)
{
    printf(",\"%s_ms\":{\"count\":%llu,\"p50\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f}", name,
           (unsigned long long)h->count, histogram_ms(h, 0.5), histogram_ms(h, 0.99),
           histogram_ms(h, 0.999), (double)h->max_ns / 1e6);
}

static void number(const char *name, uint64_t value)
{
    printf(",\"%s\":%llu", name, (unsigned long long)value);
}

void period_print(const struct period *p, const char *program, const char *kind, int up,
                  int most_up)
{
    double seconds = (double)(now_ns() - p->began_ns) / 1e9;
    double cpu = (double)(cpu_ns() - p->began_cpu_ns) / 1e9;
    double call_minutes = (double)p->call_ns / 60e9;
    double pairs = (double)(p->streams.sent + p->streams.received) / 2;
    printf("{\"program\":\"%s\",\"kind\":\"%s\",\"seconds\":%.3f,\"up\":%d,\"most_up\":%d", program,
           kind, seconds, up, most_up);
    number("invites", p->invites);
    number("answered", p->answered);
    number("failed", p->failed);
    number("byes", p->byes);
    number("sent", p->streams.sent);
    number("received", p->streams.received);
    number("lost", p->streams.lost);
    number("reordered", p->streams.reordered);
    number("send_errors", p->streams.errors);
    number("digits_in", p->streams.digits_in);
    number("skipped_rounds", p->skipped_rounds);
    printf(",\"cpu_seconds\":%.3f,\"call_minutes\":%.3f", cpu, call_minutes);
    printf(",\"cpu_seconds_per_call_minute\":%.6f", call_minutes > 0 ? cpu / call_minutes : 0);
    printf(",\"cpu_us_per_packet_pair\":%.3f", pairs > 0 ? cpu * 1e6 / pairs : 0);
    times("off_20ms", &p->streams.off);
    times("late", &p->late);
    times("answer", &p->answer);
    printf("}\n");
    fflush(stdout);
}
