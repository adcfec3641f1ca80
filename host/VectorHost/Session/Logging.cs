using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Extensions.Logging;
using VectorHost.Configuration;

namespace VectorHost.Session;

/// <summary>Sets up the logs: standard error, so that results stay clean, and a file where one is named.</summary>
internal static class Logging
{
    private const string Template = "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    /// <summary>Makes the loggers.</summary>
    /// <param name="level">What is logged.</param>
    /// <param name="file">A file to log to as well, which only ever grows; <see langword="null"/> for none.</param>
    /// <param name="origin">Where the file's name comes from.</param>
    /// <exception cref="ConfigurationException">The file cannot be written.</exception>
    public static ILoggerFactory Create(LogLevel level, string? file, string origin)
    {
        if (level == LogLevel.None)
        {
            return Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance;
        }

        string? path = file is null ? null : CheckWritable(file, origin);
        return new DeferredLoggerFactory(level, () => SetUp(level, path));
    }

    /// <summary>At once, and not with the first message: whoever names a file wants to know that nothing will be in it.</summary>
    private static string CheckWritable(string file, string origin)
    {
        try
        {
            string path = Path.GetFullPath(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? path);
            using FileStream stream = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConfigurationException(
                $"{ConfigurationKeys.LogFile}: the file '{file}' cannot be written: {exception.Message.TrimEnd('.')} ({origin}). Name another file, or leave the setting out.");
        }
    }

    private static SerilogLoggerFactory SetUp(LogLevel level, string? file)
    {
        LoggerConfiguration configuration = new LoggerConfiguration()
            .MinimumLevel.Is(LevelConvert.ToSerilogLevel(level))
            .WriteTo.Printably(sinks => sinks.Console(
                outputTemplate: Template,
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LevelAlias.Minimum));
        if (file is not null)
        {
            configuration = configuration.WriteTo.Printably(sinks => sinks.File(
                file,
                outputTemplate: "{Timestamp:O} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture,
                fileSizeLimitBytes: null,
                shared: true));

            // What cannot be written later on, to a full disk for example, is not kept quiet either.
            SelfLog.Enable(Console.Error);
        }

        Logger logger = configuration.CreateLogger();
        return new SerilogLoggerFactory(logger, dispose: true);
    }

    private static LoggerConfiguration Printably(this LoggerSinkConfiguration sinks, Action<LoggerSinkConfiguration> configure) =>
        LoggerSinkConfiguration.Wrap(sinks, sink => new PrintableEvents(sink), configure, LevelAlias.Minimum, levelSwitch: null);
}
