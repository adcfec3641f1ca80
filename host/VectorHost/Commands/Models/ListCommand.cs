using System.CommandLine;
using System.Globalization;
using VectorHost.Configuration;
using VectorHost.Indexing.Embedding.Models;
using VectorHost.Output;

namespace VectorHost.Commands.Models;

/// <summary><c>vectorhost models list</c>: the models that were fetched.</summary>
internal static class ListCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = JsonOption.Create();
        Command command = new("list", "List the models that were fetched.") { json };
        command.SetAction((line, _) =>
        {
            IReadOnlyList<InstalledModel> models = ModelFolders.Library.List();
            if (line.GetValue(json))
            {
                JsonDocuments.Write(terminal, JsonDocuments.Of(models));
            }
            else if (models.Count == 0)
            {
                terminal.Note("No models were fetched yet: vectorhost models pull OWNER/NAME fetches one.");
            }
            else
            {
                foreach (InstalledModel model in models)
                {
                    terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{model.Name}  {model.Bytes / 1e6:0.0} MB  {model.Commit ?? "unknown commit"}"));
                }
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
