#include "ingest/timeformat.h"

#include <string.h>

#include "data/base/clock.h"

static const char known[] = "YymdebBjHIMSfpzZaAFT%";

static int has_sign(const char *format, char sign)
{
    for (const char *p = format; *p; p++)
        if (*p == '%' && *++p == sign)
            return 1;
    return 0;
}

int time_format_check(const char *format, struct error *err)
{
    for (const char *p = format; *p; p++)
        if (*p == '%' && (!*++p || !strchr(known, *p))) {
            error_set(err, ERR_USAGE, "the time format '%.60s' has no meaning at '%%%.1s'", format, p);
            error_hint(err, "It knows %%Y %%y %%m %%d %%b %%j %%H %%I %%M %%S %%f %%p %%z %%F %%T.");
            return ERR_USAGE;
        }
    if (has_sign(format, 'Y') || has_sign(format, 'y') || has_sign(format, 'F'))
        return 0;
    error_set(err, ERR_USAGE, "the time format '%.60s' has no year", format);
    error_hint(err, "Times need a year: %%Y, or %%y for one of two digits.");
    return ERR_USAGE;
}

/* What signs say together with others, wherever these stand; -1: not said. */
struct said { int day_of_year, afternoon; };

/* One sign of the pattern that stands for digits: 1, or 0 when they are not there. */
static int take_digits(struct scan *s, char sign, struct time_parts *out, struct said *said)
{
    int value, digits;

    if (sign == 'e')
        scan_blanks(s);    /* " 3" */
    digits = scan_number(s, sign == 'Y' ? 4 : sign == 'j' ? 3 : 2, &value);
    if (!digits)
        return 0;
    switch (sign) {
    case 'Y': out->year = value; break;
    case 'y': out->year = value + (value < 69 ? 2000 : 1900); break;    /* POSIX strptime() */
    case 'm': out->month = value; break;
    case 'd': case 'e': out->day = value; break;
    case 'j': said->day_of_year = value; break;
    case 'H': case 'I': out->hour = value; break;
    case 'M': out->minute = value; break;
    case 'S': out->second = value; break;
    default: return 0;
    }
    return sign != 'I' || (value >= 1 && value <= 12);
}

static int take_fraction(struct scan *s, struct time_parts *out)
{
    const char *from = s->at;

    for (int unit = 100; s->at < s->end && *s->at >= '0' && *s->at <= '9'; s->at++, unit /= 10)
        out->ms += (*s->at - '0') * unit;
    return s->at > from;
}

static int take_half(struct scan *s, struct said *said)
{
    if (s->end - s->at < 2 || !strchr("aApP", s->at[0]) || !strchr("mM", s->at[1]))
        return 0;
    said->afternoon = *s->at == 'p' || *s->at == 'P';
    s->at += 2;
    return 1;
}

static int take_offset(struct scan *s, struct time_parts *out)
{
    if (s->at < s->end && (*s->at == 'Z' || *s->at == 'z')) {
        s->at++;
        out->has_offset = 1;
        return 1;
    }
    return s->at < s->end && (*s->at == '+' || *s->at == '-') && scan_offset(s, out);
}

static int take_word(struct scan *s)
{
    const char *from = s->at;

    while (s->at < s->end && ((*s->at | 0x20) >= 'a' && (*s->at | 0x20) <= 'z'))
        s->at++;
    return s->at > from;
}

static int take_sign(struct scan *s, char sign, struct time_parts *out, struct said *said)
{
    switch (sign) {
    case 'b': case 'B': return (out->month = scan_month(s)) > 0;
    case 'f': return take_fraction(s, out);
    case 'p': return take_half(s, said);
    case 'z': return take_offset(s, out);
    case 'a': case 'A': case 'Z': return take_word(s);
    case '%': return scan_take(s, '%');
    default: return take_digits(s, sign, out, said);
    }
}

static int follow(struct scan *s, const char *format, struct time_parts *out, struct said *said)
{
    for (; *format; format++) {
        if (*format == ' ') {
            scan_blanks(s);
        } else if (*format != '%') {
            if (!scan_take(s, *format))
                return 0;
        } else if (*++format == 'F' || *format == 'T') {
            if (!follow(s, *format == 'F' ? "%Y-%m-%d" : "%H:%M:%S", out, said))
                return 0;
        } else if (!take_sign(s, *format, out, said)) {
            return 0;
        }
    }
    return 1;
}

/* Month and day of a day of the year; 0 where the year has none of that number. */
static int take_day_of_year(int day_of_year, struct time_parts *out)
{
    struct civil c;

    zone_civil(NULL, (civil_days(out->year, 1, 1) + day_of_year - 1) * DAY_MS, &c);
    out->month = c.month;
    out->day = c.day;
    return c.year == out->year;
}

int time_format_scan(const char *format, const char *text, size_t length, struct time_parts *out)
{
    struct scan s = { text, text + length };
    struct said said = { -1, -1 };

    *out = (struct time_parts){ .month = 1, .day = 1, .has_date = 1, .has_year = 1, .has_clock = 1 };
    scan_blanks(&s);
    if (!follow(&s, format, out, &said))
        return 0;
    scan_blanks(&s);
    if (said.afternoon >= 0)
        out->hour = out->hour % 12 + 12 * said.afternoon;
    if (said.day_of_year >= 0 && !take_day_of_year(said.day_of_year, out))
        return 0;
    return s.at == s.end;
}
