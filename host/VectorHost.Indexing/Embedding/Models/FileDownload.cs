using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;

namespace VectorHost.Indexing.Embedding.Models;

/// <summary>
/// Fetches one file into <c>FILE.part</c>, going on where an earlier try or run ended, as long as it is still the same
/// file; compares it with its digest, and only then gives it its name.
/// </summary>
internal sealed class FileDownload(HubClient hub, ModelHubOptions options, TimeProvider timeProvider, IProgress<ModelPullProgress>? progress)
{
    private const int BufferBytes = 1 << 17;
    private const double LongestBackOffSeconds = 30;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>Fetches a file.</summary>
    /// <param name="name">The model.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="file">The file.</param>
    /// <param name="destination">Where it goes; a file that is there already is taken as fetched.</param>
    /// <param name="cancellationToken">Cancels the download; what has arrived stays for the next one.</param>
    /// <returns>What the hub said of it.</returns>
    /// <exception cref="ModelHubException">It could not be fetched.</exception>
    public async Task<HubFile> FetchAsync(ModelName name, string revision, string file, string destination, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(name, revision, file, destination, cancellationToken).ConfigureAwait(false);
            }
            catch (ModelHubException exception) when (
                attempt < options.MaxTries && exception.Kind is (ModelHubFailureKind.Unavailable or ModelHubFailureKind.Damaged))
            {
                TimeSpan wait = exception.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(LongestBackOffSeconds, Math.Pow(2, attempt - 1)));
                if (wait > LongestWait)
                {
                    throw;
                }

                await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<HubFile> TryAsync(ModelName name, string revision, string file, string destination, CancellationToken cancellationToken)
    {
        PartialFile part = new(destination);
        long have = part.Length;
        (HubFile info, HttpResponseMessage response) = await hub.OpenAsync(name, revision, file, have, cancellationToken).ConfigureAwait(false);
        using (response)
        {
            bool isSame = have > 0 && info.Tag is not null && info.Tag == part.Tag;
            if (have > 0 && !isSame && response.StatusCode != HttpStatusCode.OK)
            {
                part.Delete();
                throw new ModelHubException(ModelHubFailureKind.Damaged, $"'{file}' of '{name}' changes while it is fetched: try again.");
            }

            bool isComplete = isSame && (have == info.Size || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable);
            if (!isComplete)
            {
                long start = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have ? have : 0;
                if (start == 0 && response.StatusCode == HttpStatusCode.PartialContent)
                {
                    part.Delete();
                    throw new ModelHubException(ModelHubFailureKind.Damaged, $"{options.Address} sends another part of '{file}' than it was asked for: name another hub with --hub.");
                }

                part.Tag = info.Tag;
                await ReceiveAsync(response, part, start, file, info, cancellationToken).ConfigureAwait(false);
            }
        }

        await CheckAsync(part, file, info, cancellationToken).ConfigureAwait(false);
        part.Complete();
        return info;
    }

    private async Task ReceiveAsync(
        HttpResponseMessage response, PartialFile part, long start, string file, HubFile info, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            FileStream output = part.OpenForWriting(start);
            await using ConfiguredAsyncDisposable closing = output.ConfigureAwait(false);
            Stream input = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            long done = start;
            int count;
            while ((count = await ReadAsync(input, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                done += count;
                progress?.Report(new ModelPullProgress(file, done, info.Size));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<int> ReadAsync(Stream input, byte[] buffer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = new(options.StallTimeout, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            return await input.ReadAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ModelHubException(
                ModelHubFailureKind.Unavailable,
                $"The connection to {options.Address} {(stall.IsCancellationRequested ? "stands still" : "broke off")}: run the same command again, it goes on from there.",
                exception);
        }
    }

    private async Task CheckAsync(PartialFile part, string file, HubFile info, CancellationToken cancellationToken)
    {
        if (info.Size is { } size && part.Length < size)
        {
            throw new ModelHubException(
                ModelHubFailureKind.Unavailable, $"The connection to {options.Address} broke off: run the same command again, it goes on from there.");
        }

        bool fits = (info.Size is null || part.Length == info.Size) && await FileDigest.FitsAsync(part.Path, info.Tag, cancellationToken).ConfigureAwait(false);
        if (!fits)
        {
            part.Delete();
            throw new ModelHubException(
                ModelHubFailureKind.Damaged, $"'{file}' from {options.Address} is not what the hub says that it is: its checksum differs. Try again, or name another hub with --hub.");
        }
    }
}
