/* A disk that fails, stops or forgets: loaded before the C library (LD_PRELOAD), it stands between
 * a process and its files below one folder. Every open, write, sync and change of a name is
 * counted; the one that was chosen fails, or ends the process; and all of them can be recorded, so
 * that a power cut can be played at any of them. Linux only.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { OPEN = 1, WRITE = 2, SYNC = 4, NAME = 8 };
enum { MOST_FILES = 1024 };

static char folder[PATH_MAX];
static size_t folder_length;
static unsigned char watched[MOST_FILES];
static int recorder = -1;

static long counts[NAME + 1]; /* operations by kind */
static long seen;        /* operations of the chosen kinds */
static int kinds;        /* the chosen kinds, together */
static long chosen;      /* the operation that is hit, from 1; 0 hits none */
static int failure;      /* its errno; 0 ends the process instead */
static int stays;        /* every operation of these kinds behind it fails as well */
static int torn;         /* half of what was to be written is there before */

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

void faults_watch(const char *path)
{
    folder_length = strlen(path);
    memcpy(folder, path, folder_length + 1);
    memset(watched, 0, sizeof watched);
    memset(counts, 0, sizeof counts);
    seen = chosen = 0;
}

void faults_fail(int of_kinds, long nth, int error, int for_good)
{
    seen = 0, kinds = of_kinds, chosen = nth, failure = error, stays = for_good, torn = 0;
}

void faults_kill(long nth, int half)
{
    faults_fail(OPEN | WRITE | SYNC | NAME, nth, 0, 0);
    torn = half;
}

long faults_count(int kind) { return counts[kind]; }

void faults_record(int descriptor) { recorder = descriptor; }

/* One operation as the replay reads it: its kind as a letter, four numbers, and a content. */
static void record(char what, long a, long b, const void *content, size_t size)
{
    struct { int64_t what, a, b, size; } head = { what, a, b, (int64_t)size };
    if (recorder < 0)
        return;
    syscall(SYS_write, recorder, &head, sizeof head);
    syscall(SYS_write, recorder, content, size);
}

/* For the person who runs the process: what is printed behind this is acknowledged. */
void faults_mark(void) { record('A', 0, 0, "", 0); }

static int is_below(const char *path)
{
    char whole[PATH_MAX];
    if (!folder_length || !path)
        return 0;
    if (path[0] != '/') {
        if (!getcwd(whole, sizeof whole / 2))
            return 0;
        size_t length = strlen(whole);
        snprintf(whole + length, sizeof whole - length, "/%s", path);
        path = whole;
    }
    return !strncmp(path, folder, folder_length)
        && (path[folder_length] == '/' || !path[folder_length]);
}

static int is_watched(int file) { return file >= 0 && file < MOST_FILES && watched[file]; }

/* Whether the operation at hand fails; it does not return where it ends the process. */
static int is_hit(int kind, int file, const void *content, size_t size)
{
    counts[kind]++;
    if (!(kinds & kind))
        return 0;
    seen++;
    if (!chosen || seen < chosen || (seen > chosen && !stays))
        return 0;
    if (!failure) {
        if (torn && kind == WRITE)
            syscall(SYS_write, file, content, size / 2);
        kill(getpid(), SIGKILL);
    }
    errno = failure;
    return 1;
}

static int opened(const char *path, int flags, int file)
{
    if (file >= 0 && file < MOST_FILES) {
        watched[file] = 1;
        record('O', file, flags & (O_CREAT | O_TRUNC), path, strlen(path));
    }
    return file;
}

#define OPENS(name, ...)                                                        \
    int name(__VA_ARGS__, int flags, ...)                                       \
    {                                                                           \
        va_list rest;                                                           \
        va_start(rest, flags);                                                  \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                           \
        if (!is_below(path))                                                    \
            return CALL(name);                                                  \
        if (is_hit(OPEN, -1, NULL, 0))                                          \
            return -1;                                                          \
        return opened(path, flags, CALL(name));                                 \
    }

#define CALL(name) REAL(name)(path, flags, mode)
OPENS(open, const char *path)
OPENS(open64, const char *path)
#undef CALL
#define CALL(name) REAL(name)(at, path, flags, mode)
OPENS(openat, int at, const char *path)
OPENS(openat64, int at, const char *path)
#undef CALL

int close(int file)
{
    if (is_watched(file))
        watched[file] = 0;
    return REAL(close)(file);
}

ssize_t write(int file, const void *content, size_t size)
{
    if (!is_watched(file))
        return REAL(write)(file, content, size);
    if (is_hit(WRITE, file, content, size))
        return -1;
    record('W', file, lseek(file, 0, SEEK_CUR), content, size);
    return REAL(write)(file, content, size);
}

#define PWRITES(name, offset_type)                                              \
    ssize_t name(int file, const void *content, size_t size, offset_type at)    \
    {                                                                           \
        if (!is_watched(file))                                                  \
            return REAL(name)(file, content, size, at);                         \
        if (torn)                                                               \
            lseek(file, at, SEEK_SET);                                          \
        if (is_hit(WRITE, file, content, size))                                 \
            return -1;                                                          \
        record('W', file, at, content, size);                                   \
        return REAL(name)(file, content, size, at);                             \
    }
PWRITES(pwrite, off_t)
PWRITES(pwrite64, off64_t)

#define TRUNCATES(name, length_type)                                            \
    int name(int file, length_type length)                                      \
    {                                                                           \
        if (!is_watched(file))                                                  \
            return REAL(name)(file, length);                                    \
        if (is_hit(WRITE, file, "", 0))                                         \
            return -1;                                                          \
        record('T', file, length, "", 0);                                       \
        return REAL(name)(file, length);                                        \
    }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

#define SYNCS(name)                                                             \
    int name(int file)                                                          \
    {                                                                           \
        if (!is_watched(file))                                                  \
            return REAL(name)(file);                                            \
        if (is_hit(SYNC, file, NULL, 0))                                        \
            return -1;                                                          \
        record('S', file, 0, "", 0);                                            \
        return REAL(name)(file);                                                \
    }
SYNCS(fsync)
SYNCS(fdatasync)

/* What changes names is recorded only where it worked: whoever looks for a file may remove it. */
static int named(char what, const char *from, const char *to, int result)
{
    char both[2 * PATH_MAX];
    if (!result) {
        int length = snprintf(both, sizeof both, "%s\n%s", from, to);
        record(what, 0, 0, both, (size_t)length);
    }
    return result;
}

#define NAMES(what, name, parameters, from, to, arguments)                      \
    int name parameters                                                         \
    {                                                                           \
        if (!is_below(from))                                                    \
            return REAL(name) arguments;                                        \
        if (is_hit(NAME, -1, NULL, 0))                                          \
            return -1;                                                          \
        return named(what, from, to, REAL(name) arguments);                     \
    }
NAMES('R', rename, (const char *one, const char *other), one, other, (one, other))
NAMES('R', renameat, (int a, const char *one, int b, const char *other), one, other,
      (a, one, b, other))
NAMES('U', unlink, (const char *path), path, "", (path))
NAMES('U', unlinkat, (int at, const char *path, int flags), path, "", (at, path, flags))
NAMES('M', mkdir, (const char *path, mode_t mode), path, "", (path, mode))
NAMES('M', mkdirat, (int at, const char *path, mode_t mode), path, "", (at, path, mode))
NAMES('P', chmod, (const char *path, mode_t mode), path, "", (path, mode))
