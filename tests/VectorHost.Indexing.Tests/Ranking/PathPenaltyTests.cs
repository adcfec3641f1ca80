using VectorHost.Indexing.Ranking;
using VectorHost.Indexing.Ranking.Paths;
using VectorHost.Indexing.Ranking.Questions;
using VectorHost.Indexing.Ranking.Signals;
using static VectorHost.Indexing.Tests.Ranking.Candidates;

namespace VectorHost.Indexing.Tests.Ranking;

public sealed class PathPenaltyTests
{
    [TestCase("tests/Parsing/ParserCases.cs")]
    [TestCase("src/Acme.Tests/Thing.cs")]
    [TestCase("pkg/parser_test.go")]
    [TestCase("src/app.spec.ts")]
    [TestCase("lib/test_parser.py")]
    [TestCase("examples/basic/main.py")]
    [TestCase("src/legacy/Parser.cs")]
    [TestCase("types/index.d.ts")]
    [TestCase("data/pages.json")]
    [TestCase("src/UnitTests/Mapping.cs")]
    [TestCase("core/src/testFixtures/java/Util.java")]
    [TestCase("src/iter/test.rs")]
    [TestCase("rayon-demo/src/main.rs")]
    [TestCase("src/Acme.Benchmarks/page.html")]
    [TestCase("src/Trees/adoption01.dat")]
    [TestCase("vendor/json/json.js")]
    [TestCase("packages/client/client-dist/client.js")]
    [TestCase("changelog.d/pr-1849")]
    [TestCase("client/api/client.klib.api")]
    [TestCase("README.md")]
    [TestCase("docs/source/guide.rst")]
    [TestCase("CHANGELOG")]
    [TestCase("src/TestApp/Program.cs")]
    [TestCase("js/test-parser.js")]
    [TestCase("src/Button.stories.tsx")]
    [TestCase("fuzz/parse.rs")]
    [TestCase("benches/parse.rs")]
    [TestCase("internal/mocks/store.go")]
    [TestCase("packages/docs/app/page.tsx")]
    [TestCase("docs/conf.py")]
    [TestCase("website/src/index.tsx")]
    [TestCase("src/tools/langref.html.in")]
    [TestCase("src/locales/de.ts")]
    [TestCase("locale/zh-CN/_lib/match/index.ts")]
    [TestCase("lib/i18n/pt_BR.rb")]
    [TestCase("LICENSE-MIT")]
    [TestCase("readme")]
    [TestCase("Fixtures/Broken/Package.swift")]
    [TestCase("external/zlib/inflate.c")]
    [TestCase("lua/pl/compat.lua")]
    [TestCase("src/locale/be-tarask/index.ts")]
    [TestCase("man/tool.7.ronn")]
    [TestCase("tool.1.prebuilt")]
    [TestCase("eslint.config.mjs")]
    [TestCase("packages/app/webpack.config.js")]
    [TestCase(".eslintrc.js")]
    [TestCase("Makefile")]
    [TestCase("src/App/App.csproj")]
    [TestCase("core/build.gradle.kts")]
    [TestCase("cmake/Helpers.cmake")]
    [TestCase("scripts/release.py")]
    [TestCase(".github/actions/setup.js")]
    [TestCase("0001-names.patch")]
    public void Files_that_are_seldom_the_answer_are_lowered(string path)
    {
        RankingCandidate candidate = Candidate(path, "x");

        new PathPenalty().Apply(new SearchQuery("token parser"), [candidate]);

        Assert.That(candidate.Score, Is.LessThan(1));
    }

    [TestCase("pkg/__init__.py", "# All of it.\nfrom .a import A\nfrom .b import B\n\n__all__ = ['A', 'B']", true)]
    [TestCase("src/index.ts", "export * from './a.js';\nexport { b } from './b.js';", true)]
    [TestCase("src/addDays/index.ts", "import { toDate } from '../toDate';\n\nexport function addDays(date, amount) {\n  return toDate(date);\n}", false)]
    public void An_index_of_a_package_is_lowered_if_all_it_does_is_pass_names_on(string path, string text, bool isLowered)
    {
        RankingCandidate candidate = Candidate(path, text);

        new PathPenalty().Apply(new SearchQuery("token parser"), [candidate]);

        Assert.That(candidate.Score, isLowered ? Is.LessThan(1) : Is.EqualTo(1));
    }

