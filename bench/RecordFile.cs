using System.Globalization;
using System.Text;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Organization;

namespace Bench;

/// <summary>The CSV of the records, as Zoho CRM exports them: with a byte order mark, and <c>zcrm_</c> before each id.</summary>
internal static class RecordFile
{
    private const string IdPrefix = "zcrm_";
    private const string Header = "Record Id,Deal Name,Stage,Amount,Closing Date,Deal Owner.id,Deal Owner";

    private static readonly string[] Stages = ["Closed Won", "Closed Lost", "Negotiation/Review", "Qualification", "Needs Analysis"];

    /// <summary>Writes the records in an order of chance, as an export sorted by anything but the id has them.</summary>
    public static void Write(string path, IEnumerable<CrmRecord> records, CrmUser owner, int seed)
    {
        var random = new Random(seed);
        var rows = records.ToArray();
        random.Shuffle(rows);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        file.WriteLine(Header);
        foreach (var record in rows)
        {
            var stage = Stages[random.Next(Stages.Length)];
            var closing = new DateOnly(2026, 7, 1).AddDays(random.Next(92));
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{IdPrefix}{record.Id},{record.Name},{stage},{random.Next(1, 100_000)}.00,{closing:yyyy-MM-dd},{IdPrefix}{owner.Id},{owner.Name}"));
        }
    }

    public static string[] ReadIds(string path) => [.. File.ReadLines(path).Skip(1).Select(row => row[IdPrefix.Length..row.IndexOf(',', StringComparison.Ordinal)])];
}
