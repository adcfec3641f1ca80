using System.CommandLine;
using VectorHost.Output;

namespace VectorHost.Commands.Models;

/// <summary><c>vectorhost models</c>: static models for the provider <c>model2vec</c>.</summary>
internal static class ModelsCommand
{
    public static Command Create(Terminal terminal) =>
        new("models", "Fetch static embedding models from a hub, and list those that were fetched.")
        {
            PullCommand.Create(terminal),
            ListCommand.Create(terminal),
        };
}
