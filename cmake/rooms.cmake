# Files of these targets parse what most of them include only once: the first target of a group does it for all, which must be
# compiled alike. With such a header g++ 12 finds overruns in "text" + std::string that are not there (GCC bug 105651).
function(vanthu_parsed_once GROUP TARGET)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        target_compile_options(${TARGET} PRIVATE -Wno-array-bounds -Wno-stringop-overflow)
    endif()
    get_property(FIRST GLOBAL PROPERTY VANTHU_PARSED_${GROUP})
    if(FIRST)
        target_precompile_headers(${TARGET} REUSE_FROM ${FIRST})
    else()
        target_precompile_headers(${TARGET} PRIVATE <algorithm> <functional> <map> <optional> <string> <vector> ${ARGN})
        set_property(GLOBAL PROPERTY VANTHU_PARSED_${GROUP} ${TARGET})
    endif()
endfunction()

# What is never the slow part of a paper's way is optimised less.
function(vanthu_light TARGET)
    target_compile_options(${TARGET} PRIVATE $<$<CONFIG:Release>:-O1>)
    vanthu_parsed_once(light ${TARGET} <regex> <Poco/JSON/Array.h> <Poco/JSON/Object.h>)
endfunction()

# A room is one folder, one static library vanthu_<folder> and one include prefix ("store/sql.h").
# Files named *_sandboxed.cpp are left out: they open hostile bytes and belong to the page worker.
function(vanthu_room NAME)
    cmake_parse_arguments(ROOM "" "" "USES" ${ARGN})
    file(GLOB SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${NAME}/*.cpp)
    list(FILTER SOURCES EXCLUDE REGEX "_sandboxed\\.cpp$")
    if(NOT SOURCES)  # a room whose files have not come yet
        add_library(vanthu_${NAME} INTERFACE)
        target_link_libraries(vanthu_${NAME} INTERFACE ${ROOM_USES})
        return()
    endif()
    add_library(vanthu_${NAME} STATIC ${SOURCES})
    target_include_directories(vanthu_${NAME} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(vanthu_${NAME} PUBLIC ${ROOM_USES} PRIVATE vanthu_flags)
    set_target_properties(vanthu_${NAME} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

function(vanthu_sandboxed NAME)
    cmake_parse_arguments(ROOM "" "" "USES" ${ARGN})
    file(GLOB SOURCES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${NAME}/*_sandboxed.cpp)
    if(NOT SOURCES)
        return()
    endif()
    add_library(vanthu_${NAME}_sandboxed STATIC ${SOURCES})
    target_include_directories(vanthu_${NAME}_sandboxed PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(vanthu_${NAME}_sandboxed PUBLIC ${ROOM_USES} PRIVATE vanthu_flags)
    set_target_properties(vanthu_${NAME}_sandboxed PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

# Writes the SQL files of a folder into one source file, so that a program carries its own schema.
function(vanthu_migrations TARGET FOLDER)
    file(GLOB FILES CONFIGURE_DEPENDS ${FOLDER}/*.sql)
    set(OUT ${CMAKE_BINARY_DIR}/generated/migrations.cpp)
    add_custom_command(OUTPUT ${OUT}
        COMMAND ${CMAKE_COMMAND} -DOUT=${OUT} -DFOLDER=${FOLDER} -P ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.cmake
        DEPENDS ${FILES} ${CMAKE_SOURCE_DIR}/cmake/embed_migrations.cmake
        COMMENT "embedding ${FOLDER}")
    target_sources(${TARGET} PRIVATE ${OUT})
endfunction()