    [TestCase("src/latest/Contest.cs")]
    [TestCase("src/config/Loader.cs")]
    [TestCase("src/scripting/Engine.cs")]
    [TestCase("src/config.ts")]
    [TestCase("app/conf.py")]
    [TestCase("lib/cmake_parser.py")]
    [TestCase("src/release.py")]
    [TestCase("src/router/history.ts")]
    [TestCase("src/ManifestUtil/CompatibleFramework.cs")]
    [TestCase("src/Checks/DeprecatedWorkloadCheck.cs")]
    [TestCase("core/src/main/scala/sharding/external/Client.scala")]
    [TestCase("lib/locale/xkb_layout_ids.c")]
    [TestCase("internal/changes.go")]
    [TestCase("src/distance/Api.cs")]
    [TestCase("src/Attestation.cs")]
    [TestCase("src/parser.ts")]
    [TestCase("doc/md_docs.go")]
    [TestCase("src/search/docs/Index.cs")]
    [TestCase("src/TestPlatform/Runner.cs")]
    [TestCase("src/testify.go")]
    [TestCase("src/mock/stub.go")]
    [TestCase("src/locales/en.ts")]
    [TestCase("src/locale/en-US/index.ts")]
    [TestCase("src/locales/registry.ts")]
    [TestCase("src/i18n/Translator.cs")]
    public void Other_files_are_not(string path)
    {
        RankingCandidate candidate = Candidate(path, "x");

        new PathPenalty().Apply(new SearchQuery("token parser"), [candidate]);

        Assert.That(candidate.Changes, Is.Empty);
    }

    [Test]
    public void A_definition_is_lowered_less_where_only_its_name_is_asked_for()
    {
        RankingCandidate[] alone = Rank("EnvironBuilder.get_environ");
        RankingCandidate[] inProse = Rank("where does get_environ come from");

        Assert.That(FactorOf(alone[0]), Is.GreaterThan(FactorOf(alone[1])));
        Assert.That(FactorOf(inProse[0]), Is.EqualTo(FactorOf(inProse[1])).Within(1e-9));

        static RankingCandidate[] Rank(string question)
        {
            SearchQuery query = new(question);
            RankingCandidate[] candidates =
            [
                Candidate("src/test.py", "def get_environ(self):\n    return self.environ"),
                Candidate("src/test.py", "environ = builder.get_environ()"),
            ];
            new DefinitionBoost().Apply(query, candidates);
            new PathPenalty().Apply(query, candidates);
            return candidates;
        }

        static double FactorOf(RankingCandidate candidate) => candidate.Score / (candidate.Score - candidate.Changes[^1].Amount);
    }

    [TestCase("tests/ParserTests.cs", "tests of the parser")]
    [TestCase("docs/parser.md", "documentation of the parser")]
    [TestCase("samples/basic.cs", "examples of parsing")]
    [TestCase("src/locales/de.ts", "in which languages can the parser complain")]
    public void A_question_that_mentions_such_files_lowers_them_less(string path, string question)
    {
        RankingCandidate mentioned = Candidate(path, "x");
        RankingCandidate unmentioned = Candidate(path, "x");

        new PathPenalty().Apply(new SearchQuery(question), [mentioned]);
        new PathPenalty().Apply(new SearchQuery("parser"), [unmentioned]);

        Assert.That(mentioned.Score, Is.GreaterThan(unmentioned.Score).And.LessThan(1));
        Assert.That(mentioned.Changes.Single().Reason, Does.EndWith("which the question mentions"));
    }

    [Test]
    public void Files_of_the_wanted_kind_are_left_alone()
    {
        RankingCandidate test = Candidate("tests/ParserTests.cs", "x");
        RankingCandidate example = Candidate("examples/Parser.cs", "x");

        new PathPenalty(PathKind.Test).Apply(new SearchQuery("parser"), [test, example]);

        Assert.That(test.Changes, Is.Empty);
        Assert.That(example.Score, Is.LessThan(1));
    }
}
