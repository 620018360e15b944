#include "analyzer/manual/manual.h"

#include <stdio.h>
#include <string.h>

#include "data/base/text.h"

enum { NAME_ROOM = 64, NAMES_MOST = 64 };

/* Pages that are about no command. */
static const struct page {
    const char *name;
    void      (*write)(struct buf *out);
} pages[] = {
    { "headroom.1", manual_program },
    { "headroom.ini.5", manual_config },
    { "headroom-json.7", manual_json },
};
enum { PAGES = sizeof pages / sizeof pages[0] };

static const char *command_page(char out[NAME_ROOM], const struct command *command)
{
    snprintf(out, NAME_ROOM, "headroom-%s.1", command->name);
    return out;
}

void manual_list(struct buf *out)
{
    char name[NAME_ROOM];

    for (size_t i = 0; i < PAGES; i++)
        buf_addf(out, "%s\n", pages[i].name);
    for (size_t i = 0; commands[i]; i++)
        buf_addf(out, "%s\n", command_page(name, commands[i]));
}

static int no_page(const char *name, struct error *err)
{
    char room[NAMES_MOST][NAME_ROOM];
    const char *names[NAMES_MOST], *nearest;
    size_t count = 0;

    for (size_t i = 0; i < PAGES; i++)
        names[count++] = pages[i].name;
    for (size_t i = 0; commands[i] && count < NAMES_MOST; i++, count++)
        names[count] = command_page(room[count], commands[i]);
    error_set(err, ERR_NOTFOUND, "there is no manual page '%.60s'", name);
    nearest = text_nearest(name, names, count);
    if (nearest)
        error_hint(err, "Did you mean '%s'?", nearest);
    else
        error_hint(err, "'headroom help --manual' lists them.");
    return ERR_NOTFOUND;
}

int manual_page(const char *name, struct buf *out, struct error *err)
{
    char of_command[NAME_ROOM];

    for (size_t i = 0; i < PAGES; i++)
        if (strcmp(pages[i].name, name) == 0) {
            pages[i].write(out);
            return 0;
        }
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(command_page(of_command, commands[i]), name) == 0) {
            manual_command(out, commands[i]);
            return 0;
        }
    return no_page(name, err);
}
