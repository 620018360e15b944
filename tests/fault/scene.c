#include "tests/fault/scene.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fault/content.h"
#include "tests/fault/lot.h"

enum { DAYS = 28, MOST_READ = 16 << 20 };
static const char older[] = "what was here before\n";

#define REPORT(form, file) { .word = { "report", "--charts", "0", "--format", form, "-o", file }, .makes = file, .replaces = 1 }

const struct deed deeds[] = {
    { .word = { "ingest", "b.csv" },                            .changes = 1 },
    { .word = { "ingest", "c.json" },                           .changes = 1 },
    { .word = { "ingest", "--dry-run", "b.csv" } },
    { .word = { "inspect", "--write-mapping", "m.ini", "b.csv" },       .makes = "m.ini", .once = 1 },
    { .word = { "formats" } },
    { .word = { "series" } },
    { .word = { "analyze", "--record" },                                .changes = 1 },
    { .word = { "analyze", "--format", "json", "--jobs", "2" } },
    { .word = { "explain", "/db-1/used" } },
    { .word = { "forecast", "--horizon", "3d" } },
    REPORT("html", "r.html"),
    REPORT("text", "r.txt"),
    REPORT("markdown", "r.md"),
    REPORT("json", "r.json"),
    REPORT("csv", "r.csv"),
    REPORT("ics", "r.ics"),
    REPORT("openmetrics", "r.prom"),
    { .word = { "report", "--charts", "1", "--record" },                .changes = 1, .helped = 1 },
    { .word = { "chart", "/db-1/used", "-o", "c.svg" },                 .makes = "c.svg", .helped = 1, .replaces = 1 },
    { .word = { "whatif", "--growth", "+20%" } },
    { .word = { "size", "capacity", "*used" } },
    { .word = { "size", "pool", "*connections" } },
    { .word = { "size", "scaler", "*cpu" } },
    { .word = { "simulate", "*cpu" } },
    { .word = { "check" },                                              .plugin = 1 },
    { .word = { "backtest" } },
    { .word = { "ledger" } },
    { .word = { "event", "add", "*", "--at", "2026-02-03", "--kind", "launch" }, .changes = 1 },
    { .word = { "event", "list" } },
    { .word = { "event", "remove", "1" },                               .changes = 1 },
    { .word = { "capacity", "set", "*cpu", "90%" },                     .changes = 1 },
    { .word = { "capacity", "list" } },
    { .word = { "query", "SELECT count(*), sum(value) FROM samples" } },
    { .word = { "export", "-o", "e.csv" },                              .makes = "e.csv", .replaces = 1 },
    { .word = { "export", "--format", "json" } },
    { .word = { "prune", "--older-than", "7d" },                        .changes = 1 },
    { .word = { "verify" } },
    { .word = { "backup", "copy.db" },                                  .makes = "copy.db" },
    { .word = { "doctor" },                                     .looks = 1 },
    { .word = { "completion", "bash" } },
    { .word = { "config", "check" } },
    { .word = { "config", "show" } },
    { .word = { "help" } },
};
const size_t deed_count = sizeof deeds / sizeof deeds[0];

/* --- files ------------------------------------------------------------------------- */

static void path_of(const char *folder, const char *name, char out[SCENE_ROOM])
{
    snprintf(out, SCENE_ROOM, "%.60s/%.60s", folder, name);
}

static void read_file(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "r");
    char block[8192];
    size_t got;

    buf_clear(out);
    if (!file)
        return;
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        buf_addn(out, block, got);
    fclose(file);
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "w");

    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        stop(path, strerror(errno));
}

static void put_file(const struct scene *scene, const char *name, const struct buf *text)
{
    char path[SCENE_ROOM];

    path_of(scene->work, name, path);
    write_bytes(path, text->text, text->used);
}

