// landlock.h: the kernel's fence around files (Landlock, Linux 5.13), for the page worker.
//
// Asked of the kernel itself, since Debian's C library has no wrapper for it. A fence holds for the
// calling thread and for what it starts later, and cannot be taken down. Does nothing where the
// kernel has none: landlock_version() tells.
#pragma once

#include <string>
#include <vector>

namespace vanthu::pipeline {

// 0 where the kernel has no Landlock or it is switched off.
int landlock_version();

// From now on only what lies below `readable` can be opened, and only for reading; paths that do
// not exist are left out. False where the kernel refuses (errno says why), and then
// nothing has changed. Wants
// no_new_privs to be set.
bool allow_reading_only(const std::vector<std::string>& readable);

// The same for a program that is about to be started: what lies below `usable` can be read and run,
// what lies below `own` can be done anything with, and below `sockets` sockets are made and
// removed.
bool allow_program_in(const std::vector<std::string>& usable, const std::vector<std::string>& own,
                      const std::vector<std::string>& sockets);

}  // namespace vanthu::pipeline
