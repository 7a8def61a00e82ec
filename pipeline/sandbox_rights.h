// sandbox_rights.h: what a page worker may still ask of the kernel once it has started.
//
// Two walls, for the whole process and for ever. Landlock leaves `readable` to be read and nothing
// else to be opened; the filter of system calls allows what decoding and recognising need, kills
// the process for what only an intruder does (start a program or a process, open a socket, trace
// another process), and answers EPERM to the rest, which libraries probe and can do without. Where
// the kernel has no Landlock the filter stands alone: then any file can be read that the service's
// user can read, but none written. Call it from the only thread, after everything that must be
// loaded as code. Sanitizer builds do not call it: their runtime needs what is forbidden here.
#pragma once

#include <string>
#include <vector>

namespace vanthu::pipeline {

// Throws Error(Configuration) when the kernel cannot filter system calls, or has Landlock and
// refuses it.
void wall_in(const std::vector<std::string>& readable);

}  // namespace vanthu::pipeline
