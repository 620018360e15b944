/* analyzer/cli/cmd_config.c - `headroom config check` and `config show`; `init` has its own file. */
#include <string.h>

#include "analyzer/cli/command.h"
#include "analyzer/cli/output.h"
#include "analyzer/config/template.h"
#include "data/base/text.h"

/* --- check ------------------------------------------------------------------- */

struct check_settings {
    int no_store;
};

static const struct option check_options[] = {
    { .name = "no-store", .kind = OPTION_FLAG, .at = offsetof(struct check_settings, no_store),
      .help = "do not compare the globs with the series of the store" },
    { .name = NULL },
};

static size_t count_sections(const struct config *config)
{
    size_t count = 0;

    for (const struct section *section = config_sections(config); section;
         section = section->next)
        count++;
    return count;
}

static int is_glob(const struct section *section, const struct entry *entry)
{
    const char *kind = section->kind->name;

    return (strcmp(kind, "rule") == 0 && strcmp(entry->key, "series") == 0) ||
           strcmp(kind, "pair") == 0;
}

/* A glob that matches no series is mostly a typing mistake: say so, it is no error. */
static int check_globs(struct context *context, const struct config *config, struct error *err)
{
    struct store *store = NULL;
    int rc = store_open(&store, context->db, STORE_READ, context->lock_wait_ms, err);

    if (rc < 0)
        return 0;    /* no store yet: nothing to compare with */
    for (const struct section *section = config_sections(config); section && rc == 0;
         section = section->next)
        for (const struct entry *entry = section->entries; entry && rc == 0; entry = entry->next) {
            struct store_series *series;
            size_t count = 0;

            if (!is_glob(section, entry))
                continue;
            rc = store_series_list(store, &entry->text, 1, &context->arena, &series, &count, err);
            if (rc == 0 && !count)
                context_warn(context, "%s:%ld:%ld: [%s %s]: no series of '%s' matches '%s'",
                             config_path(config), entry->line, entry->column, section->kind->name,
                             section->name, context->db, entry->text);
        }
    store_close(store);
    return rc;
}

static int report_mistakes(struct context *context, const struct config *config,
                           struct error *err)
{
    size_t count;
    const struct error *mistake = config_mistakes(config, &count);

    for (size_t i = 0; i + 1 < count; i++)
        context_error(context, &mistake[i]);
    *err = mistake[count - 1];    /* main() prints the last */
    return ERR_CONFIG;
}

static int run_check(struct context *context, const void *settings, int argc, char **argv,
                     struct error *err)
{
    const struct check_settings *check = settings;
    const char *path = argc ? argv[0] : context_config_path(context);
    struct config *config = NULL;
    struct buf text;
    size_t mistakes;
    int rc;

    buf_init(&text, 8192);
    rc = config_read(&config, path, err);
    if (rc < 0)
        goto done;
    config_mistakes(config, &mistakes);
    if (mistakes) {
        rc = report_mistakes(context, config, err);
        goto done;
    }
    if (!check->no_store)
        rc = check_globs(context, config, err);
    if (rc < 0)
        goto done;
    if (path) {
        size_t sections = count_sections(config);

        text_tty(&text, path);
        buf_addf(&text, ": no mistakes in %zu section%s\n", sections, sections == 1 ? "" : "s");
    } else {
        buf_add(&text, "there is no configuration file; the defaults hold\n");
    }
    if (!context->globals.quiet)
        rc = context_print(context, &text, err);
done:
    buf_release(&text);
    config_free(config);
    return rc;
}

static const struct command cmd_config_check = {
    .name = "check",
    .summary = "name every mistake in the configuration file",
    .operands = "[FILE]",
    .details = "Without FILE, the file that headroom itself would read. Ends in 78 when there is a "
               "mistake. Rules whose globs match no series of the store are warned about.",
    .options = check_options,
    .defaults = &(const struct check_settings){ 0 },
    .size = sizeof(struct check_settings),
    .most = 1,
    .bare = 1,
    .run = run_check,
};

/* --- show -------------------------------------------------------------------- */

static const struct column show_columns[] = {
    { .key = "setting", .title = "Setting" },
    { .key = "value", .title = "Value", .flexible = 1 },
    { .key = "origin", .title = "From", .flexible = 1 },
};

static void add_row(struct table *table, const char *setting, const char *value,
                    const char *origin)
{
    table_text(table, setting);
    table_text(table, value);
    table_text(table, origin);
}

/* The value of a threshold as it is in the struct. */
static const char *policy_text(struct context *context, const struct option *setting,
                               const struct policy *policy)
{
    struct buf text;

    buf_init(&text, 64);
    template_threshold(&text, setting, policy);
    return buf_keep(&text, &context->arena);
}

static const char *entry_place(struct context *context, const struct entry *entry)
{
    return arena_format(&context->arena, "%s:%ld", config_path(context->config), entry->line);
}

