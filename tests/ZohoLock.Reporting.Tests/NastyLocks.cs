using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Tests;

/// <summary>Made-up locks of an organisation whose users type whatever comes to mind. The same seed makes the same locks.</summary>
internal static class NastyLocks
{
    public static readonly DateTimeOffset Now = new(2026, 11, 26, 23, 15, 0, TimeSpan.Zero);

    private static readonly string[] Modules = ["Deals", "Sales_Orders", "Invoices", "Leads", "Contacts_of_Partners_and_Subsidiaries_Worldwide"];

    private static readonly string[] Names =
    [
        "Benton", "Acme Ltd. (renewal)", "<script>alert(document.domain)</script>", "\"><img src=x onerror=alert(1)>", "Feltz & Söhne GmbH",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "شركة النور للتجارة والمقاولات", "株式会社日本電気通信工業製作所",
        "🚀 Rocket 👩‍👩‍👧‍👦 family 🇪🇺", "=HYPERLINK(\"http://evil.example\",\"click\")", "\u202Egnp.exe", new string('W', 120), "Zürich – Genève", "Ω≈ç√∫˜µ≤≥÷",
    ];

    private static readonly (string Text, int Weight)[] Reasons =
    [
        ("Quarter closed", 400), ("Signed by the customer; changes only through legal, who has the original contract and all of its amendments", 160),
        ("Audit 2026", 120), ("<script>alert('reason')</script>", 60), ("+1 approved", 50), ("قيد المراجعة من قبل الإدارة المالية", 40), ("監査中のため編集できません。経理部に連絡してください", 40),
        ("'apostrophe first", 20), ("@SUM(1+1)*cmd|' /C calc'!A0", 20), ("Zusammenfassungsveranstaltungsverantwortlichenverzeichnis" + new string('x', 63), 15), ("-2+3", 5),
    ];

    private static readonly string[] People = ["Patricia Boyle", "Jane Doe", "Ngô Thị Hương", "سارة العلي", "山田 太郎", "O'Neil <admin>", "Christopher-Alexander Montgomery-Featherstonehaugh III"];

    /// <summary>Locks of two and a half years, most of them of the last months.</summary>
    public static IEnumerable<ReportedLock> Create(int count, int seed = 1)
    {
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var source = random.Next(100) switch { < 78 => LockSource.Manual, < 98 => LockSource.Automatic, _ => LockSource.Both };
            var isByUser = source != LockSource.Automatic;
            yield return new(Pick(random, Modules), $"5843104000{number + 425_565:000000000}", $"5843104000{number + 900_000:000000000}")
            {
                RecordName = random.Next(20) == 0 ? null : $"{Pick(random, Names)}",
                Reason = isByUser ? PickReason(random) : null,
                Source = source,
                LockedBy = isByUser ? Pick(random, People) : null,
                LockedTime = Now - TimeSpan.FromDays(900 * Math.Pow(random.NextDouble(), 4)),
                RuleId = isByUser ? null : "5843104000000777001",
                RuleName = isByUser ? null : "Won deals",
                RuleCriteria = isByUser ? null : "Stage = 'Closed Won' and Amount > 10000",
            };
        }
    }

    private static string Pick(Random random, string[] from) => from[Math.Min(random.Next(from.Length), random.Next(from.Length))];

    private static string PickReason(Random random)
    {
        var at = random.Next(Reasons.Sum(reason => reason.Weight) + 70);
        foreach (var (text, weight) in Reasons)
        {
            at -= weight;
            if (at < 0)
            {
                return text;
            }
        }

        return $"Case {random.Next(40)}";
    }
}
