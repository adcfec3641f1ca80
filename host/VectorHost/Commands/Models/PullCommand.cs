using System.CommandLine;
using System.Globalization;
using VectorHost.Configuration;
using VectorHost.Indexing.Embedding.Models;
using VectorHost.Output;

namespace VectorHost.Commands.Models;

/// <summary><c>vectorhost models pull NAME</c>: fetches a model into the user's data folder.</summary>
internal static class PullCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> name = new("NAME") { Description = "The model, OWNER/NAME or OWNER/NAME@REVISION, such as minishlab/potion-code-16M." };
        Option<string?> hub = new("--hub") { Description = "The hub's address, such as that of a mirror; by default the setting models.hub.", HelpName = "URL" };
        Command command = new("pull", "Fetch a static model from a hub; an interrupted download goes on where it ended.") { name, hub };
        command.SetAction(async (line, cancellationToken) =>
        {
            if (!ModelName.TryParse(line.GetRequiredValue(name), out ModelName? model))
            {
                throw new UsageException($"A model's name is OWNER/NAME or OWNER/NAME@REVISION, such as minishlab/potion-code-16M, not '{line.GetRequiredValue(name)}'.");
            }

            EffectiveConfiguration configuration = ConfigurationLoader.Load(CommonOptions.ReadRequest(line, repositoryRoot: null));
            ModelHubOptions options = new()
            {
                Address = ReadAddress(line.GetValue(hub), configuration),
                Token = configuration.GetText(ConfigurationKeys.ModelsToken),
            };
            using ModelHub client = new(options, ModelFolders.Library, TimeProvider.System);
            Task<(InstalledModel Model, bool IsNew)> pull = null!;
            await DownloadDisplay.FollowAsync(terminal, progress => pull = client.PullAsync(model, progress, cancellationToken));
            (InstalledModel installed, bool isNew) = await pull;
            string size = string.Create(CultureInfo.InvariantCulture, $"{installed.Bytes / 1e6:0.0} MB");
            terminal.Say(isNew ? $"Fetched {installed.Name}, {size}, into {ModelFolders.Library.FolderOf(model)}." : $"{installed.Name} is here already, and has not changed.");
            if (installed.Files.Values.Any(tag => tag is null))
            {
                terminal.Note("The hub gave no checksum to compare it with.");
            }

            terminal.Note($"To use it: --set embedding.provider=model2vec --set embedding.model2vec.path={installed.Name}, or the same in vectorhost.json.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Uri ReadAddress(string? option, EffectiveConfiguration configuration)
    {
        string text = option ?? configuration.GetRequiredText(ConfigurationKeys.ModelsHub);
        string origin = option is null ? $"{ConfigurationKeys.ModelsHub} ({configuration.OriginOf(ConfigurationKeys.ModelsHub)})" : "--hub";
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address is { UserInfo: "", Query: "", Fragment: "" }
            ? address
            : throw new UsageException($"{origin} must be a hub's address without user, query and fragment, such as https://huggingface.co.");
    }
}
