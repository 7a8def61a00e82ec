// order_context.h: what an order leaves to the orders beside it.
//
// The items of a list share the deadline of the sentence that closes it, parallel orders of one
// section the period that most of them name, and "Năm 2021, giao ... trong Quý IV" behind a yearly
// order is that order's first year. Pure functions on the orders of one paper.
#pragma once

#include <string>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::forms {

// An order and the top-level section it stands in.
struct PlacedOrder {
    pipeline::Assignment order;
    int section = 0;
};

// "Giao A chọn 10 tập thể giai đoạn 2021-2025. Giao B chọn 5 tập thể.": both in that period.
void share_periods(std::vector<PlacedOrder>& orders);

// "- A đăng ký ...; - B đăng ký ...; các đơn vị gửi danh sách trước ngày ...": the items of the
// list have the deadline of the sentence that closes it.
void share_deadline(std::vector<PlacedOrder>& orders, const std::vector<std::size_t>& listed,
                    const pipeline::Assignment& closing);

// Whether the sentence (folded) only says how a yearly order is done in one year.
bool is_first_year(const std::string& sentence, const pipeline::Assignment& order);

// "... phối hợp thực hiện": how a paper ends, no order of its own.
bool is_courtesy(const std::string& action);
// A sentence that orders no one in particular: who carries a decision out, when it takes effect.
bool is_of_no_one(const std::string& sentence);

}  // namespace vanthu::forms
