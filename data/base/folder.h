/*
 * data/base/folder.h - the folder that a file's name stands in.
 */
#ifndef DATA_BASE_FOLDER_H
#define DATA_BASE_FOLDER_H

/*
 * Makes the name of the file at `path` durable as well as the file: it was made, renamed or removed. 0, or -1
 * with errno. A file system that knows nothing of this has done all it can.
 */
int folder_sync(const char *path);

#endif
