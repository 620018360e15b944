/*
 * analyzer/cli/mapping_file.h - what was found out about a file, saved as a mapping to edit.
 */
#ifndef ANALYZER_CLI_MAPPING_FILE_H
#define ANALYZER_CLI_MAPPING_FILE_H

#include "analyzer/cli/context.h"
#include "ingest/importer.h"

/*
 * Writes a configuration with one [mapping], named as the file is, to a new file `out`. `in` was not
 * read yet. ERR_USAGE where the format needs none; ERR_CREATE where `out` is there already.
 */
int mapping_file_write(struct context *context, const char *out, const struct importer *importer,
                       const struct input *in, const struct ingest_options *reading,
                       struct error *err);

#endif
