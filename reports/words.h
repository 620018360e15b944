/*
 * reports/words.h - phrases that several sections and sinks share.
 *
 * All append plain, unescaped text; the renderer escapes it for its own form.
 */
#ifndef REPORTS_WORDS_H
#define REPORTS_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/buf.h"
#include "data/base/clock.h"
#include "data/finding.h"

/* The instant that many days after another. */
int64_t words_day_at(int64_t as_of, double days);

/* "in 3 days", "tomorrow", "today", "3 weeks ago"; whole days, weeks from 21 d, months from 90 d. */
void words_distance(struct buf *out, double days);

/* "3 days", "1 day", "6 weeks", "4 months". */
void words_days(struct buf *out, double days);

/* "27 Aug 2026"; unknown: "not within the horizon". */
void words_date(struct buf *out, int64_t as_of, struct maybe days, const struct zone *zone);

/* Odds as people read them: "83 %", "under 1 %", "over 99 %"; an en dash when unknown. */
void words_odds(struct buf *out, struct maybe probability);

/* A quantity or an en dash. */
void words_quantity(struct buf *out, struct maybe value, const char *unit);

/* "412 GiB (82 %)": value and its share of the capacity where that is known and says more. */
void words_level(struct buf *out, const struct finding *finding);

/* "412 GiB (82 %); may use 475 GiB of 500 GiB" */
void words_use(struct buf *out, const struct finding *finding);

/* "+8.2 % a month", "-3 % a month", "no real growth", an en dash; and the same for a column. */
void words_growth(struct buf *out, const struct finding *finding);
void words_month(struct buf *out, const struct finding *finding);    /* "+8.2 %", "none" */

/* "95 GiB of 100 GiB": what may be used of what there is. */
void words_limit(struct buf *out, const struct finding *finding);

/* "12 Sep 2026, between 5 Sep 2026 and 1 Oct 2026"; "already full"; the verdict's words. */
void words_runs_out(struct buf *out, const struct finding *finding, const struct zone *zone);

/* "grade B: 12 weeks of data, 98 % of the hours". */
void words_grade(struct buf *out, const struct finding *finding);

enum words_style { WORDS_PEOPLE, WORDS_MACHINE };    /* "Mon-Fri", "mon-fri" */
void words_days_of_week(struct buf *out, int first, int last, enum words_style style);

/* "Mon-Fri 13:00-16:00"; an en dash when unknown. */
void words_window(struct buf *out, const struct window *window);

/* What a page calls a series: its resource, or its metric where it has none. */
const char *words_title(const struct finding *finding);

/* 1 when the data or the capacity do not allow a judgement. */
int words_not_judged(const struct finding *finding);

/* 1 when somebody has to decide something: already full, action required, or critical or warning. */
int words_needs_decision(const struct finding *finding);

/* 1 when a decision is needed by a day: what calendars have an event for. */
int words_has_deadline(const struct finding *finding);

/* The instant by which to act; INT64_MAX when there is none. What is full already is due at once. */
int64_t words_due(const struct finding *finding);

#endif
