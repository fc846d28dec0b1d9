import Testing

/// docs/openapi.yaml against the rules of such files.
@Suite struct DescriptionTests {
    @Test(.enabled(if: Tool.path("openapi-spec-validator") != nil, "openapi-spec-validator is not here"))
    func `the description is what OpenAPI 3.1 says it must be`() throws {
        let outcome = try Tool.run(
            "openapi-spec-validator", ["--errors", "all", Places.package + "/docs/openapi.yaml"])
        #expect(outcome.status == 0, "\(outcome.out)\(outcome.err)")
    }
}
