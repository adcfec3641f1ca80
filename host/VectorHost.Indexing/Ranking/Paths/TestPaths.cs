namespace VectorHost.Indexing.Ranking.Paths;

/// <summary>Tests, and what they need. Case matters: <c>ContestTest.cs</c> is one, <c>Contest.cs</c> is none.</summary>
internal static class TestPaths
{
    private static readonly NamePatterns Folders = NamePatterns.Exactly(
        "test tests test_ tests_ test__ tests__ __test__ __tests__ _test_ _tests_ *.test *.tests *_test *_tests *-test *-tests *Test *Tests "
        + "spec specs spec_helper testing testdata test-d e2e mocks __mocks__ cypress fuzz fuzzer fuzzers "
        + "fixture fixtures Fixture Fixtures testfixture testfixtures test-fixture test-fixtures testFixtures "
        + "TestApp TestApps TestAssets TestCases TestCommon TestData TestFixtures TestHelper TestHelpers TestInfrastructure TestProject TestProjects "
        + "TestResources TestSupport TestUtil TestUtils TestUtilities");

    /// <summary>Names without their extension.</summary>
    private static readonly NamePatterns Stems = NamePatterns.Exactly(
        "test tests test_* test-* tests_* tests-* *.test *.tests *_test *_tests *-test *-tests *.spec *.specs *_spec *_specs *-spec *-specs *.stories "
        + "*Test *Tests *TestCase *Spec *IT");

    private static readonly NamePatterns Names = NamePatterns.Exactly("conftest.py *.bats");

    public static bool Include(PathParts path) =>
        Names.Fit(path.Name) || (!path.Extension.IsEmpty && Stems.Fit(path.Stem)) || path.LiesIn(Folders);
}
