using System.Text;

namespace VectorHost.Indexing.Repositories;

/// <summary>One walk over a repository: decides for each entry whether it is yielded, entered or skipped.</summary>
internal sealed class RepositoryWalk
{
    private readonly string _root;
    private readonly WalkOptions _options;
    private readonly SkipCounter _skips;
    private readonly IgnoreRules _rules;
    private readonly IgnoreList _include;
    private readonly IgnoreList _exclude;
    private readonly HashSet<string> _includedNames;
    private readonly int _prefixLength;
    private byte[] _matchPath;

    public RepositoryWalk(string root, WalkOptions options, SkipCounter skips, IgnoreRules rules)
    {
        _root = root;
        _options = options;
        _skips = skips;
        _rules = rules;
        _prefixLength = Encoding.UTF8.GetByteCount(rules.PathPrefix);
        _include = IgnoreList.Parse(options.Include, _prefixLength, rules.IgnoreCase);
        _exclude = IgnoreList.Parse(options.Exclude, _prefixLength, rules.IgnoreCase);
        _includedNames = new HashSet<string>(options.Include.SelectMany(static pattern => pattern.Split('/')), StringComparer.OrdinalIgnoreCase);
        _matchPath = new byte[256];
    }

    public IEnumerable<WalkedFile> Files(List<FolderEntry> rootEntries, CancellationToken cancellationToken)
    {
        Stack<(WalkedFolder Folder, FolderEntry Entry)> pending = new();
        Enter(new WalkedFolder(_root, "", _rules.Outermost, IsIncluded: false, IsToolFolder: false), rootEntries, pending);
        while (pending.TryPop(out (WalkedFolder Folder, FolderEntry Entry) next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (WalkedFolder folder, FolderEntry entry) = next;
            string path = folder.RelativePath + entry.Name;
            if (SkipReasonOf(folder, entry, path, out bool isIncluded) is { } reason)
            {
                _skips.Add(path, reason);
            }
            else if (entry.IsFolder)
            {
                bool isToolFolder = folder.IsToolFolder || DefaultSkips.IsToolFolder(entry.Name);
                WalkedFolder inner = new(Path.Combine(folder.FullPath, entry.Name), path + '/', folder.Scope, isIncluded, isToolFolder);
                Enter(inner, FolderListing.TryRead(inner.FullPath), pending);
            }
            else
            {
                yield return new WalkedFile
                {
                    Path = path,
                    FullPath = Path.Combine(folder.FullPath, entry.Name),
                    Length = entry.Length,
                    LastWriteTimeUtc = entry.LastWriteTimeUtc,
                    IsIncluded = isIncluded,
                };
            }
        }
    }

    private void Enter(WalkedFolder folder, List<FolderEntry>? entries, Stack<(WalkedFolder Folder, FolderEntry Entry)> pending)
    {
        if (entries is null)
        {
            _skips.Add(folder.RelativePath, SkipReason.Unreadable);
            return;
        }

        WalkedFolder entered = folder with { Scope = _rules.Enter(folder.FullPath, folder.RelativePath, entries, folder.Scope) };
        for (int index = entries.Count - 1; index >= 0; index--)
        {
            pending.Push((entered, entries[index]));
        }
    }

    private SkipReason? SkipReasonOf(WalkedFolder folder, FolderEntry entry, string path, out bool isIncluded)
    {
        isIncluded = false;
        if (DefaultSkips.IsVersionControl(entry.Name) && (entry.IsFolder || entry.Name == ".git"))
        {
            return SkipReason.VersionControl;
        }

        ReadOnlySpan<byte> matchPath = MatchPath(path);
        if (_exclude.Decide(matchPath, entry.IsFolder) is true)
        {
            return SkipReason.Excluded;
        }

        if (folder.Scope.Ignores(matchPath, entry.IsFolder))
        {
            return SkipReason.Ignored;
        }

        if (entry.Obstacle is { } obstacle)
        {
            return obstacle;
        }

        isIncluded = _include.Decide(matchPath, entry.IsFolder) ?? folder.IsIncluded;
        return entry.IsLink ? SkipReason.Link
            : entry.IsFolder ? FolderSkipReason(folder, entry, isIncluded)
            : FileSkipReason(folder, entry, isIncluded);
    }

    /// <summary>A tool folder is entered if an include pattern goes through it: only then can included files be in it.</summary>
    private SkipReason? FolderSkipReason(WalkedFolder folder, FolderEntry entry, bool isIncluded) =>
        isIncluded || folder.IsToolFolder || !DefaultSkips.IsToolFolder(entry.Name) || _includedNames.Contains(entry.Name)
            ? null
            : SkipReason.ToolFolder;

    private SkipReason? FileSkipReason(WalkedFolder folder, FolderEntry entry, bool isIncluded)
    {
        if (!isIncluded && (folder.IsToolFolder ? SkipReason.ToolFolder : DefaultSkips.ForFile(entry.Name)) is { } reason)
        {
            return reason;
        }

        return entry.Length == 0 ? SkipReason.Empty
            : entry.Length > _options.MaxFileBytes ? SkipReason.TooLarge
            : null;
    }

    /// <summary>The path as ignore patterns see it: in UTF-8, relative to the work tree's root. Valid until the next call.</summary>
    private ReadOnlySpan<byte> MatchPath(string path)
    {
        int capacity = _prefixLength + Encoding.UTF8.GetMaxByteCount(path.Length);
        if (_matchPath.Length < capacity)
        {
            _matchPath = new byte[capacity * 2];
        }

        int length = Encoding.UTF8.GetBytes(_rules.PathPrefix, _matchPath);
        length += Encoding.UTF8.GetBytes(path, _matchPath.AsSpan(length));
        Span<byte> matchPath = _matchPath.AsSpan(0, length);
        if (_rules.IgnoreCase)
        {
            Ascii.ToLowerInPlace(matchPath, out _);
        }

        return matchPath;
    }
}
