namespace VectorHost.TestServers.Faults;

/// <summary>What <see cref="ProxiedConnection"/> does with an exchange; <see cref="Fault"/> says what it means.</summary>
internal enum FaultKind
{
    DropRequest,
    DropAnswer,
    Stall,
    Halve,
    Corrupt,
    Trickle,
    Delay,
    Answer,
}
