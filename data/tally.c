#include "data/tally.h"

#include <stdio.h>
#include <string.h>

void tally_reject(struct tally *tally, long line, const char *column, const char *text)
{
    if (tally->rejected < INTAKE_REJECTS) {
        struct error *why = &tally->reject[tally->rejected];

        error_set(why, ERR_DATA, "%s", text);
        why->line = line;
        snprintf(why->where, sizeof why->where, "%s", column);
    }
    tally->rejected++;
}

void tally_note(struct tally *tally, const char *text)
{
    for (size_t i = 0; i < tally->notes; i++)
        if (strcmp(tally->note[i], text) == 0)
            return;
    if (tally->notes < INTAKE_NOTES)
        snprintf(tally->note[tally->notes++], sizeof tally->note[0], "%s", text);
}
