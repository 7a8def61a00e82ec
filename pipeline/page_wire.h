// page_wire.h: pages as compact bytes, for the way between page worker and service and for
// checkpoints.
//
// Length-prefixed little-endian fields behind a version byte. decode_pages checks every length and
// count and throws Error(BadInput) on anything else: the worker that wrote them may have been taken
// over. Pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::pipeline {

std::string encode_pages(const std::vector<Page>& pages);
std::vector<Page> decode_pages(std::string_view bytes);

// The same for papers too long for memory: in pieces, one for each page.
void encode_pages(const std::vector<Page>& pages,
                  const std::function<void(std::string_view)>& take);
void decode_pages(std::string_view bytes, const std::function<void(Page)>& take);

std::size_t count_pages(std::string_view bytes);

// As encode_pages of this page alone.
std::string encode_page(const Page& page);

}  // namespace vanthu::pipeline
