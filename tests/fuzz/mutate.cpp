// Seeds changed by a fixed sequence of chances, so that a run can be repeated. Arguments: the
// number of the first input, how many, then seed files. ./test.sh begins at 0; long runs go on from
// there (docs/hostile-input.md).
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "tests/fuzz/target.h"

namespace {

constexpr unsigned kSecondsPerInput = 60;

using Random = std::minstd_rand;

std::size_t below(Random& random, std::size_t bound) {
    return bound == 0 ? 0 : random() % bound;
}

void change(std::string& input, const std::vector<std::string>& seeds, Random& random) {
    static constexpr std::array<const char*, 8> kWords{"0", "-1", "2147483647", "99999999999",
                                                       "<", ">",  "[",          "null"};
    const std::size_t at = below(random, input.size());
    const std::size_t length = below(random, std::min<std::size_t>(input.size() - at, 64));
    switch (random() % 8) {
        case 0:
            if (!input.empty()) input[at] = static_cast<char>(input[at] ^ (1 << (random() % 8)));
            break;
        case 1:
            if (!input.empty()) input[at] = static_cast<char>(random());
            break;
        case 2:
            input.erase(at, length);
            break;
        case 3:
            input.insert(at, input.substr(below(random, input.size()), length));
            break;
        case 4:
            input.insert(at, kWords[random() % kWords.size()]);
            break;
        case 5: {
            static constexpr std::array<char, 4> kExtremes{'\0', '\x7f', '\x80', '\xff'};
            const char extreme = kExtremes[random() % kExtremes.size()];
            for (std::size_t i = at; i < std::min(at + 4, input.size()); ++i)
                input[i] = extreme;
            break;
        }
        case 6:
            if (random() % 8 == 0) input.resize(at);
            break;
        case 7: {
            const std::string& other = seeds[below(random, seeds.size())];
            input.replace(at, length, other.substr(below(random, other.size()), length));
            break;
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> seeds = vanthu::fuzz::own_seeds();
    for (int i = 3; i < argc; ++i) {
        std::stringstream bytes;
        bytes << std::ifstream(argv[i], std::ios::binary).rdbuf();
        seeds.push_back(bytes.str());
    }
    if (argc < 3 || seeds.empty()) {
        std::fputs("usage: FIRST COUNT SEED...\n", stderr);
        return 2;
    }
#ifndef VANTHU_SANITIZED
    const rlimit memory{2u << 30, 2u << 30};
    ::setrlimit(RLIMIT_AS, &memory);
    ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);  // decoders complain a lot
#endif
    const long first = std::atol(argv[1]), count = std::atol(argv[2]);
    for (long i = first; i < first + count; ++i) {
        Random random(static_cast<unsigned>(i) + 1);
        random.discard(16);
        std::string input = seeds[static_cast<std::size_t>(i) % seeds.size()];
        if (i >= static_cast<long>(seeds.size()))
            for (std::size_t changes = 1 + random() % 12; changes > 0; --changes)
                change(input, seeds, random);
        std::printf("%ld\r", i);  // the number of the input that did it, should one crash
        std::fflush(stdout);
        ::alarm(kSecondsPerInput);
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    }
    std::printf("%ld inputs\n", count);
    return 0;
}
