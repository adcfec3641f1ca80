using System.Net;
using System.Net.Sockets;
using System.Text;
using VectorHost.Abstractions;
using VectorHost.Conformance;

namespace VectorHost.Plugins.Postgres.Tests;

/// <summary>Servers, databases and users that do not fit, each said in one sentence with a way out.</summary>
[TestFixture]
public sealed class PostgresConnectingTests : PostgresTest
{
    private readonly string _name = $"vh_{Guid.NewGuid():N}";

    [Test]
    public async Task A_port_where_nothing_listens_names_host_and_port()
    {
        int port = ClosedPort();

        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new() { ["port"] = $"{port}" }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Message, Does.Contain($"127.0.0.1:{port}").And.Contain("vector_store.postgres.host"));
    }

    [Test]
    public async Task A_wrong_password_is_refused_and_not_repeated()
    {
        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new() { ["password"] = "nearly-right-0815" }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.ToString(), Does.Contain("vector_store.postgres.username and password").And.Not.Contain("nearly-right-0815"));
    }

    [Test]
    public async Task A_missing_password_is_refused_with_the_key_to_set()
    {
        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new() { ["password"] = null }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        Assert.That(failure.Message, Does.Contain("vector_store.postgres.password"));
    }

    [Test]
    public async Task A_missing_database_says_how_to_create_it()
    {
        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new() { ["database"] = _name }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.NotFound));
        Assert.That(failure.Message, Does.Contain($"CREATE DATABASE \"{_name}\""));
    }

    [TestCase("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", TestName = "{m}(web)")]
    [TestCase("-ERR unknown command\r\n", TestName = "{m}(cache)")]
    public async Task A_server_of_another_kind_is_recognised(string answer)
    {
        await using OtherServer server = new(Encoding.ASCII.GetBytes(answer));

        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new() { ["port"] = $"{server.Port}" }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Protocol));
        Assert.That(failure.Message, Does.Contain($"127.0.0.1:{server.Port}").And.Contain("5432"));
    }

    [TestCase("prefer")]
    [TestCase("disable")]
    public async Task A_server_that_waits_for_something_else_is_given_up_on_at_once_and_for_good(string mode)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;

        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new()
        {
            ["host"] = null,
            ["port"] = null,
            ["username"] = null,
            ["password"] = null,
            ["connection_string"] = $"Host=127.0.0.1;Port={port};Username=somebody;Timeout=1;SSL Mode={mode}",
        }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.TimedOut));
        Assert.That(failure.IsTransient, Is.False);
        Assert.That(failure.Message, Does.Contain($"127.0.0.1:{port}").And.Contain("within 1 s").And.Contain("5432").And.Contain("Timeout="));
    }

    [Test]
    public async Task A_silent_server_is_given_up_on_after_5_seconds_unless_the_user_says_otherwise()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();

        VectorStoreException failure = await FailureOf(
            () => Backend.ConnectAsync(new() { ["port"] = $"{((IPEndPoint)listener.LocalEndpoint).Port}" }));

        Assert.That(failure.Message, Does.Contain("within 5 s"));
    }

    [Test]
    public async Task A_server_that_closes_every_connection_is_unavailable()
    {
        await using OtherServer server = new([]);

        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new() { ["port"] = $"{server.Port}", ["ssl_mode"] = "disable" }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
        Assert.That(failure.IsTransient, Is.True);
    }

    [TestCase("require")]
    [TestCase("verify-full")]
    public async Task A_server_without_TLS_where_it_is_required_says_what_to_set(string mode)
    {
        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new() { ["ssl_mode"] = mode }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.InvalidConfiguration));
        Assert.That(failure.Message, Does.Contain("does not speak TLS").And.Contain("ssl_mode"));
    }

    [Test]
    public async Task Connecting_can_be_cancelled_while_the_server_says_nothing()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using CancellationTokenSource source = new();

        Task connecting = Backend.ConnectAsync(new() { ["port"] = $"{((IPEndPoint)listener.LocalEndpoint).Port}" }, source.Token);
        using Socket accepted = await listener.AcceptSocketAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await source.CancelAsync();

        await Assert.ThatAsync(() => connecting, Throws.InstanceOf<OperationCanceledException>().With.InnerException.Null);
    }

    [Test]
    public async Task A_user_who_may_create_nothing_is_told_what_the_owner_has_to_run()
    {
        await WithRoleAsync(async role =>
        {
            VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(AsUser(role)));

            Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
            Assert.That(failure.Message, Does.Contain($"GRANT CREATE ON DATABASE \"postgres\" TO \"{role}\""));
        });
    }

    [Test]
    public async Task A_user_with_a_schema_of_his_own_needs_no_other_right()
    {
        await WithRoleAsync(async role =>
        {
            await Backend.ExecuteAsync($"CREATE SCHEMA {role} AUTHORIZATION {role}");
            await using IVectorStore store = await Backend.ConnectAsync(AsUser(role, schema: role));
            ChunkRecord[] records = TestData.Records(3);

            await store.SaveAsync(records, TestData.Metadata());

            Expect.SameRecords(await store.LoadAsync(RecordFilter.All, RecordParts.All).ToListAsync(), records);
        });
    }

    [Test]
    public async Task A_user_who_may_only_read_can_search_and_is_refused_when_he_saves()
    {
        await using (IVectorStore owner = await Backend.ConnectAsync())
        {
            await owner.SaveAsync(TestData.Records(3), TestData.Metadata());
        }

        await WithRoleAsync(async role =>
        {
            string schema = Backend.Table("chunk").Split('.')[0];
            await Backend.ExecuteAsync($"GRANT USAGE ON SCHEMA {schema} TO {role}");
            await Backend.ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}");
            await using IVectorStore store = await Backend.ConnectAsync(AsUser(role, Backend.Schema));

            Assert.That(await store.SearchAsync(Query(TestData.RandomVector(1), top: 5)), Has.Count.EqualTo(3));
            VectorStoreException failure = await FailureOf(() => store.SaveAsync([], TestData.Metadata()));
            Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
        });
    }

    [Test]
    public async Task A_server_that_only_reads_can_be_searched_but_is_not_healthy()
    {
        await using (IVectorStore owner = await Backend.ConnectAsync())
        {
            await owner.SaveAsync(TestData.Records(3), TestData.Metadata());
        }

        await WithRoleAsync(async role =>
        {
            await Backend.ExecuteAsync($"ALTER ROLE {role} SUPERUSER");
            await Backend.ExecuteAsync($"ALTER ROLE {role} SET default_transaction_read_only = on");
            await using IVectorStore store = await Backend.ConnectAsync(AsUser(role, Backend.Schema));

            Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(3));
            StoreHealth health = await store.CheckHealthAsync();
            Assert.That(health.IsHealthy, Is.False);
            Assert.That(health.Description, Does.Contain("only reads"));
            VectorStoreException failure = await FailureOf(() => store.SaveAsync([], TestData.Metadata()));
            Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Unavailable));
            Assert.That(failure.IsTransient, Is.False);
            VectorStoreException empty = await FailureOf(() => Backend.ConnectAsync(AsUser(role, schema: "nothing_here")));
            Assert.That(empty.Message, Does.Contain("only reads"));
        });
    }

    [Test]
    public async Task Without_the_right_to_create_pgvector_the_message_has_the_command_for_the_administrator()
    {
        await WithRoleAsync(role => WithDatabaseAsync("", async () =>
        {
            VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new(AsUser(role)) { ["database"] = _name }));

            Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.RefusedCredentials));
            Assert.That(failure.Message, Does.Contain("CREATE EXTENSION vector;").And.Contain(role).And.Contain(_name));
        }));
    }

    [Test]
    public async Task In_a_database_without_pgvector_it_is_created() => await WithDatabaseAsync("", async () =>
    {
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["database"] = _name });
        await store.SaveAsync(TestData.Records(3), TestData.Metadata());

        Assert.That(await store.CountAsync(RecordFilter.All), Is.EqualTo(3));
    });

    [Test]
    public async Task Pgvector_is_found_in_whatever_schema_it_is() => await WithDatabaseAsync("", async () =>
    {
        await Backend.ExecuteAsync("CREATE SCHEMA \"Ext 1\"", _name);
        await Backend.ExecuteAsync("CREATE EXTENSION vector SCHEMA \"Ext 1\"", _name);
        await using IVectorStore store = await Backend.ConnectAsync(new() { ["database"] = _name, ["index_from"] = "1" });
        await store.SaveAsync(TestData.Records(3), TestData.Metadata());

        Assert.That(await store.SearchAsync(Query(TestData.RandomVector(1), top: 5)), Has.Count.EqualTo(3));
    });

    [Test]
    public async Task A_pgvector_that_is_too_old_is_incompatible_with_both_versions_named() => await WithDatabaseAsync("", async () =>
    {
        await Backend.ExecuteAsync("CREATE EXTENSION vector", _name);
        await Backend.ExecuteAsync("UPDATE pg_extension SET extversion = '0.7.4' WHERE extname = 'vector'", _name);

        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new() { ["database"] = _name }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Incompatible));
        Assert.That(failure.Message, Does.Contain("0.7.4").And.Contain("0.8").And.Contain("ALTER EXTENSION vector UPDATE"));
    });

    [Test]
    public async Task A_database_that_cannot_hold_every_text_is_incompatible() => await WithDatabaseAsync("ENCODING 'SQL_ASCII' TEMPLATE template0", async () =>
    {
        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync(new() { ["database"] = _name }));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Incompatible));
        Assert.That(failure.Message, Does.Contain("SQL_ASCII").And.Contain("UTF8"));
    });

    [Test]
    public async Task A_table_of_another_program_is_refused_and_left_alone([Values("chunk", "repository")] string table)
    {
        await Backend.ExecuteAsync($"CREATE SCHEMA {Backend.Table(table).Split('.')[0]}");
        await Backend.ExecuteAsync($"CREATE TABLE {Backend.Table(table)} (theirs integer)");

        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Mismatch));
        Assert.That(failure.Message, Does.Contain(Backend.Collection).And.Contain("vector_store.postgres.collection"));
        Assert.That(await Backend.QueryAsync<long>($"SELECT count(theirs) FROM {Backend.Table(table)}"), Is.Zero);
    }

    [Test]
    public async Task Tables_of_a_newer_format_are_refused_with_both_numbers()
    {
        await (await Backend.ConnectAsync()).DisposeAsync();
        await Backend.ExecuteAsync($"COMMENT ON TABLE {Backend.Table("chunk")} IS 'VectorHost records, format 12'");

        VectorStoreException failure = await FailureOf(() => Backend.ConnectAsync());

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.Incompatible));
        Assert.That(failure.Message, Does.Contain("format 12").And.Contain("up to 1").And.Contain("Update VectorHost"));
    }

    [Test]
    public async Task Tables_that_are_gone_are_said_to_be_gone_and_made_anew_by_the_next_store()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await Backend.DisposeAsync();

        VectorStoreException failure = await FailureOf(() => store.CountAsync(RecordFilter.All));

        Assert.That(failure.Kind, Is.EqualTo(StoreFailureKind.NotFound));
        Assert.That((await store.CheckHealthAsync()).IsHealthy, Is.False);
        await using IVectorStore next = await Backend.ConnectAsync();
        Assert.That(await next.CountAsync(RecordFilter.All), Is.Zero);
    }

    [Test]
    public async Task Many_calls_at_once_share_20_connections()
    {
        await using IVectorStore store = await Backend.ConnectAsync();
        await using TableLock theirs = await TableLock.TakeAsync(Backend);

        // A call that finds no connection free waits for one, and so is none that waits for the table.
        Task<long>[] calls = [.. Enumerable.Range(0, 30).Select(_ => store.CountAsync(RecordFilter.All))];
        const string Waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";
        await UntilAsync($"SELECT ({Waiting}) >= 20");
        long waiting = await Backend.QueryAsync<long>(Waiting);
        await theirs.DisposeAsync();
        await Task.WhenAll(calls);

        Assert.That(waiting, Is.EqualTo(20));
    }

    private static int ClosedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WithDatabaseAsync(string options, Func<Task> test)
    {
        await Backend.ExecuteAsync($"CREATE DATABASE {_name} {options}");
        try
        {
            await test();
        }
        finally
        {
            await Backend.ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");
        }
    }
}
