#include "ingest/csv_names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct { enum csv_word word; const char *name; } words[] = {
    { CSV_WORD_TIME, "timestamp" },       { CSV_WORD_TIME, "time" },
    { CSV_WORD_TIME, "datetime" },        { CSV_WORD_TIME, "date" },
    { CSV_WORD_TIME, "ts" },              { CSV_WORD_TIME, "t" },
    { CSV_WORD_TIME, "@timestamp" },      { CSV_WORD_TIME, "epoch" },
    { CSV_WORD_TIME, "timegenerated" },   { CSV_WORD_TIME, "at" },
    { CSV_WORD_TIME, "clock" },           { CSV_WORD_TIME, "zeitpunkt" },
    { CSV_WORD_TIME, "zeitstempel" },     { CSV_WORD_TIME, "zeit" },
    { CSV_WORD_TIME, "datum" },           { CSV_WORD_TIME, "heure" },
    { CSV_WORD_TIME, "horodatage" },      { CSV_WORD_TIME, "fecha" },
    { CSV_WORD_TIME, "data" },            { CSV_WORD_TIME, "tijd" },
    { CSV_WORD_TIME, "tijdstip" },        { CSV_WORD_TIME, "czas" },
    { CSV_WORD_TIME, "hora" },            { CSV_WORD_TIME, "ora" },
    { CSV_WORD_TIME, "uhrzeit" },         { CSV_WORD_TIME, "tidpunkt" },
    { CSV_WORD_TIME, "when" },
    { CSV_WORD_VALUE, "value" },          { CSV_WORD_VALUE, "val" },
    { CSV_WORD_VALUE, "average" },        { CSV_WORD_VALUE, "avg" },
    { CSV_WORD_RESOURCE, "resource" },    { CSV_WORD_RESOURCE, "host" },
    { CSV_WORD_RESOURCE, "hostname" },    { CSV_WORD_RESOURCE, "instance" },
    { CSV_WORD_RESOURCE, "node" },        { CSV_WORD_RESOURCE, "server" },
    { CSV_WORD_RESOURCE, "entity" },      { CSV_WORD_RESOURCE, "computer" },
    { CSV_WORD_RESOURCE, "host.name" },
    { CSV_WORD_METRIC, "metric" },        { CSV_WORD_METRIC, "metricname" },
    { CSV_WORD_METRIC, "name" },          { CSV_WORD_METRIC, "counter" },
    { CSV_WORD_METRIC, "countername" },   { CSV_WORD_METRIC, "field" },
    { CSV_WORD_METRIC, "metricid" },
    { CSV_WORD_SOURCE, "source" },        { CSV_WORD_SOURCE, "env" },
    { CSV_WORD_SOURCE, "environment" },   { CSV_WORD_SOURCE, "project" },
    { CSV_WORD_UNIT, "unit" },            { CSV_WORD_UNIT, "units" },
    { CSV_WORD_CAPACITY, "capacity" },    { CSV_WORD_CAPACITY, "limit" },
    { CSV_WORD_CAPACITY, "maxcapacity" },
    { CSV_WORD_STAT, "stat" },            { CSV_WORD_STAT, "statistic" },
    { CSV_WORD_STAT, "aggregation" },
};

/* Letters and digits in lower case, up to a bracket; 0 when they do not fit. */
static int fold(const char *text, size_t length, char *out, size_t room)
{
    size_t used = 0;

    for (size_t i = 0; i < length && !(i && strchr("([", text[i])); i++) {
        if (strchr(" _-\t", text[i]))
            continue;
        if (used + 1 == room)
            return 0;
        out[used++] = (char)tolower((unsigned char)text[i]);
    }
    out[used] = '\0';
    return 1;
}

static enum csv_word find_word(const char *text, size_t length, int *rank)
{
    char name[32];
    int seen[CSV_WORD_STAT + 1] = { 0 };

    if (!fold(text, length, name, sizeof name))
        return CSV_WORD_NONE;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].name, name) == 0) {
            *rank = seen[words[i].word];
            return words[i].word;
        }
        seen[words[i].word]++;
    }
    return CSV_WORD_NONE;
}

enum csv_word csv_word(const char *header, int *rank)
{
    return find_word(header, strlen(header), rank);
}

int csv_name_is_time(const struct cell *cell)
{
    int rank;

    return find_word(cell->text, cell->length, &rank) == CSV_WORD_TIME ||
           (cell->length > 8 && memcmp(cell->text, "(PDH-CSV", 8) == 0);
}

int csv_name_is_other_time(const struct cell *cell)
{
    static const char *const names[] = {
        "statsreset", "backendstart", "xactstart", "querystart", "statechange", "boottime",
    };
    char name[32];

    if (!fold(cell->text, cell->length, name, sizeof name))
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return 1;
    return cell->length > 5 && strncasecmp(cell->text, "last_", 5) == 0;
}

/* One of these words, and no other that begins like it. Case is folded for ASCII only. */
int csv_is_summary(const struct cell *cell)
{
    static const char *const starts[] = {
        "total", "totals", "average", "averages", "avg", "mean", "sum", "sums", "minimum", "maximum",
        "min", "max", "median", "count", "grand total", "subtotal", "sub-total", "percentile",
        "percentiles", "overall",
        "summe", "gesamt", "gesamtsumme", "zwischensumme", "durchschnitt", "mittel", "mittelwert",
        "moyenne", "moyennes", "somme", "sous-total", "promedio", "suma", "media", "totale", "somma",
        "média", "soma", "totaal", "gemiddelde", "subtotaal", "summa", "medel", "medelvärde",
        "totalt", "gjennomsnitt", "gennemsnit", "yhteensä", "keskiarvo", "razem",
        "średnia", "Średnia", "celkem", "průměr", "összesen", "Összesen",
        "átlag", "Átlag", "toplam", "ortalama",
        "итог", "Итог", "всего",
        "Всего", "средн", "Средн",
        "合計", "平均", "合计", "总计", "합계", "평균",
    };

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        size_t length = strlen(starts[i]);

        if (cell->length >= length && strncasecmp(cell->text, starts[i], length) == 0 &&
            (cell->length == length || !isalnum((unsigned char)cell->text[length])))
            return 1;
    }
    return 0;
}
