#define _GNU_SOURCE
#include "sip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Where the value of a header line begins, 0 if the line is another header. */
static const char *value_of(const char *line, const char *name, char short_name)
{
    size_t length = strlen(name);
    if (strncasecmp(line, name, length) == 0)
        line += length;
    else if (short_name && (*line | 0x20) == short_name)
        line++;
    else
        return 0;
    line += strspn(line, " \t");
    if (*line != ':')
        return 0;
    return line + 1 + strspn(line + 1, " \t");
}

static const char *next_line(const char *line)
{
    const char *end = strchr(line, '\n');
    return end ? end + 1 : 0;
}

int sip_header(const char *message, const char *name, char short_name, char *into, size_t size)
{
    for (const char *line = next_line(message); line && *line != '\r' && *line != '\n';
         line = next_line(line)) {
        const char *value = value_of(line, name, short_name);
        if (value) {
            size_t length = strcspn(value, "\r\n");
            if (length >= size)
                return 0;
            memcpy(into, value, length);
            into[length] = 0;
            return 1;
        }
    }
    return 0;
}

int sip_audio_port(const char *message)
{
    const char *line = strstr(message, "\nm=audio ");
    return line ? atoi(line + strlen("\nm=audio ")) : 0;
}

int sip_status(const char *message)
{
    return strncmp(message, "SIP/2.0 ", 8) == 0 ? atoi(message + 8) : 0;
}

int sip_response(char *into, const char *request, int status, const char *phrase, const char *tag,
                 const char *contact, const char *sdp)
{
    static const struct {
        const char *name;
        char short_name;
    } copied[] = {{"From", 'f'}, {"Call-ID", 'i'}, {"CSeq", 0}};
    char value[1024];
    int n = sprintf(into, "SIP/2.0 %d %s\r\n", status, phrase);
    for (const char *line = next_line(request); line && *line != '\r'; line = next_line(line)) {
        const char *via = value_of(line, "Via", 'v');
        if (via)
            n += snprintf(into + n, 512, "Via: %.*s\r\n", (int)strcspn(via, "\r\n"), via);
    }
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
        if (sip_header(request, copied[i].name, copied[i].short_name, value, sizeof value))
            n += sprintf(into + n, "%s: %s\r\n", copied[i].name, value);
    if (sip_header(request, "To", 't', value, sizeof value)) {
        int tagged = !*tag || strstr(value, ";tag=") != 0;
        n += sprintf(into + n, "To: %s%s%s\r\n", value, tagged ? "" : ";tag=", tagged ? "" : tag);
    }
    if (*contact)
        n += sprintf(into + n, "Contact: <sip:callee@%s>\r\n", contact);
    if (*sdp)
        n += sprintf(into + n, "Content-Type: application/sdp\r\n");
    return n + sprintf(into + n, "Content-Length: %zu\r\n\r\n%s", strlen(sdp), sdp);
}

void sip_audio(char *into, size_t size, const char *host, int port)
{
    snprintf(into, size,
             "v=0\r\no=- 1 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\n"
             "m=audio %d RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n"
             "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n",
             host, host, port);
}
