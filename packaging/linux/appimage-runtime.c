/* The head of an AppImage: mounts the SquashFS image that follows it in the same file, and runs
 * AppRun from it. Where nothing can be mounted it unpacks the image for the time of the run.
 *
 * An AppImage of type 2 as https://github.com/AppImage/AppImageSpec has it, without updates,
 * signatures and portable homes.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <squashfuse/ll.h>
#include <squashfuse/traverse.h>
#include <squashfuse/util.h>

enum { CHUNK = 1 << 20 };

static char self[4096];
static size_t image; /* where it begins */

static void fail(const char *what, const char *which) {
    fprintf(stderr, "GRNStudio: %s %s: %s\n", what, which, strerror(errno));
    exit(127);
}

static size_t end_of_program(void) {
    Elf64_Ehdr head;
    FILE *file = fopen(self, "rb");
    if (!file || fread(&head, sizeof head, 1, file) != 1) fail("cannot read", self);
    fclose(file);
    return head.e_shoff + (size_t)head.e_shentsize * head.e_shnum;
}

/* ---- unpacking ---- */

static void write_file(sqfs *fs, sqfs_inode *inode, const char *path) {
    static char buffer[CHUNK];
    sqfs_off_t done = 0, size = inode->xtra.reg.file_size;
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, inode->base.mode & 0777);
    if (file < 0) fail("cannot write", path);
    while (done < size) {
        sqfs_off_t got = CHUNK;
        if (sqfs_read_range(fs, inode, done, &got, buffer) || got <= 0)
            fail("this AppImage is not whole; cannot read", path);
        if (write(file, buffer, got) != got) fail("cannot write", path);
        done += got;
    }
    close(file);
}

static void write_link(sqfs *fs, sqfs_inode *inode, const char *path) {
    char target[4096];
    size_t size = sizeof target;
    if (sqfs_readlink(fs, inode, target, &size)) fail("this AppImage is not whole; cannot read", path);
    unlink(path);
    if (symlink(target, path)) fail("cannot write", path);
}

static void unpack(const char *folder) {
    sqfs fs;
    sqfs_traverse walk;
    sqfs_err error = SQFS_OK;
    char path[8192];
    if (sqfs_open_image(&fs, self, image)) exit(127);
    if (mkdir(folder, 0755) && errno != EEXIST) fail("cannot make the folder", folder);
    if (sqfs_traverse_open(&walk, &fs, sqfs_inode_root(&fs))) fail("cannot read", self);
    while (sqfs_traverse_next(&walk, &error)) {
        sqfs_inode inode;
        if (walk.dir_end) continue;
        snprintf(path, sizeof path, "%s/%s", folder, walk.path);
        if (sqfs_inode_get(&fs, &inode, walk.entry.inode)) fail("cannot read", path);
        if (S_ISDIR(inode.base.mode)) {
            if (mkdir(path, 0755) && errno != EEXIST) fail("cannot make the folder", path);
        } else if (S_ISLNK(inode.base.mode)) {
            write_link(&fs, &inode, path);
        } else if (S_ISREG(inode.base.mode)) {
            write_file(&fs, &inode, path);
        }
    }
    if (error) fail("this AppImage is not whole; cannot read", self);
    sqfs_traverse_close(&walk);
    sqfs_destroy(&fs);
}

/* ---- running ---- */

static void make_folder(char *folder, size_t size, const char *name) {
    const char *root = getenv("TMPDIR");
    snprintf(folder, size, "%s/%sXXXXXX", root && *root ? root : "/tmp", name);
    if (!mkdtemp(folder)) fail("cannot make the folder", folder);
}

static void run(const char *folder, char **words) {
    char program[4096];
    snprintf(program, sizeof program, "%s/AppRun", folder);
    setenv("APPIMAGE", self, 1);
    setenv("APPDIR", folder, 1);
    words[0] = program;
    execv(program, words);
    fail("cannot run", program);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where) {
    (void)info, (void)kind, (void)where;
    return remove(path);
}

