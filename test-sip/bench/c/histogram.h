/* A histogram of times in bins of 1 us, up to 100 ms; what is longer counts in max. */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_BINS 100000

struct histogram {
    uint64_t count;
    int64_t max_ns;
    uint32_t bins[HISTOGRAM_BINS + 1];
};

void histogram_add(struct histogram *h, int64_t ns);
void histogram_merge(struct histogram *whole, const struct histogram *part);

/* Upper bound of the share (0.5, 0.99, ...) of the times, in milliseconds; 0 if there are none. */
double histogram_ms(const struct histogram *h, double share);

#endif