static void show_globals(struct context *context, struct table *table)
{
    char wait[TIME_ROOM];
    struct buf memory;

    add_row(table, "config", config_path(context->config), context->config_origin);
    add_row(table, "database.path", context->db, context->db_origin);
    add_row(table, "general.timezone", zone_name(context->zone), context->zone_origin);
    add_row(table, "general.jobs", arena_format(&context->arena, "%u", context->jobs),
            context->jobs_origin);
    add_row(table, "general.lock_wait",
            arena_copy(&context->arena, duration_text(wait, context->lock_wait_ms)),
            context->lock_wait_origin);
    buf_init(&memory, 64);
    quantity_text(&memory, (double)context->memory, "B");
    add_row(table, "general.memory", buf_keep(&memory, &context->arena),
            context->memory_origin);
}

static void show_policy(struct context *context, struct table *table, const char *series)
{
    struct rule rule;

    if (series)
        config_rule(context->config, series, &rule);
    else
        config_policy(context->config, &rule.policy);
    for (const struct option *row = policy_settings; row->name; row++) {
        const struct entry *entry = config_deciding(context->config, row->name, series);

        add_row(table, arena_format(&context->arena, "policy.%s", row->name),
                policy_text(context, row, &rule.policy),
                entry ? entry_place(context, entry) : "default");
    }
}

/* What rules say of one series beyond thresholds. */
static void show_rules(struct context *context, struct table *table, const char *series)
{
    for (const struct option *row = rule_settings; row->name; row++) {
        const struct entry *entry = row->kind == OPTION_LIST
                                        ? NULL
                                        : config_deciding(context->config, row->name, series);

        if (entry)
            add_row(table, arena_format(&context->arena, "rule.%s", row->name), entry->text,
                    entry_place(context, entry));
    }
}

/* Every section with a name, as it stands in the file. */
static void show_sections(struct context *context, struct table *table)
{
    for (const struct section *section = config_sections(context->config); section;
         section = section->next)
        for (const struct entry *entry = section->entries; entry && section->kind->named;
             entry = entry->next)
            add_row(table,
                    arena_format(&context->arena, "%s%s%s.%s", section->kind->name,
                                 section->name[0] ? "." : "", section->name, entry->key),
                    entry->text, entry_place(context, entry));
}

static int run_show(struct context *context, const void *settings, int argc, char **argv,
                    struct error *err)
{
    const struct output_settings *show = settings;
    const char *series = argc ? argv[0] : NULL;
    struct table table;

    table_init(&table, &context->arena, show_columns,
               sizeof show_columns / sizeof show_columns[0], context->zone);
    show_globals(context, &table);
    show_policy(context, &table, series);
    if (series)
        show_rules(context, &table, series);
    else
        show_sections(context, &table);
    return output_table(context, &table, (enum output)show->format, "config", err);
}

static const struct command cmd_config_show = {
    .name = "show",
    .summary = "print the settings in force and where each comes from",
    .operands = "[SERIES]",
    .details = "With the name of a series, what holds for it: the thresholds of [policy] and of "
               "every [rule] that matches it.",
    .options = output_options,
    .defaults = &output_default,
    .size = sizeof output_default,
    .most = 1,
    .run = run_show,
};

/* --- config ------------------------------------------------------------------ */

static void setting_help(struct buf *out, const struct option *setting)
{
    struct buf left, right;

    buf_init(&left, 200);
    buf_init(&right, 1000);
    buf_addf(&left, "    %s = %s", setting->name, setting->argument);
    option_words(setting, &right);
    buf_inherit(&left, out);
    buf_inherit(&right, out);
    help_columns(out, left.text, right.text);
    buf_release(&left);
    buf_release(&right);
}

/* The sections and settings of the file, from the tables they are read by. */
static void help_settings(struct buf *out)
{
    buf_add(out, "\nSettings\n");
    for (const struct section_kind *kind = section_kinds; kind->name; kind++) {
        buf_addf(out, "\n  [%s%s]  %s\n", kind->name, kind->named == SECTION_NAMED ? " NAME" : "",
                 kind->help);
        for (const struct option *row = kind->settings; row->name; row++)
            setting_help(out, row);
        if (kind->policy && kind->policy != kind->settings)
            buf_add(out, "    and every setting of [policy]\n");
    }
}

extern const struct command cmd_config_init;
static const struct command *const subcommands[] = { &cmd_config_init, &cmd_config_check,
                                                     &cmd_config_show, NULL };

extern const struct command cmd_config;
const struct command cmd_config = {
    .name = "config",
    .group = "Care",
    .summary = "write, check or show the configuration",
    .details = "The file is INI: sections in brackets, lines key = value, comments after # at the "
               "start of a line or ; anywhere. It is found as --config says; none is fine.",
    .sub = subcommands,
    .more = help_settings,
};
