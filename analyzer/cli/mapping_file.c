#include "analyzer/cli/mapping_file.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/cli/outfile.h"
#include "ingest/draft.h"

enum { FILE_MOST = 1 << 20 };    /* what a configuration may be long */

/* A name that a heading can hold and a shell passes on, made of the file's. */
static void mapping_name(const char *path, char *out, size_t room)
{
    file_stem(path, out, room);
    for (char *p = out; *p; p++)
        if (!isalnum((unsigned char)*p) && !strchr("._-", *p))
            *p = '-';
    if (!out[0])
        snprintf(out, room, "export");
}

static int no_such_mapping(const struct importer *importer, struct error *err)
{
    error_set(err, ERR_USAGE, "%s files say all by themselves: a mapping of one would be empty",
              importer->name);
    error_hint(err, "Mappings are for tables and JSON records; --format NAME takes a file for one.");
    return ERR_USAGE;
}

/* Never over a file that is there: it may be a configuration that someone wrote by hand. */
static int write_new(struct context *context, const char *path, const struct buf *text,
                     struct error *err)
{
    if (access(path, F_OK) == 0) {
        error_set(err, ERR_CREATE, "'%.200s' is there already", path);
        error_hint(err, "Name a new file, or remove the old one first.");
        return ERR_CREATE;
    }
    return outfile_write(context, path, text->text, text->used, err);
}

int mapping_file_write(struct context *context, const char *out, const struct importer *importer,
                         const struct input *in, const struct ingest_options *reading,
                         struct error *err)
{
    size_t length;
    const char *head = input_head(in, &length);
    char name[48];
    struct buf text;
    int rc;

    if (!importer->write_mapping)
        return no_such_mapping(importer, err);
    buf_init(&text, FILE_MOST);
    mapping_name(reading->file, name, sizeof name);
    buf_addf(&text, "; How a file is read, as it was found by looking (%s). Change what is wrong and try it:\n"
             ";     headroom --config FILE inspect --mapping %s EXPORT\n"
             "; What a line leaves open is found by looking. The settings: headroom help config\n\n"
             "[mapping %s]\n", importer->name, name, name);
    rc = importer->write_mapping(head, length, reading, &text, err);
    if (rc == 0)
        rc = buf_check(&text, "a mapping", err);
    if (rc == 0)
        rc = write_new(context, out, &text, err);
    buf_release(&text);
    return rc;
}
