using System.CommandLine;
using VectorHost.Configuration;
using VectorHost.Indexing.Repositories;
using VectorHost.Output;

namespace VectorHost.Commands;

/// <summary><c>vectorhost config</c>: the effective configuration and where each value comes from; <c>config init</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> repository = RepositoryArgument.Create();
        Option<bool> json = JsonOption.Create();
        Command command = new("config", "Show every setting with its value and where it comes from.") { repository, json };
        command.SetAction((line, _) =>
        {
            string root = RepositoryIdentity.FromFolder(line.GetRequiredValue(repository)).Root;
            EffectiveConfiguration configuration = ConfigurationLoader.Load(CommonOptions.ReadRequest(line, root));
            IReadOnlyList<ConfigurationEntry> entries = ConfigurationEntry.List(configuration);
            if (line.GetValue(json))
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(entries));
            }
            else
            {
                ConfigurationReport.Write(terminal, entries);
            }

            return Task.FromResult(ExitCode.Done);
        });
        command.Subcommands.Add(CreateInit(terminal, repository));
        return command;
    }

    private static Command CreateInit(Terminal terminal, Argument<string> repositoryOfConfig)
    {
        Argument<string> repository = RepositoryArgument.Create();
        Option<bool> user = new("--user") { Description = "Write your own file, for all repositories, instead of the repository's." };
        Option<bool> force = new("--force") { Description = "Overwrite the file if it is there." };
        Command command = new("init", "Write a commented vectorhost.json with every setting at its default.") { repository, user, force };
        command.SetAction(async (line, cancellationToken) =>
        {
            // The command around it takes a repository as well, and whoever named one before 'init' means that one.
            string named = line.GetRequiredValue(line.GetResult(repository) is { Implicit: false } ? repository : repositoryOfConfig);
            string file = line.GetValue(user)
                ? ApplicationFolders.ConfigurationFile
                : Path.Combine(RepositoryIdentity.FromFolder(named).Root, ConfigurationFile.Name);
            if (File.Exists(file) && !line.GetValue(force))
            {
                throw new UsageException($"{file} is there already: pass --force to overwrite it.");
            }

            await WriteTemplateAsync(file, isRepositorys: !line.GetValue(user), cancellationToken);
            terminal.Say($"Wrote {file}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task WriteTemplateAsync(string file, bool isRepositorys, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, ConfigurationTemplate.Write(isRepositorys), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{file} cannot be written ({exception.Message.TrimEnd('.')}). "
                + "Allow that, write your own with 'vectorhost config init --user', or put settings into a file that --config names.",
                exception);
        }
    }
}
