using Spectre.Console;

namespace VectorHost.Output;

/// <summary>Where the program writes: results to standard output, everything else to standard error.</summary>
internal sealed class Terminal
{
    /// <summary>Wide enough that nothing is wrapped where no person looks at it.</summary>
    private const int UnlimitedWidth = 10_000;

    /// <summary>Standard output.</summary>
    public IAnsiConsole Results => field ??= CreateConsole(Out, Console.IsOutputRedirected);

    /// <summary>Standard error.</summary>
    public IAnsiConsole Messages => field ??= CreateConsole(Console.Error, Console.IsErrorRedirected);

    private TextWriter Out => field ??= Console.Out;

    /// <summary>Whether messages go to a person's screen, so that progress can be drawn.</summary>
    public bool ShowsProgress => !Console.IsErrorRedirected && Messages.Profile.Capabilities.Interactive;

    /// <summary>Whether a person can be asked.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>
    /// From here on a program that reads our standard output gets results alone: whatever plugins print goes to standard
    /// error. On a screen both are the same.
    /// </summary>
    public void KeepOutput()
    {
        if (Console.IsOutputRedirected)
        {
            _ = Out;
            Console.SetOut(Console.Error);
        }
    }

    /// <summary>Writes a line of the result.</summary>
    public void Say(string text) => Say(text, TextTone.Normal);

    /// <summary>Writes a line of the result.</summary>
    public void Say(string text, TextTone tone)
    {
        Write(text, tone);
        Write(Environment.NewLine, TextTone.Normal);
    }

    /// <summary>Writes a document for programs: as it is, never wrapped.</summary>
    public void SayDocument(string document) => Out.WriteLine(document);

    /// <summary>Writes a part of a line of the result.</summary>
    public void Write(string text, TextTone tone)
    {
        string shown = Printable(text);

        // What nobody looks at needs no styles, nor the library that knows them.
        if (Console.IsOutputRedirected)
        {
            Out.Write(shown);
        }
        else
        {
            WriteStyled(shown, tone);
        }
    }

    /// <summary>Writes a line about what is going on.</summary>
    public void Note(string text) => WriteMessage($"{text}{Environment.NewLine}", TextTone.Dim);

    /// <summary>Writes what went wrong.</summary>
    public void Complain(string text)
    {
        WriteMessage("error: ", TextTone.Alarm);
        WriteMessage($"{text}{Environment.NewLine}", TextTone.Normal);
    }

    /// <summary>Asks a yes-or-no question; the answer is no unless it is yes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, instead of an answer.</exception>
    public async Task<bool> AskAsync(string question, CancellationToken cancellationToken)
    {
        Messages.Write(new Text($"{question} [y/N] "));

        // A read from a terminal cannot be cancelled: it is left to itself, and ends with the program.
        string? answer = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>
    /// A text as it may be shown: what a server answers, a plugin is called or a store holds must not steer the screen. Line
    /// ends and tabs stay.
    /// </summary>
    public static string Printable(string text)
    {
        foreach (char character in text)
        {
            if (Steers(character))
            {
                return string.Concat(text.Select(static one => Steers(one) ? '\uFFFD' : one));
            }
        }

        return text;
    }

    private static bool Steers(char character) => char.IsControl(character) && character is not ('\n' or '\r' or '\t');

    private void WriteMessage(string text, TextTone tone)
    {
        string shown = Printable(text);
        if (Console.IsErrorRedirected)
        {
            Console.Error.Write(shown);
        }
        else
        {
            WriteStyledMessage(shown, tone);
        }
    }

    // Methods of their own, which name the library: they are not prepared where nothing has a style.
    private void WriteStyled(string text, TextTone tone) => Results.Write(Styled(text, tone));

    private void WriteStyledMessage(string text, TextTone tone) => Messages.Write(Styled(text, tone));

    private static Text Styled(string text, TextTone tone) => new(text, tone switch
    {
        TextTone.Quiet => new Style(Color.Grey),
        TextTone.Strong => new Style(decoration: Decoration.Bold),
        TextTone.Place => new Style(Color.Aqua, decoration: Decoration.Bold),
        TextTone.Dim => new Style(decoration: Decoration.Dim),
        TextTone.Alarm => new Style(Color.Red),
        _ => Style.Plain,
    });

    private static IAnsiConsole CreateConsole(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected || NoColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = UnlimitedWidth;
        }

        return console;
    }

    private static bool NoColor => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