/* Days first to last - 1 of February 2026, every hour: a disk that fills, a CPU by day, connections. */
static void write_csv(const struct scene *scene, const char *name, int first, int last)
{
    struct buf text;

    buf_init(&text, MOST_READ);
    buf_add(&text, "time,host,metric,value,unit,capacity\n");
    for (int hour = first * 24; hour < last * 24; hour++) {
        double day = hour / 24.0, busy = 1 + sin(2 * M_PI * day), noise = hour * 7919 % 101 / 101.0;
        char when[32];

        snprintf(when, sizeof when, "2026-02-%02dT%02d:00:00Z", hour / 24 + 1, hour % 24);
        buf_addf(&text, "%s,db-1,used,%.2f,%%,100\n", when, 50 + day + noise);
        buf_addf(&text, "%s,web-1,cpu,%.2f,%%,100\n", when, 20 + 25 * busy + 5 * noise);
        buf_addf(&text, "%s,db-1,connections,%.0f,,200\n", when, 40 + 40 * busy + 9 * noise);
    }
    put_file(scene, name, &text);
    buf_release(&text);
}

static void write_inputs(const struct scene *scene)
{
    static const char config[] =
        "[general]\njobs = 1\ntimezone = Europe/Berlin\n[policy]\nlead_time = 5d\n";
    static const char json[] =
        "[{\"time\":\"2026-02-28T00:00:00Z\",\"host\":\"db-2\",\"metric\":\"used\",\"value\":61.5},"
        "{\"time\":\"2026-02-28T01:00:00Z\",\"host\":\"db-2\",\"metric\":\"used\",\"value\":61.75}]\n";
    struct buf text;

    write_csv(scene, "a.csv", 0, DAYS - 1);
    write_csv(scene, "b.csv", DAYS - 2, DAYS);
    buf_init(&text, MOST_READ);
    buf_add(&text, config);
    put_file(scene, "headroom.ini", &text);
    buf_clear(&text);
    buf_add(&text, json);
    put_file(scene, "c.json", &text);
    buf_release(&text);
}

static int is_kept(const char *name)
{
    static const char *const kept[] = { ".", "..", "a.csv", "b.csv", "c.json", "headroom.ini", NULL };

    for (int i = 0; kept[i]; i++)
        if (strcmp(name, kept[i]) == 0)
            return 1;
    return 0;
}

static void empty_folder(const char *folder)
{
    DIR *open = opendir(folder);
    char path[SCENE_ROOM];

    for (struct dirent *entry; open && (entry = readdir(open)) != NULL;)
        if (!is_kept(entry->d_name)) {
            path_of(folder, entry->d_name, path);
            unlink(path);
        }
    closedir(open);
}

/* The first file that neither the scene nor the deed accounts for; "" for none. */
static void stray_file(const struct scene *scene, const char *makes, char out[SCENE_ROOM])
{
    static const char *const usual[] = { "t.db", "t.db-journal", "t.db.lock", NULL };
    DIR *open = opendir(scene->work);

    out[0] = '\0';
    for (struct dirent *entry; open && (entry = readdir(open)) != NULL;) {
        int known = is_kept(entry->d_name) || (makes && strcmp(entry->d_name, makes) == 0);

        for (int i = 0; usual[i]; i++)
            known |= strcmp(entry->d_name, usual[i]) == 0;
        if (!known)
            snprintf(out, SCENE_ROOM, "%.100s", entry->d_name);
    }
    closedir(open);
}

/* --- running ------------------------------------------------------------------------ */

void deed_name(const struct deed *deed, struct buf *out)
{
    buf_add(out, "headroom");
    for (int i = 0; deed->word[i]; i++)
        buf_addf(out, " %s", deed->word[i]);
}

static void run_words(struct scene *scene, const struct deed *deed, const struct watch *watch,
                      struct result *result)
{
    static const char *const global[] = { "--db", "t.db", "--now", "2026-03-01", "--lock-wait", "0s" };
    enum { GLOBAL = sizeof global / sizeof global[0] };
    const char *words[GLOBAL + DEED_WORDS + 2] = { scene->program };
    char out[SCENE_ROOM], err[SCENE_ROOM], made[SCENE_ROOM];

    memcpy(&words[1], global, sizeof global);
    memcpy(&words[1 + GLOBAL], deed->word, sizeof deed->word);
    path_of(scene->folder, "out", out);
    path_of(scene->folder, "err", err);
    result->ending = watch_run(words, scene->work, out, err, watch);
    read_file(out, &result->out);
    read_file(err, &result->err);
    if (deed->makes) {
        path_of(scene->work, deed->makes, made);
        read_file(made, &result->made);
    }
}

