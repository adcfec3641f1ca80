using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using VectorHost.Abstractions;
using VectorHost.Hosting.Catalog;
using VectorHost.Hosting.Discovery;
using VectorHost.Hosting.Lifetime;
using VectorHost.Hosting.Loading;

namespace VectorHost.Hosting.Isolation;

/// <summary>Makes the stores of a loaded plugin, and gives up on constructors that hang.</summary>
internal sealed class VectorStoreFactory(PluginHostOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Makes a store of a plugin that was rented for it. The rent goes to the store, or back where none is made.</summary>
    /// <exception cref="BackendResolutionException">It could not be made.</exception>
    /// <exception cref="VectorStoreException">The store itself says why it cannot be made, such as a wrong setting.</exception>
    public async Task<StoreGeneration> CreateAsync(
        LoadedPlugin plugin, BackendDescriptor backend, VectorStoreContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await MakeAsync(plugin, backend, context, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            plugin.Return(store: null);
            throw;
        }
    }

    private async Task<StoreGeneration> MakeAsync(
        LoadedPlugin plugin, BackendDescriptor backend, VectorStoreContext context, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        ThrowIfFaulted(plugin, backend.Name);
        var border = new ExceptionBorder(backend.Name, plugin, logger);

        // A thread of its own: a constructor that never returns must not take one from the pool for ever.
        Task<IVectorStore> constructing = Task.Factory.StartNew(
            () => Construct(plugin, backend, context),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        IVectorStore store;
        try
        {
            store = await constructing.WaitAsync(options.ConstructorTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!constructing.IsCompleted)
        {
            plugin.Holders.Add(constructing, $"The constructor of the backend '{backend.Name}' was given up on and is still running.");
            _ = DisposeLateAsync(constructing);
            throw exception is TimeoutException
                ? NotCreated(backend.Name, PluginProblems.ConstructorHung(plugin.Descriptor.AssemblyFile, backend.Name, options.ConstructorTimeout))
                : new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception)
        {
            throw Translate(border.Translate(exception, StoreOperations.Create, CancellationToken.None), exception, plugin, backend);
        }

        HostingLog.Created(logger, backend.Name, plugin.Descriptor.Name, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return new StoreGeneration(store, backend.Name, plugin, options, time, logger);
    }

    /// <summary>Makes the exception for a plugin in which an initialiser failed.</summary>
    public static BackendResolutionException Faulted(LoadedPlugin plugin, string backend, string fault) =>
        NotCreated(backend, PluginProblems.Faulted(plugin.Descriptor.AssemblyFile, fault));

    private static IVectorStore Construct(LoadedPlugin plugin, BackendDescriptor backend, VectorStoreContext context)
    {
        using var scope = PluginLoadContext.EnterNeutral();
        ConstructorInfo? constructor;
        try
        {
            Type type = plugin.Assembly.GetType(backend.TypeName, throwOnError: true)!;
            if (!typeof(IVectorStore).IsAssignableFrom(type))
            {
                throw new TypeLoadException($"{type.FullName} does not implement IVectorStore.");
            }

            constructor = type.GetConstructor([typeof(VectorStoreContext)])
                ?? throw new TypeLoadException($"{type.FullName} has no public constructor that takes a VectorStoreContext.");
        }
        catch (Exception exception) when (exception is TypeLoadException or IOException or BadImageFormatException)
        {
            throw new PluginLoadException(PluginProblems.LoadFailed(plugin.Descriptor.AssemblyFile, FailureText.Describe(exception)));
        }

        return (IVectorStore)constructor.Invoke(
            BindingFlags.DoNotWrapExceptions, binder: null, [context], CultureInfo.InvariantCulture);
    }

    private static Exception Translate(Exception translated, Exception thrown, LoadedPlugin plugin, BackendDescriptor backend)
    {
        string file = plugin.Descriptor.AssemblyFile;
        if (thrown is PluginLoadException known)
        {
            return new BackendResolutionException(backend.Name, BackendFailureReason.NotLoaded, known.Problem);
        }

        ThrowIfFaulted(plugin, backend.Name);
        return FailureText.Unwrap(thrown) is VectorStoreException
            ? translated
            : NotCreated(
                backend.Name,
                PluginProblems.ConstructorFailed(file, backend.Name, FailureText.Describe(thrown)),
                translated.InnerException);
    }

    private static void ThrowIfFaulted(LoadedPlugin plugin, string backend)
    {
        if (plugin.Fault is { } fault)
        {
            throw Faulted(plugin, backend, fault);
        }
    }

    private static BackendResolutionException NotCreated(string backend, PluginProblem problem, Exception? cause = null) =>
        new(backend, BackendFailureReason.NotCreated, problem, cause);

    /// <summary>Closes a store that nobody waits for any more, if it ever comes.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Nobody is left to be told.")]
    private static async Task DisposeLateAsync(Task<IVectorStore> constructing)
    {
        try
        {
            IVectorStore store = await constructing.ConfigureAwait(false);
            await store.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It failed to be made, or to be closed: both are an end.
        }
    }
}
