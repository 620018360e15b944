/*
 * ingest/sysstat_names.h - the units of sysstat's fields, which its JSON does not tell.
 */
#ifndef INGEST_SYSSTAT_NAMES_H
#define INGEST_SYSSTAT_NAMES_H

/*
 * The unit of a field of an activity ("memory", "memused-percent"), as sar(1) and iostat(1)
 * describe them; "" where it is a bare number. The activity is "" where the export does not tell
 * it. kB is 1024 bytes in sysstat.
 */
const char *sysstat_unit(const char *activity, const char *field);

#endif
