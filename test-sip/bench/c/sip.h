/* The little of SIP that a benchmark needs, as text. */
#ifndef SIP_H
#define SIP_H

#include <stddef.h>

#define SIP_MAX 4096

/* Copies the value of the first such header; short_name is its compact form or 0. 0 if missing. */
int sip_header(const char *message, const char *name, char short_name, char *into, size_t size);

/* Port of the first audio stream in the body, or 0. */
int sip_audio_port(const char *message);

/* Status of a response, 0 of a request. */
int sip_status(const char *message);

/*
 * Writes a response: Via, From, To, Call-ID and CSeq of the request, the To tag if it has none,
 * contact ("127.0.0.1:5070") and sdp unless they are "". Returns its length.
 */
int sip_response(char *into, const char *request, int status, const char *phrase, const char *tag,
                 const char *contact, const char *sdp);

/* Our session description: PCMU and telephone events at host:port. */
void sip_audio(char *into, size_t size, const char *host, int port);

#endif
