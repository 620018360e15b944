/*
 * analyzer/config/template.h - the INI file that a newcomer starts with.
 *
 * Everything in it is a comment that becomes a setting when its # is taken away, so that as it
 * stands it changes nothing. Made from the same tables that read the file.
 */
#ifndef ANALYZER_CONFIG_TEMPLATE_H
#define ANALYZER_CONFIG_TEMPLATE_H

#include "analyzer/config/settings.h"
#include "data/base/buf.h"

/* The head of the file, and every section that is there once, with its defaults. */
void template_general(struct buf *out);

/* The sections that take a name: what each is for and what it may hold. */
void template_named(struct buf *out);

/* A threshold as it is in *policy, in the form in which it is read: "95%", "14d". */
void template_threshold(struct buf *out, const struct option *setting, const struct policy *policy);

#endif
