/* A layer between a program and the system that cuts it off at one of its changes to the files of an index.

   Loaded by LD_PRELOAD, it sees what Python and Rust do alike. Changes are counted in memory that the process shares
   with whoever started it; the wanted one, counted from 0, is acted on. See tests/crash/cuts.py. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTHING, DIE_BEFORE, DIE_AFTER, FAIL_ONCE, FULL_FROM };
enum kind { ADDS, REMOVES, FLUSHES };

static _Atomic uint64_t *count;
static uint64_t wanted;
static int act;

/* From now on changes are counted. */
void crash_arm(void *shared, uint64_t at, int what) {
    wanted = at;
    act = what;
    count = shared;
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static int is_of_index(int descriptor, const char *path) {
    if (path && strstr(path, ".wensou"))
        return 1;
    if (descriptor < 0)
        return 0;
    char link[64], target[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, target, sizeof target - 1);
    if (length < 0)
        return 0;
    target[length] = 0;
    return strstr(target, ".wensou") != NULL;
}

/* Counts a change: whether it is the one after which the process dies (1), is refused (-1), or neither. */
static int met(int descriptor, const char *path, enum kind kind) {
    if (!count || !is_of_index(descriptor, path))
        return 0;
    uint64_t number = (*count)++;
    if (act == FULL_FROM && number >= wanted && kind == ADDS) {
        errno = ENOSPC;
        return -1;
    }
    if (act == NOTHING || number != wanted)
        return 0;
    if (act == DIE_BEFORE)
        die();
    if (act == FAIL_ONCE) {
        errno = EIO;
        return -1;
    }
    return act == DIE_AFTER;
}

#define CHANGE(result, name, descriptor, path, kind, parameters, arguments) \
    result name parameters { \
        static result(*original) parameters; \
        if (!original) \
            original = (result(*) parameters)dlsym(RTLD_NEXT, #name); \
        int found = met(descriptor, path, kind); \
        if (found < 0) \
            return -1; \
        result value = original arguments; \
        if (found) \
            die(); \
        return value; \
    }

/* What is written is torn: half of it is there when the process dies, or when there is no room for more. */
#define WRITING(name, parameters, whole, half) \
    ssize_t name parameters { \
        static ssize_t(*original) parameters; \
        if (!original) \
            original = (ssize_t(*) parameters)dlsym(RTLD_NEXT, #name); \
        int found = met(descriptor, NULL, ADDS); \
        if (found == 0) \
            return original whole; \
        int told = errno; \
        ssize_t written = original half; \
        (void)written; \
        if (found > 0) \
            die(); \
        errno = told; \
        return -1; \
    }

WRITING(write, (int descriptor, const void *bytes, size_t size), (descriptor, bytes, size), (descriptor, bytes, size / 2))
WRITING(pwrite, (int descriptor, const void *bytes, size_t size, off_t at), (descriptor, bytes, size, at),
        (descriptor, bytes, size / 2, at))
WRITING(pwrite64, (int descriptor, const void *bytes, size_t size, off64_t at), (descriptor, bytes, size, at),
        (descriptor, bytes, size / 2, at))
WRITING(writev, (int descriptor, const struct iovec *parts, int size), (descriptor, parts, size),
        (descriptor, parts, size / 2))

CHANGE(int, fsync, descriptor, NULL, FLUSHES, (int descriptor), (descriptor))
CHANGE(int, fdatasync, descriptor, NULL, FLUSHES, (int descriptor), (descriptor))
CHANGE(int, ftruncate, descriptor, NULL, ADDS, (int descriptor, off_t size), (descriptor, size))
CHANGE(int, ftruncate64, descriptor, NULL, ADDS, (int descriptor, off64_t size), (descriptor, size))
CHANGE(int, rename, -1, to, ADDS, (const char *from, const char *to), (from, to))
CHANGE(int, renameat, at, to, ADDS, (int from_at, const char *from, int at, const char *to), (from_at, from, at, to))
CHANGE(int, mkdir, -1, path, ADDS, (const char *path, mode_t mode), (path, mode))
CHANGE(int, mkdirat, at, path, ADDS, (int at, const char *path, mode_t mode), (at, path, mode))
CHANGE(int, unlink, -1, path, REMOVES, (const char *path), (path))
CHANGE(int, unlinkat, at, path, REMOVES, (int at, const char *path, int flags), (at, path, flags))
CHANGE(int, rmdir, -1, path, REMOVES, (const char *path), (path))

static int is_writing(int flags) { return flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC); }

#define OPENING(name, at, parameters, arguments) \
    int name parameters { \
        static int(*original) parameters; \
        if (!original) \
            original = (int(*) parameters)dlsym(RTLD_NEXT, #name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        int found = is_writing(flags) ? met(at, path, ADDS) : 0; \
        if (found < 0) \
            return -1; \
        int value = original arguments; \
        if (found) \
            die(); \
        return value; \
    }

OPENING(open, -1, (const char *path, int flags, ...), (path, flags, mode))
OPENING(open64, -1, (const char *path, int flags, ...), (path, flags, mode))
OPENING(openat, at, (int at, const char *path, int flags, ...), (at, path, flags, mode))
OPENING(openat64, at, (int at, const char *path, int flags, ...), (at, path, flags, mode))
