/* Non-blocking UDP sockets of IPv4. */
#ifndef UDP_H
#define UDP_H

#include <netinet/in.h>
#include <stdint.h>
#include <sys/types.h>

/* "127.0.0.1:5070"; ends the program if it is no address. */
struct sockaddr_in udp_address(const char *text);

/* -1 if the address is taken. stamps: the kernel notes when a packet came. */
int udp_open(struct sockaddr_in address, int stamps);

/* Bytes read, or -1 if there is nothing. stamp_ns: wall time of arrival, 0 without stamps. */
ssize_t udp_read(int fd, void *into, size_t size, struct sockaddr_in *from, int64_t *stamp_ns);

#endif
