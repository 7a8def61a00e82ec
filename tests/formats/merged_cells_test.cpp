// Which places of a grid are one cell.
#include "formats/merged_cells.h"

#include <gtest/gtest.h>

namespace vanthu::formats {
namespace {

constexpr double kThere = 0.6;

GridEdges drawn(std::size_t rows, std::size_t columns) {
    const std::size_t places = rows * columns;
    return {rows, columns, std::vector<double>(places, 1), std::vector<double>(places, 1)};
}

TEST(MergedCells, ARowThatNothingPartsIsOneCell) {
    GridEdges edges = drawn(3, 4);
    for (const std::size_t place : {4u, 5u, 6u})
        edges.beside[place] = 0;
    const auto places = merged_cells(edges, kThere, kThere);
    ASSERT_EQ(places.size(), 9u);
    EXPECT_EQ(places[4].row, 1);
    EXPECT_EQ(places[4].column_span, 4);
}

TEST(MergedCells, WhereAStrokeWasLostTheRowsStayApart) {
    GridEdges edges = drawn(3, 4);
    for (const std::size_t place : {4u, 5u, 6u})
        edges.beside[place] = 0;
    edges.below[0] = 0.5;
    EXPECT_EQ(merged_cells(edges, kThere, kThere).size(), 9u);
}

TEST(MergedCells, OfTwoPlacesThatWouldMendItTheOneDrawnMorePartsIt) {
    GridEdges edges = drawn(2, 2);
    edges.beside[2] = 0;
    edges.below[0] = 0.3;
    auto places = merged_cells(edges, kThere, kThere);
    ASSERT_EQ(places.size(), 3u);
    EXPECT_EQ(places[0].row_span, 1);
    edges.beside[2] = 0.4;
    places = merged_cells(edges, kThere, kThere);
    ASSERT_EQ(places.size(), 3u);
    EXPECT_EQ(places[0].row_span, 2);
}

TEST(MergedCells, WhatNoSingleLineMendsIsTheRectangleAroundIt) {
    GridEdges edges = drawn(3, 3);
    // All but the middle: a ring.
    for (const std::size_t place : {0u, 1u, 6u, 7u})
        edges.beside[place] = 0;
    for (const std::size_t place : {0u, 3u, 2u, 5u})
        edges.below[place] = 0;
    const auto places = merged_cells(edges, kThere, kThere);
    ASSERT_EQ(places.size(), 1u);
    EXPECT_EQ(places[0].row_span, 3);
    EXPECT_EQ(places[0].column_span, 3);
}

}  // namespace
}  // namespace vanthu::formats
