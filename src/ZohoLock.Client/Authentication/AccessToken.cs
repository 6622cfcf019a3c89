using System.Text;

namespace ZohoLock.Authentication;

/// <summary>An access token and what was granted with it. Its text is for the Authorization header only, so it never prints itself.</summary>
internal sealed class AccessToken(string value)
{
    private static readonly TimeSpan EarliestRenewal = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Newness = TimeSpan.FromMinutes(1);

    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(value);
    private volatile bool _wasTaken;

    public string Value { get; } = value;

    /// <summary>The Authorization header that calls carry it in (protocol section 4.2).</summary>
    public string Header { get; } = $"Zoho-oauthtoken {value}";

    /// <summary>When it ends; null where that isn't known.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>From when on it is to be renewed, ahead of its end.</summary>
    public DateTimeOffset? RenewAfter { get; init; }

    /// <summary>Until when it counts as new; null where it took no other's place.</summary>
    public DateTimeOffset? NewUntil { get; init; }

    /// <summary>The API host that Zoho named with it.</summary>
    public string? ApiDomain { get; init; }

    /// <summary>The scopes it was granted; empty where Zoho didn't say.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether the API has ever taken it.</summary>
    public bool WasTaken
    {
        get => _wasTaken;
        set => _wasTaken = value;
    }

    /// <summary>The token of an answer that grants one.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="asked">When it was asked for.</param>
    /// <param name="isFirst">Whether it takes no other's place.</param>
    public static AccessToken Granted(TokenAnswer answer, DateTimeOffset asked, bool isFirst)
    {
        // A tenth of a short life, so that a token of seconds isn't renewed at every call.
        var life = answer.Life;
        var early = life is { } whole ? TimeSpan.FromTicks(Math.Min(EarliestRenewal.Ticks, whole.Ticks / 10)) : TimeSpan.Zero;
        return new AccessToken(answer.AccessToken!)
        {
            Expires = asked + life,
            RenewAfter = asked + life - early,
            NewUntil = isFirst ? null : asked + Newness,
            ApiDomain = answer.ApiDomain,
            Scopes = answer.Scope?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }

    public bool IsDue(DateTimeOffset now) => now >= RenewAfter;

    public bool IsOver(DateTimeOffset now) => now >= Expires;

    public bool IsNew(DateTimeOffset now) => now < NewUntil;

    /// <summary>The body without this token, should a server repeat it: an error's text is shown to people.</summary>
    public byte[] RemoveFrom(byte[] body) => body.AsSpan().IndexOf(_bytes) < 0
        ? body
        : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(Value, "***", StringComparison.Ordinal));

    public override string ToString() => "access token";
}
