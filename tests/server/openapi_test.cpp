#include <set>

#include "server/router.h"
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

std::set<std::string> described() {
    std::set<std::string> found;
    const auto description = Poco::JSON::Parser()
                                 .parse(read_file(VANTHU_SOURCE_DIR "/server/openapi.json"))
                                 .extract<Poco::JSON::Object::Ptr>();
    for (const auto& [path, methods] : *description->getObject("paths"))
        for (const auto& [method, operation] : *methods.extract<Poco::JSON::Object::Ptr>()) {
            std::string name = method;
            for (char& c : name)
                c = static_cast<char>(std::toupper(c));
            found.insert(name + " " + path);
        }
    return found;
}

TEST(OpenApi, DescribesEveryRouteAndNoOther) {
    std::set<std::string> routed;
    for (const Route& route : routes())
        routed.insert(std::string(route.method) + " " + std::string(route.pattern));
    EXPECT_EQ(routed, described());
    EXPECT_EQ(routed.size(), routes().size());
}

TEST(OpenApi, EveryReferenceIsDefined) {
    const std::string text = read_file(VANTHU_SOURCE_DIR "/server/openapi.json");
    const auto schemas = Poco::JSON::Parser()
                             .parse(text)
                             .extract<Poco::JSON::Object::Ptr>()
                             ->getObject("components")
                             ->getObject("schemas");
    const std::string opening = "\"#/components/schemas/";
    for (std::size_t at = text.find(opening); at != std::string::npos;
         at = text.find(opening, at + 1)) {
        const std::size_t begin = at + opening.size();
        EXPECT_TRUE(schemas->has(text.substr(begin, text.find('"', begin) - begin)));
    }
}

using OpenApiRoute = ServerFixture;

TEST_F(OpenApiRoute, IsServedWithoutASession) {
    Client client = stranger();
    EXPECT_EQ(client.get("/api/v1/openapi.json").body,
              read_file(VANTHU_SOURCE_DIR "/server/openapi.json"));
}

}  // namespace
}  // namespace vanthu::server
