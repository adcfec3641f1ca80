using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace VectorHost.Session;

/// <summary>Sets up the logs: standard error, so that results stay clean, and a file where one is named.</summary>
internal static class Logging
{
    private const string Template = "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";
    private const int KeptFiles = 5;

    /// <summary>Makes the loggers.</summary>
    /// <param name="level">What is logged.</param>
    /// <param name="file">A file to log to as well, rolled over by day and size; <see langword="null"/> for none.</param>
    public static ILoggerFactory Create(LogLevel level, string? file)
    {
        if (level == LogLevel.None)
        {
            return Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance;
        }

        return new DeferredLoggerFactory(level, () => SetUp(level, file));
    }

    private static SerilogLoggerFactory SetUp(LogLevel level, string? file)
    {
        LoggerConfiguration configuration = new LoggerConfiguration()
            .MinimumLevel.Is(LevelConvert.ToSerilogLevel(level))
            .WriteTo.Console(
                outputTemplate: Template,
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LevelAlias.Minimum);
        if (file is not null)
        {
            configuration = configuration.WriteTo.File(
                Path.GetFullPath(file),
                outputTemplate: "{Timestamp:O} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: KeptFiles);
        }

        Logger logger = configuration.CreateLogger();
        return new SerilogLoggerFactory(logger, dispose: true);
    }
}
