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
