/*
 * analyzer/config/config_parts.h - the inside of struct config, for the two files that share it.
 */
#ifndef ANALYZER_CONFIG_CONFIG_PARTS_H
#define ANALYZER_CONFIG_CONFIG_PARTS_H

#include "analyzer/config/config.h"
#include "data/base/arena.h"

enum { MISTAKES_MOST = 64 };

struct config {
    struct arena     arena;            /* every text and row below */
    const char      *path;
    struct section  *first, *last;
    struct pair_rule *pairs;
    size_t           pair_count;
    struct error     mistake[MISTAKES_MOST];
    size_t           mistakes;
};

#endif
