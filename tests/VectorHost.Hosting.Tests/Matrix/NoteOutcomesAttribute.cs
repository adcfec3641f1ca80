using NUnit.Framework.Interfaces;
using VectorHost.Hosting.Tests.Matrix;

[assembly: NoteOutcomes]

namespace VectorHost.Hosting.Tests.Matrix;

/// <summary>Notes after each test how it ended, for the table of the failure matrix.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NoteOutcomesAttribute : TestActionAttribute
{
    /// <inheritdoc/>
    public override ActionTargets Targets => ActionTargets.Test;

    /// <inheritdoc/>
    public override void AfterTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.Method is { } method)
        {
            MatrixOutcomes.Note(method.MethodInfo, TestContext.CurrentContext.Result.Outcome.Status);
        }
    }
}