static void result_init(struct result *result)
{
    buf_init(&result->out, MOST_READ);
    buf_init(&result->err, MOST_READ);
    buf_init(&result->made, MOST_READ);
}

void result_release(struct result *result)
{
    buf_release(&result->out);
    buf_release(&result->err);
    buf_release(&result->made);
}

void scene_run(struct scene *scene, const struct deed *deed, const struct watch *watch,
               struct result *result)
{
    char made[SCENE_ROOM];

    empty_folder(scene->work);
    if (scene->stored.used)
        write_bytes(scene->store, scene->stored.text, scene->stored.used);
    if (deed->replaces) {
        path_of(scene->work, deed->makes, made);
        write_bytes(made, older, strlen(older));
    }
    scene_run_on(scene, deed, watch, result);
}

void scene_run_on(struct scene *scene, const struct deed *deed, const struct watch *watch,
                  struct result *result)
{
    result_init(result);
    run_words(scene, deed, watch, result);
}

static uint64_t content_now(const struct scene *scene)
{
    struct error err = ERROR_NONE;
    uint64_t content = 0;

    if (content_of(scene->store, &content, &err) < 0)
        stop(scene->store, err.text);
    return content;
}

/* Runs a deed on what is there; it must succeed. */
static void prepare(struct scene *scene, struct deed deed)
{
    struct result result;

    result_init(&result);
    run_words(scene, &deed, NULL, &result);
    if (result.ending.status != 0)
        stop(deed.word[0], result.err.text);
    result_release(&result);
}

static void run_undisturbed(struct scene *scene)
{
    scene->undisturbed = calloc(deed_count, sizeof *scene->undisturbed);
    if (!scene->undisturbed)
        stop("the scene", "no memory");
    for (size_t i = 0; i < deed_count; i++) {
        struct result *result = &scene->undisturbed[i];

        scene_run(scene, &deeds[i], NULL, result);
        if (result->ending.status < 0 || (result->ending.status > 0 && !deeds[i].plugin))
            stop(deeds[i].word[0], result->err.text);
        result->content = content_now(scene);
        if ((result->content != scene->content) != deeds[i].changes)
            stop(deeds[i].word[0], "does not change the store as the table of deeds says");
        if (deeds[i].makes && (!result->made.used || strcmp(result->made.text, older) == 0))
            stop(deeds[i].word[0], "does not make the file that the table of deeds says");
    }
}

