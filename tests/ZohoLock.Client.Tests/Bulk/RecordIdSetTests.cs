using System.Globalization;
using ZohoLock.Bulk;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>The compact set of ids: what a set has to do, at its price.</summary>
public sealed class RecordIdSetTests
{
    [Fact]
    public void It_has_what_was_added_and_nothing_else()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var ids = new RecordIdSet();
        var known = new HashSet<string>();
        for (var step = 0; step < 20_000; step++)
        {
            // Ids as Zoho gives them follow each other; a few are of other shapes.
            var id = random.Next(100) switch
            {
                0 => $"0{random.Next(50)}",
                1 => "99999999999999999999999" + random.Next(50),
                2 => $"{random.Next(1, 50)}",
                3 => $"1844674407370955161{random.Next(10)}",
                _ => string.Create(CultureInfo.InvariantCulture, $"{5843104000000425565 + random.Next(30_000)}"),
            };
            Assert.True(known.Contains(id) == ids.Contains(id), $"{id}, seed {seed}");
            Assert.True(known.Add(id) == ids.Add(id), $"{id}, seed {seed}");
            Assert.True(ids.Contains(id), $"{id}, seed {seed}");
        }
    }

    [Fact]
    public void It_takes_at_most_16_bytes_an_id()
    {
        var ids = new RecordIdSet();
        for (var count = 1; count <= 300_000; count++)
        {
            ids.Add(string.Create(CultureInfo.InvariantCulture, $"{5843104000000425565 + (7L * count)}"));
            if (count > 100)
            {
                Assert.InRange(ids.Size, 8L * count, 16L * count);
            }
        }
    }
}
