// installation.h: where this copy of the product keeps its files.
//
// Run from a build tree, config, forms and the web app are the checkout's; installed, they are
// /etc/vanthu and /usr/share/vanthu. VANTHU_CONFIG names another configuration folder. Read once at
// start.
#pragma once

#include <string>

namespace vanthu::apps {

struct Installation {
    std::string config;   // office.xml, pipelines.xml, books.xml, workflows/, schema/
    std::string forms;    // definitions/, lexicons/, form.rng
    std::string models;   // vietnamese.lm
    std::string web;      // the built front end; may not exist
    std::string openapi;  // server/openapi.json
    std::string sandbox;  // program vanthu-sandbox

    // Error(Configuration) when there is no configuration anywhere.
    static Installation find();
};

}  // namespace vanthu::apps
