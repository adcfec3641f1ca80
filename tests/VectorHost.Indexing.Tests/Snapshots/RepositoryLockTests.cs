using VectorHost.Indexing.Snapshots;
using VectorHost.TestSupport;

namespace VectorHost.Indexing.Tests.Snapshots;

public sealed class RepositoryLockTests
{
    [Test]
    public void The_lock_is_held_by_one_at_a_time()
    {
        using TemporaryFolder folder = new();
        string file = folder.At("sub/sqlite.lock");
        using (RepositoryLock? held = RepositoryLock.TryAcquire(file))
        {
            Assert.That(held, Is.Not.Null);
            Assert.That(RepositoryLock.TryAcquire(file), Is.Null);
            Assert.That(RepositoryLock.FindHolder(file), Is.EqualTo(Environment.ProcessId));
        }

        using RepositoryLock? next = RepositoryLock.TryAcquire(file);
        Assert.That(next, Is.Not.Null);
    }

    [Test]
    public void Nobody_holds_a_lock_that_was_given_back()
    {
        using TemporaryFolder folder = new();
        string file = folder.At("sqlite.lock");
        Assert.That(RepositoryLock.FindHolder(file), Is.Null);
        RepositoryLock.TryAcquire(file)!.Dispose();

        Assert.That(RepositoryLock.FindHolder(file), Is.Null);
    }

    [Test]
    public void Giving_back_twice_does_not_take_it_from_the_next_holder()
    {
        using TemporaryFolder folder = new();
        string file = folder.At("sqlite.lock");
        RepositoryLock first = RepositoryLock.TryAcquire(file)!;
        first.Dispose();
        using RepositoryLock? second = RepositoryLock.TryAcquire(file);
        first.Dispose();

        Assert.That(RepositoryLock.TryAcquire(file), Is.Null);
        Assert.That(RepositoryLock.FindHolder(file), Is.EqualTo(Environment.ProcessId));
    }

    [Test]
    public void Of_many_that_race_never_two_hold_it()
    {
        using TemporaryFolder folder = new();
        string file = folder.At("sqlite.lock");
        int holders = 0;
        int acquired = 0;
        int most = 0;
        Parallel.For(0, 500, _ =>
        {
            using RepositoryLock? held = RepositoryLock.TryAcquire(file);
            if (held is not null)
            {
                most = Math.Max(most, Interlocked.Increment(ref holders));
                Interlocked.Increment(ref acquired);
                Interlocked.Decrement(ref holders);
            }
        });

        Assert.That(acquired, Is.Positive);
        Assert.That(most, Is.EqualTo(1));
    }

    [Test]
    public async Task Whoever_waits_is_told_who_holds_it_and_gets_it_next()
    {
        using TemporaryFolder folder = new();
        string file = folder.At("sqlite.lock");
        RepositoryLock first = RepositoryLock.TryAcquire(file)!;
        List<int?> told = [];
        using RepositoryLock second = await RepositoryLock.AcquireAsync(
            file,
            holder =>
            {
                told.Add(holder);
                first.Dispose();
            },
            TimeProvider.System,
            CancellationToken.None);

        Assert.That(told, Is.EqualTo(new int?[] { Environment.ProcessId }));
        Assert.That(RepositoryLock.TryAcquire(file), Is.Null);
    }

    [Test]
    public void Waiting_can_be_cancelled()
    {
        using TemporaryFolder folder = new();
        string file = folder.At("sqlite.lock");
        using RepositoryLock? held = RepositoryLock.TryAcquire(file);
        using CancellationTokenSource source = new();

        Assert.That(
            async () => await RepositoryLock.AcquireAsync(file, _ => source.Cancel(), TimeProvider.System, source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_place_where_no_lock_can_be_is_an_error_and_not_a_held_lock()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.At("sqlite.lock"));

        Assert.That(() => RepositoryLock.TryAcquire(folder.At("sqlite.lock")), Throws.InstanceOf<UnauthorizedAccessException>());
    }
}
