/* What callee and twin print: one JSON object a line, the same names in both. */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

#include "histogram.h"
#include "stream.h"

/* Everything since a moment. */
struct period {
    int64_t began_ns, began_cpu_ns;
    uint64_t invites, answered, failed, byes;
    int64_t call_ns; /* time of all calls that were up, together */
    uint64_t skipped_rounds;
    struct stream_counts streams;
    struct histogram late;     /* ticks of 1 ms */
    struct histogram answer;   /* INVITE to 200, twin only */
};

void period_begin(struct period *p);

/* Adds the counts of a period to a longer one. */
void period_add(struct period *whole, const struct period *part);

/* kind: "period" or "end". up: calls that are up now. */
void period_print(const struct period *p, const char *program, const char *kind, int up,
                  int most_up);

#endif