void scene_make(struct scene *scene, const char *program)
{
    const char *base = getenv("TMPDIR");

    *scene = (struct scene){ 0 };
    if (!realpath(program, scene->program))
        stop(program, strerror(errno));
    snprintf(scene->folder, SCENE_ROOM, "%.60s/headroom-fault-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(scene->folder))
        stop(scene->folder, strerror(errno));
    path_of(scene->folder, "work", scene->work);
    if (mkdir(scene->work, 0700) != 0)
        stop(scene->work, strerror(errno));
    path_of(scene->work, "t.db", scene->store);
    write_inputs(scene);
    prepare(scene, (struct deed){ .word = { "ingest", "a.csv" } });
    prepare(scene, (struct deed){ .word = { "analyze", "--record" } });
    prepare(scene, (struct deed){ .word = { "event", "add", "*cpu", "--at", "2026-02-02", "--kind", "cleanup" } });
    buf_init(&scene->stored, MOST_READ);
    read_file(scene->store, &scene->stored);
    scene->content = content_now(scene);
    run_undisturbed(scene);
}

void scene_remove(struct scene *scene)
{
    static const char *const rest[] = { "a.csv", "b.csv", "c.json", "headroom.ini", NULL };
    char path[SCENE_ROOM];

    empty_folder(scene->work);
    for (int i = 0; rest[i]; i++) {
        path_of(scene->work, rest[i], path);
        unlink(path);
    }
    rmdir(scene->work);
    path_of(scene->folder, "out", path);
    unlink(path);
    path_of(scene->folder, "err", path);
    unlink(path);
    rmdir(scene->folder);
    for (size_t i = 0; i < deed_count; i++)
        result_release(&scene->undisturbed[i]);
    free(scene->undisturbed);
    buf_release(&scene->stored);
}

/* --- judging ------------------------------------------------------------------------- */

static int same(const struct buf *a, const struct buf *b)
{
    return a->used == b->used && memcmp(a->text, b->text, a->used) == 0;
}

/* A copy of the store differs in a counter of SQLite's; it is judged as a store. */
static const char *made_fault(const struct scene *scene, const struct deed *deed, const struct result *got,
                              const struct result *want)
{
    char path[SCENE_ROOM];
    struct error err = ERROR_NONE;
    uint64_t content = 0;

    if (!deed->makes || same(&got->made, &want->made))
        return NULL;
    if (deed->replaces && got->ending.status != 0 && strcmp(got->made.text, older) == 0)
        return NULL;
    if (!deed->replaces && got->made.used == 0)
        return NULL;
    if (strcmp(deed->makes, "copy.db") != 0)
        return deed->helped ? NULL : "the file it makes is not whole";
    path_of(scene->work, deed->makes, path);
    return content_of(path, &content, &err) == 0 && content == scene->content ? NULL : "the copy is no copy";
}

static const char *message_fault(const struct deed *deed, const struct result *got)
{
    const char *text = got->err.text;

    if (deed->plugin && strncmp(got->out.text, "UNKNOWN: ", 9) == 0)
        text = got->err.used ? text : "headroom: UNKNOWN: hint: ";
    if (!strstr(text, "headroom: "))
        return got->err.used ? "what it says is no message of ours" : "it fails without a word";
    return strstr(text, "hint: ") ? NULL : "it does not say what to do";
}

static const char *success_fault(const struct deed *deed, const struct result *got,
                                 const struct result *want, unsigned excuses)
{
    if (got->content != want->content)
        return "it says it did its work, but the store does not hold it";
    if (deed->makes && !got->made.used)
        return "it says it did its work, but its file is not there";
    if (!same(&got->out, &want->out) && !deed->looks && (!deed->helped || !got->err.used) &&
        !(excuses & MUTE && strstr(got->err.text, "warning: ")))
        return "it says it did its work, but its output is another";
    return NULL;
}

static int is_one_of(int status, const int *statuses)
{
    while (*statuses && *statuses != status)
        statuses++;
    return *statuses != 0;
}

static const char *ending_fault(const struct deed *deed, const struct result *got, const struct result *want,
                                const int *statuses, unsigned excuses)
{
    int status = got->ending.status;

    if (status == HUNG)
        return "it does not end";
    if (status < 0)
        return status == -9 && excuses & KILLED ? NULL : "it crashes";
    if (status == want->ending.status)
        return success_fault(deed, got, want, excuses);
    if (deed->looks && status == 78)
        return NULL;
    if (!is_one_of(status, statuses) && !(deed->plugin && status == 3))
        return "it ends in a status that is not of the contract";
    if (excuses & MUTE)
        return NULL;
    return message_fault(deed, got);
}

const char *scene_fault(struct scene *scene, const struct deed *deed, struct result *result,
                        const int *statuses, unsigned excuses)
{
    static char text[400];
    const struct result *want = &scene->undisturbed[deed - deeds];
    struct error err = ERROR_NONE;
    char stray[SCENE_ROOM];
    const char *fault;

    if (content_of(scene->store, &result->content, &err) < 0) {
        snprintf(text, sizeof text, "the store it leaves is broken: %s", err.text);
        return text;
    }
    if (result->content != scene->content && result->content != want->content)
        return "the store holds half of its work";
    fault = ending_fault(deed, result, want, statuses, excuses);
    if (!fault)
        fault = made_fault(scene, deed, result, want);
    stray_file(scene, deed->makes, stray);
    if (!fault && stray[0] && !(excuses & (KILLED | LITTER))) {
        snprintf(text, sizeof text, "it leaves the file %s", stray);
        return text;
    }
    return fault;
}
