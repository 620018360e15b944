#include "data/base/error.h"

#include <stdarg.h>
#include <stdio.h>

int error_set(struct error *err, int code, const char *format, ...)
{
    if (err) {
        va_list args;

        *err = (struct error)ERROR_NONE;
        err->code = code;
        va_start(args, format);
        vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
    }
    return code;
}

void error_at(struct error *err, const char *where, long line, long column)
{
    if (!err || err->where[0])
        return;
    snprintf(err->where, sizeof err->where, "%s", where);
    if (err->line)
        return;
    err->line = line;
    err->column = column;
}

void error_hint(struct error *err, const char *format, ...)
{
    va_list args;

    if (!err)
        return;
    va_start(args, format);
    vsnprintf(err->hint, sizeof err->hint, format, args);
    va_end(args);
}

const char *error_meaning(int code)
{
    switch (code) {
    case 0:
        return "success";
#define X(name, value, status, text) case name: return text;
        ERROR_MAP(X)
#undef X
    }
    return "unknown error";
}

const char *error_remedy(int code)
{
    switch (code) {
    case ERR_NOMEM:
        return "Give it more memory, or let it use less: fewer --jobs, a smaller [general] memory.";
    case ERR_SYSTEM:
    case ERR_IO:
        return "Look at the disk (df) and at the limits of the process (ulimit -a), then run it again.";
    case ERR_CREATE:
        return "Name another place, or make room there.";
    case ERR_STORE:
        return "'headroom verify' says what is damaged; a copy that 'headroom backup' made replaces it.";
    case ERR_DENIED:
        return "Look at the owner and the permissions of the file and of its folder.";
    default:
        return "";
    }
}

int error_status(int code)
{
    switch (code) {
    case 0:
        return 0;
#define X(name, value, status, text) case name: return status;
        ERROR_MAP(X)
#undef X
    }
    return 70;
}
