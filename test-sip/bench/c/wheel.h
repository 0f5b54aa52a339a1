/*
 * Twenty slots of 1 ms: who is in a slot has its turn every 20 ms. Items are small numbers; an item
 * goes into the emptiest slot.
 */
#ifndef WHEEL_H
#define WHEEL_H

#include <stdint.h>

#define WHEEL_SLOTS 20
#define WHEEL_ITEMS 8192

struct wheel {
    int64_t tick;    /* of 1 ms, the next to be done */
    int64_t due_ns;  /* when */
    int64_t skipped; /* whole rounds of 20 ms left out because the machine was too late */
    int count[WHEEL_SLOTS];
    int items[WHEEL_SLOTS][WHEEL_ITEMS];
};

void wheel_start(struct wheel *w);

/* Returns the slot. */
int wheel_add(struct wheel *w, int item);
void wheel_remove(struct wheel *w, int item, int slot);

/*
 * Waits until the next tick is due, and returns how late it is. A round that is over is left out:
 * sending its packets in a burst would not bring the time back.
 */
int64_t wheel_wait(struct wheel *w);

#endif
