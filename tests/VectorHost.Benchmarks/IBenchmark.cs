namespace VectorHost.Benchmarks;

/// <summary>Compares ways of doing one kind of work.</summary>
internal interface IBenchmark
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>Whether it is only run where it is named: it takes long, or needs what has to be installed before.</summary>
    bool IsOnRequest => false;

    /// <summary>Measures and reports.</summary>
    /// <param name="context">What it is given.</param>
    /// <param name="cancellationToken">Ends it early, without a report.</param>
    Task RunAsync(BenchmarkContext context, CancellationToken cancellationToken);
}