static void run_unpacked(char **words) {
    char folder[4096];
    int status = 0;
    pid_t child;
    make_folder(folder, sizeof folder, "grnstudio-");
    unpack(folder);
    child = fork();
    if (child < 0) fail("cannot start", folder);
    if (child == 0) run(folder, words);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    nftw(folder, remove_one, 32, FTW_DEPTH | FTW_PHYS);
    exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* ---- mounting ---- */

static pthread_t server;

/* Ends the server when the last process that has the other end of the pipe is gone. */
static void *await_end(void *pipe) {
    char byte;
    while (read(*(int *)pipe, &byte, 1) < 0 && errno == EINTR) {}
    pthread_kill(server, SIGTERM);
    return NULL;
}

static void serve(const char *folder, int ready, int alive) {
    static struct fuse_lowlevel_ops operations = {
        .getattr = sqfs_ll_op_getattr,   .opendir = sqfs_ll_op_opendir,
        .releasedir = sqfs_ll_op_releasedir, .readdir = sqfs_ll_op_readdir,
        .lookup = sqfs_ll_op_lookup,     .open = sqfs_ll_op_open,
        .create = sqfs_ll_op_create,     .release = sqfs_ll_op_release,
        .read = sqfs_ll_op_read,         .readlink = sqfs_ll_op_readlink,
        .forget = sqfs_ll_op_forget,     .statfs = stfs_ll_op_statfs,
    };
    char *options[] = {"GRNStudio", "-o", "ro,nodev,nosuid", NULL};
    struct fuse_args arguments = FUSE_ARGS_INIT(3, options);
    sqfs_ll_chan channel;
    pthread_t waiter;
    sqfs_ll *files = sqfs_ll_open(self, image);
    int null = open("/dev/null", O_RDWR);
    setsid();
    dup2(null, 0), dup2(null, 1), dup2(null, 2);
    if (!files || sqfs_ll_mount(&channel, folder, &arguments, &operations, sizeof operations, files))
        _exit(1);
    server = pthread_self();
    if (fuse_set_signal_handlers(channel.session)) _exit(1);
    if (write(ready, "", 1) != 1) _exit(1);
    close(ready);
    pthread_create(&waiter, NULL, await_end, &alive);
    fuse_session_loop(channel.session);
    fuse_remove_signal_handlers(channel.session);
    sqfs_ll_unmount(&channel, folder);
    rmdir(folder);
    _exit(0);
}

/* Returns whether the image is mounted at the folder; it is for as long as this process lives. */
static int mount_image(const char *folder) {
    int ready[2], alive[2];
    char byte;
    pid_t child;
    if (pipe(ready) || pipe(alive)) return 0;
    child = fork();
    if (child < 0) return 0;
    if (child == 0) { /* twice, so that the program has no child that it does not know */
        close(ready[0]), close(alive[1]);
        if (fork() == 0) serve(folder, ready[1], alive[0]);
        _exit(0);
    }
    close(ready[1]), close(alive[0]);
    waitpid(child, NULL, 0);
    if (read(ready[0], &byte, 1) == 1) {
        close(ready[0]);
        return 1;
    }
    close(ready[0]), close(alive[1]);
    return 0;
}

int main(int count, char **words) {
    char folder[4096];
    const char *first = count > 1 ? words[1] : "";
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    if (size < 0) fail("cannot find", "this file");
    image = end_of_program();
    if (!strcmp(first, "--appimage-offset")) return printf("%zu\n", image) < 0;
    if (!strcmp(first, "--appimage-extract")) {
        unpack("squashfs-root");
        return 0;
    }
    if (!strcmp(first, "--appimage-extract-and-run")) run_unpacked(words + 1);
    if (getenv("APPIMAGE_EXTRACT_AND_RUN")) run_unpacked(words);
    make_folder(folder, sizeof folder, ".mount_grnstudio");
    if (mount_image(folder)) run(folder, words);
    rmdir(folder);
    run_unpacked(words);
}
