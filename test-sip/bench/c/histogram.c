#include "histogram.h"

void histogram_add(struct histogram *h, int64_t ns)
{
    int64_t bin = ns < 0 ? 0 : ns / 1000;
    h->bins[bin < HISTOGRAM_BINS ? bin : HISTOGRAM_BINS]++;
    h->count++;
    if (ns > h->max_ns)
        h->max_ns = ns;
}

void histogram_merge(struct histogram *whole, const struct histogram *part)
{
    if (part->count == 0)
        return;
    for (int bin = 0; bin <= HISTOGRAM_BINS; bin++)
        whole->bins[bin] += part->bins[bin];
    whole->count += part->count;
    if (part->max_ns > whole->max_ns)
        whole->max_ns = part->max_ns;
}

double histogram_ms(const struct histogram *h, double share)
{
    uint64_t wanted = (uint64_t)(share * (double)h->count + 0.5), seen = 0;
    if (h->count == 0)
        return 0;
    for (int bin = 0; bin < HISTOGRAM_BINS; bin++) {
        seen += h->bins[bin];
        if (seen >= wanted && seen > 0)
            return (bin + 1) / 1000.0;
    }
    return (double)h->max_ns / 1e6;
}
