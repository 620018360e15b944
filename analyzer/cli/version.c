#include "analyzer/cli/version.h"

#include <stdio.h>

#include <csv.h>
#include <gsl/gsl_version.h>
#include <sqlite3.h>
#include <yajl/yajl_version.h>
#include <zlib.h>
#include <zstd.h>

#include "reports/gnuplot.h"

static void read_sqlite(char out[VERSION_ROOM])
{
    snprintf(out, VERSION_ROOM, "%s", sqlite3_libversion());
}

static void read_gsl(char out[VERSION_ROOM])
{
    snprintf(out, VERSION_ROOM, "%s", gsl_version);
}

static void read_csv(char out[VERSION_ROOM])
{
    snprintf(out, VERSION_ROOM, "%d.%d.%d", CSV_MAJOR, CSV_MINOR, CSV_RELEASE);
}

static void read_yajl(char out[VERSION_ROOM])
{
    int number = yajl_version();

    snprintf(out, VERSION_ROOM, "%d.%d.%d", number / 10000, number / 100 % 100, number % 100);
}

static void read_zlib(char out[VERSION_ROOM])
{
    snprintf(out, VERSION_ROOM, "%s", zlibVersion());
}

static void read_zstd(char out[VERSION_ROOM])
{
    snprintf(out, VERSION_ROOM, "%s", ZSTD_versionString());
}

const struct library libraries[] = {
    { "SQLite", read_sqlite }, { "GSL",  read_gsl },  { "libcsv", read_csv },
    { "yajl",   read_yajl }, { "zlib", read_zlib },   { "zstd",   read_zstd },
    { NULL,     NULL },
};

void version_text(struct buf *out)
{
    buf_addf(out, "headroom %s\n", HEADROOM_VERSION);
    for (const struct library *library = libraries; library->name; library++) {
        char version[VERSION_ROOM];

        library->version(version);
        buf_addf(out, "  %-8s %s\n", library->name, version);
    }
    buf_add(out, "  gnuplot  ");
    if (gnuplot_version(NULL, out, NULL) < 0)
        buf_add(out, "not found");
    buf_addc(out, '\n');
}
