// Every test has a home of its own, and most of its time is spent in other processes.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(2)]
