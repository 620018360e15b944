/*
 * data/tally.h - what was read, and what of it became no sample.
 */
#ifndef DATA_TALLY_H
#define DATA_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/error.h"

enum { INTAKE_REJECTS = 20, INTAKE_NOTES = 16, TALLY_REASONS = 12, REASON_ROOM = 64, NOTE_ROOM = 320 };

/* Why values were rejected, and how many for each reason; what is past the room is "other reasons". */
struct reject_reasons {
    struct { char text[REASON_ROOM]; uint64_t count; } reason[TALLY_REASONS];
    size_t count;
};

/* What came out of reading one file. */
struct tally {
    uint64_t put;                         /* values handed on as samples */
    uint64_t missing;                     /* cells that say "no value" */
    uint64_t infinite;                    /* Inf: not samples */
    uint64_t rejected;                    /* rows or values that could not be read */
    struct error *reject;                 /* the first INTAKE_REJECTS of them, with line and column */
    struct reject_reasons reasons;        /* of all of them */
    size_t   notes;
    char   (*note)[NOTE_ROOM];            /* what the user should know: guesses, things left out */
};

/* An empty tally, with memory for rejects and notes. ERR_NOMEM. */
int tally_init(struct tally *tally, struct error *err);

/* Gives back the memory that no reject and no note took, when none will be added. */
void tally_shrink(struct tally *tally);

/* A zeroed tally is harmless. */
void tally_release(struct tally *tally);

/* Counts a reject and keeps it when it is among the first; line and column as in intake_reject(). */
void tally_reject(struct tally *tally, long line, const char *column, const char *text);

/*
 * Counts a reject under its reason: its text without what differs from one to the next, so
 * "not a number: 'n/a?'" counts as "not a number" and "4 cells, not 3" as "… cells, not …".
 */
void reject_reasons_add(struct reject_reasons *reasons, const char *text, uint64_t count);

/* Keeps a note, once. */
void tally_note(struct tally *tally, const char *text);

#endif
