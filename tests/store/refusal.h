// refusal.h: the Error that a piece of work ends with, for tests that look at its code and words.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "base/error.h"

namespace vanthu::store {

template <class Work>
Error refusal(Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was refused";
    return Error(ErrorCode::Internal, "nothing was refused");
}

inline bool mentions(const Error& error, const std::string& words) {
    return std::string(error.what()).find(words) != std::string::npos;
}

}  // namespace vanthu::store
