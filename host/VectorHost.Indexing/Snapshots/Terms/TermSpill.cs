using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using VectorHost.Indexing.Snapshots.Format;

namespace VectorHost.Indexing.Snapshots.Terms;

/// <summary>
/// Sorted runs of terms that did not fit into memory, one after the other in one temporary file, which is deleted with
/// this.
/// </summary>
internal sealed class TermSpill : IDisposable
{
    private const int FlushBytes = 64 * 1024;
    private readonly List<Run> _runs = [];
    private readonly SafeFileHandle _handle;
    private long _length;

    public TermSpill(string path) => _handle = File.OpenHandle(
        path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);

    /// <summary>Writes a source as a run of its own.</summary>
    public void Add(ITermSource source)
    {
        long start = _length;
        int count = 0;
        ByteBuffer output = new();
        PostingBuffer postings = new();
        while (source.MoveNext())
        {
            postings.Clear();
            source.CopyPostings(postings);
            output.WriteVarint((uint)source.Term.Length);
            output.WriteBytes(source.Term);
            output.WriteVarint((uint)postings.Count);
            PostingList.Write(output, postings.Postings);
            count++;
            if (output.Count >= FlushBytes)
            {
                Flush(output);
            }
        }

        Flush(output);
        _runs.Add(new Run(start, _length, count));
    }

    /// <summary>Opens every run for reading.</summary>
    public IEnumerable<ITermSource> ToSources() => _runs.Select(run => new SpilledTerms(_handle, run));

    public void Dispose() => _handle.Dispose();

    private void Flush(ByteBuffer output)
    {
        RandomAccess.Write(_handle, output.Written, _length);
        _length += output.Count;
        output.Clear();
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Run(long Start, long End, int TermCount);
}
