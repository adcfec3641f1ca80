namespace VectorHost.EndToEnd.Tests.Harness;

/// <summary>Makes source files that look like a shop's code: the same for the same number of topics, all different.</summary>
public static class SourceText
{
    /// <summary>The file that nothing else is like.</summary>
    public const string UniquePath = "src/Security/PasswordHasher.cs";

    /// <summary>The text of <see cref="UniquePath"/>.</summary>
    public const string UniqueText = """
        using System.Security.Cryptography;

        namespace Shop.Security;

        /// <summary>Hashes passwords with a random salt, so that equal passwords have different hashes.</summary>
        public sealed class PasswordHasher
        {
            private const int SaltBytes = 16;
            private const int Iterations = 600_000;

            /// <summary>Derives a hash from a password and a fresh salt.</summary>
            public string Hash(string password)
            {
                byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
                byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, 32);
                return $"{Convert.ToBase64String(salt)}.{Convert.ToBase64String(hash)}";
            }

            /// <summary>Compares in constant time, so that timing tells nothing about the hash.</summary>
            public bool Verify(string password, string stored)
            {
                string[] parts = stored.Split('.');
                byte[] salt = Convert.FromBase64String(parts[0]);
                byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, 32);
                return CryptographicOperations.FixedTimeEquals(hash, Convert.FromBase64String(parts[1]));
            }
        }

        """;

    private static readonly string[] Things =
        ["invoice", "customer", "shipment", "order", "payment", "ticket", "coupon", "refund", "basket", "supplier", "catalogue", "review"];

    private static readonly string[] Actions =
        ["approve", "archive", "cancel", "export", "merge", "notify", "reconcile", "reject", "schedule", "validate"];

    private static readonly Func<string, int, (string Path, string Text)>[] Makers =
        [CSharp, Python, Go, TypeScript, Markdown, Sql];

    /// <summary>Six files for each topic.</summary>
    public static IEnumerable<(string Path, string Text)> Generate(int topics)
    {
        for (int topic = 0; topic < topics; topic++)
        {
            string thing = Things[topic % Things.Length] + (topic < Things.Length ? "" : $"{topic / Things.Length}");
            foreach (Func<string, int, (string, string)> maker in Makers)
            {
                yield return maker(thing, topic);
            }
        }
    }

    private static (string Path, string Text) CSharp(string thing, int seed) => ($"src/{Pascal(thing)}/{Pascal(thing)}Service.cs", $$"""
        namespace Shop.{{Pascal(thing)}};

        /// <summary>What can be done with a {{thing}}.</summary>
        public sealed class {{Pascal(thing)}}Service(I{{Pascal(thing)}}Repository repository, IClock clock)
        {
        {{Each(seed, 4, (action, number) => $$"""
                /// <summary>Tries to {{action}} a {{thing}} that is younger than {{number}} days.</summary>
                public async Task<bool> {{Pascal(action)}}Async({{Pascal(thing)}} {{thing}}, CancellationToken cancellationToken)
                {
                    if (clock.Now - {{thing}}.CreatedAt > TimeSpan.FromDays({{number}}))
                    {
                        throw new InvalidOperationException("The {{thing}} is too old to {{action}}: it may be {{number}} days at most.");
                    }

                    {{thing}}.State = {{Pascal(thing)}}State.{{Pascal(action)}};
                    {{thing}}.History.Add(new Event("{{action}}", clock.Now));
                    int saved = await repository.SaveAsync({{thing}}, cancellationToken);
                    return saved == 1 && {{thing}}.History.Count < {{number * 3}};
                }

            """)}}
        }

        """);

    private static (string Path, string Text) Python(string thing, int seed) => ($"reports/{thing}_report.py", $""""
        """Reports about every {thing} of a month."""
        import csv
        from datetime import date


        {Each(seed + 3, 4, (action, number) => $"""
            def {action}_{thing}_totals(rows, day: date, limit: int = {number}):
                # Only the first {number} rows count towards what we {action}.
                totals = dict()
                for row in rows[:limit]:
                    key = (row["{thing}_id"], day.month)
                    totals[key] = totals.get(key, 0) + row["amount"] * {number} / 100
                if not totals:
                    raise ValueError("no {thing} to {action} on " + day.isoformat())
                return sorted(totals.items(), key=lambda item: item[1], reverse=True)


            """)}
        """");

    private static (string Path, string Text) Go(string thing, int seed) => ($"services/{thing}/store.go", $$"""
        // Package {{thing}} keeps each {{thing}} in memory.
        package {{thing}}

        import "fmt"

        {{Each(seed + 5, 4, (action, number) => $$"""
            // {{Pascal(action)}}All will {{action}} at most {{number}} of the store's entries.
            func (s *Store) {{Pascal(action)}}All(ids []string) (int, error) {
            	done := 0
            	for _, id := range ids {
            		entry, ok := s.entries[id]
            		if !ok {
            			return done, fmt.Errorf("{{thing}} %q is not known, so there is nothing to {{action}}", id)
            		}
            		entry.{{Pascal(action)}}Count++
            		if done++; done == {{number}} {
            			break
            		}
            	}
            	return done, nil
            }

            """)}}
        """);

    private static (string Path, string Text) TypeScript(string thing, int seed) => ($"web/{thing}/{thing}Form.ts", $$"""
        import { api } from "../api";

        {{Each(seed + 7, 3, (action, number) => $$"""
            /** Asks the server to {{action}} the {{thing}} that the form shows. */
            export async function {{action}}{{Pascal(thing)}}(form: HTMLFormElement): Promise<void> {
              const id = new FormData(form).get("{{thing}}-id");
              if (!id || String(id).length > {{number}}) {
                form.dataset.error = "Choose a {{thing}} to {{action}} first.";
                return;
              }
              const answer = await api.post(`/{{thing}}/${id}/{{action}}`, { retries: {{number % 5}} });
              form.dataset.state = answer.ok ? "{{action}} done" : "{{action}} failed";
            }

            """)}}
        """);

    private static (string Path, string Text) Markdown(string thing, int seed) => ($"docs/{thing}.md", $"""
        # The life of a {thing}

        {Each(seed + 2, 3, (action, number) => $"""
            ## How to {action} a {thing}

            Open the list, choose a {thing} that is less than {number} days old, and press the button to {action} it. Whoever has
            the role of a clerk may do so {number % 7 + 1} times a day; the manager gets a mail about each.

            """)}
        """);

    private static (string Path, string Text) Sql(string thing, int seed) => ($"database/{thing}.sql", $"""
        CREATE TABLE {thing} (
            id BIGINT PRIMARY KEY,
            state TEXT NOT NULL DEFAULT 'new',
            amount NUMERIC(12, 2) CHECK (amount < {1000 + seed}),
            created_at TIMESTAMP NOT NULL
        );

        {Each(seed + 4, 2, (action, number) => $"""
            -- Every {thing} to {action} within {number} days.
            CREATE VIEW {thing}_to_{action} AS
                SELECT id, amount FROM {thing} WHERE state = '{action}' AND created_at > now() - INTERVAL '{number} days';

            """)}
        """);

    private static string Each(int seed, int count, Func<string, int, string> make) =>
        string.Join('\n', Enumerable.Range(seed, count).Select(i => make(Actions[i % Actions.Length], 10 + (i * 7 % 83))));

    private static string Pascal(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
