// avx2_sandboxed.h: what code for AVX2 begins with. Only on x86-64; a caller asks the processor
// first.
#pragma once

#if defined(__x86_64__)
#ifndef __clang__
// GCC 12 takes the deliberately undefined registers of its own header for mistakes.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>
#define VANTHU_LANES __attribute__((target("avx2")))
#endif
