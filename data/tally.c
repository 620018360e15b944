#include "data/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int tally_init(struct tally *tally, struct error *err)
{
    *tally = (struct tally){ .reject = calloc(INTAKE_REJECTS, sizeof *tally->reject),
                             .note = calloc(INTAKE_NOTES, sizeof *tally->note) };
    if (tally->reject && tally->note)
        return 0;
    tally_release(tally);
    return error_set(err, ERR_NOMEM, "no memory for what is said of a file");
}

/* realloc() to no bytes is not the same everywhere; and where it fails, nothing is lost. */
static void *shrunk(void *memory, size_t bytes)
{
    void *smaller = bytes ? realloc(memory, bytes) : NULL;

    if (!bytes)
        free(memory);
    return bytes && !smaller ? memory : smaller;
}

void tally_shrink(struct tally *tally)
{
    size_t kept = tally->rejected < INTAKE_REJECTS ? (size_t)tally->rejected : INTAKE_REJECTS;

    tally->reject = shrunk(tally->reject, kept * sizeof *tally->reject);
    tally->note = shrunk(tally->note, tally->notes * sizeof *tally->note);
}

void tally_release(struct tally *tally)
{
    free(tally->reject);
    free(tally->note);
    *tally = (struct tally){ 0 };
}

/* --- reasons --------------------------------------------------------------------- */

struct reason { char text[REASON_ROOM]; size_t used; int gap; };

static void add_gap(struct reason *out)
{
    static const char gap[] = "…";

    if (!out->gap && out->used + sizeof gap < sizeof out->text) {
        memcpy(out->text + out->used, gap, sizeof gap);
        out->used += sizeof gap - 1;
        out->gap = 1;
    }
}

static void add_word(struct reason *out, const char *word, size_t length)
{
    if (out->used + length + 1 >= sizeof out->text)
        return;
    memcpy(out->text + out->used, word, length);
    out->used += length;
    out->text[out->used] = '\0';
    out->gap = 0;
}

static int has_digit(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (word[i] >= '0' && word[i] <= '9')
            return 1;
    return 0;
}

/* The word at the text: in quotes, or up to a blank or a mark that is not part of a time. */
static size_t word_length(const char *text)
{
    const char *close = *text == '\'' ? strchr(text + 1, '\'') : NULL;
    size_t length = close ? (size_t)(close + 1 - text) : strcspn(text, " ,;'");

    if (!close && length > 1 && text[length - 1] == ':')
        length--;
    return length ? length : 1;
}

static int varies(const char *text)
{
    return *text == '\'' || has_digit(text, word_length(text));
}

/* Texts in quotes and words with digits become one gap, also when several follow one another. */
static void reason_of(const char *text, struct reason *out)
{
    *out = (struct reason){ .used = 0 };
    for (; *text; text += word_length(text))
        if (varies(text))
            add_gap(out);
        else if (!(out->gap && *text == ' ' && varies(text + 1)))
            add_word(out, text, word_length(text));
    while (out->used && strchr(" :,", out->text[out->used - 1]))
        out->text[--out->used] = '\0';
    if (out->used > 5 && strcmp(out->text + out->used - 5, ": \xe2\x80\xa6") == 0)
        out->text[out->used - 5] = '\0';    /* a colon and a gap say nothing */
}

void reject_reasons_add(struct reject_reasons *reasons, const char *text, uint64_t count)
{
    struct reason reason;
    size_t i = 0;

    reason_of(text, &reason);
    while (i < reasons->count && strcmp(reasons->reason[i].text, reason.text) != 0)
        i++;
    if (i >= TALLY_REASONS - 1) {
        i = TALLY_REASONS - 1;
        strcpy(reason.text, "other reasons");
    }
    if (i >= reasons->count) {
        strcpy(reasons->reason[i].text, reason.text);
        reasons->reason[i].count = 0;
        reasons->count = i + 1;
    }
    reasons->reason[i].count += count;
}

/* --- rejects and notes ------------------------------------------------------------- */

void tally_reject(struct tally *tally, long line, const char *column, const char *text)
{
    if (tally->rejected < INTAKE_REJECTS) {
        struct error *why = &tally->reject[tally->rejected];

        error_set(why, ERR_DATA, "%s", text);
        why->line = line;
        snprintf(why->where, sizeof why->where, "%s", column);
    }
    tally->rejected++;
    reject_reasons_add(&tally->reasons, text, 1);
}

void tally_note(struct tally *tally, const char *text)
{
    for (size_t i = 0; i < tally->notes; i++)
        if (strcmp(tally->note[i], text) == 0)
            return;
    if (tally->notes < INTAKE_NOTES)
        snprintf(tally->note[tally->notes++], sizeof tally->note[0], "%s", text);
}
