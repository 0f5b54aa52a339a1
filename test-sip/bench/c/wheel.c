#include "wheel.h"

#include "clock.h"

#define ROUND_NS (WHEEL_SLOTS * NS_PER_MS)

void wheel_start(struct wheel *w) { w->due_ns = now_ns(); }

int wheel_add(struct wheel *w, int item)
{
    int slot = 0;
    for (int i = 1; i < WHEEL_SLOTS; i++)
        if (w->count[i] < w->count[slot])
            slot = i;
    w->items[slot][w->count[slot]++] = item;
    return slot;
}

void wheel_remove(struct wheel *w, int item, int slot)
{
    for (int i = 0; i < w->count[slot]; i++)
        if (w->items[slot][i] == item) {
            w->items[slot][i] = w->items[slot][--w->count[slot]];
            return;
        }
}

int64_t wheel_wait(struct wheel *w)
{
    w->tick++;
    w->due_ns += NS_PER_MS;
    if (now_ns() < w->due_ns)
        sleep_until_ns(w->due_ns);
    int64_t late = now_ns() - w->due_ns;
    int64_t rounds = late / ROUND_NS;
    w->skipped += rounds;
    w->tick += rounds * WHEEL_SLOTS;
    w->due_ns += rounds * ROUND_NS;
    return late;
}
